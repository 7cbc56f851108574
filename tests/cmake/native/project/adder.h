#include "adder_api.h"

WPL_EXTERN_C ADDER_API int32_t add(int32_t a, int32_t b);
