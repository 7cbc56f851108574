// A side whose constructor fails if the module argument `failing` says so.
#include <wasm_pseudo_link/main_memory.h>

#include <emscripten/em_js.h>

#include "failures.hpp"

EM_JS(int, fragile_failing, (), { return Module["failing"] || 0; })

static std::int32_t constructed = failures::fail(fragile_failing());

extern "C" __attribute__((used, visibility("default"))) std::int32_t fragile_value() { return constructed; }
