#include <wasm_pseudo_link/memory.h>

#ifdef WPL_TESTING
#error "WasmPseudoLink::headers is no test"
#endif

int main(void) { return WPL_ABI_VERSION == 1 ? 0 : 1; }
