#ifndef RB_C99_H
#define RB_C99_H

#include <wasm_pseudo_link/rb.h>

WPL_EXTERN_C_BEGIN
void c99_set_bridge(rb_bridge_fn bridge);
const char *c99_dlerror(void);
int c99_call_by_name(int value);
int32_t c99_get_and_set(uint32_t address, int32_t value);
void c99_copy(uint32_t dest, uint32_t src, uint32_t size);
double c99_all_elements(uint32_t address);
WPL_EXTERN_C_END

#endif
