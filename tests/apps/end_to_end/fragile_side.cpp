// A side whose constructor fails if the module argument `failing` says so.
#include <wasm_pseudo_link/main_memory.h>

#include <emscripten/em_js.h>
#include <emscripten/emscripten.h>

#include "failures.hpp"

EM_JS(int, fragile_failing, (), { return Module["failing"] || 0; })

static std::int32_t constructed = failures::fail(fragile_failing());

extern "C" __attribute__((used, visibility("default"))) std::int32_t fragile_value() { return constructed; }
extern "C" __attribute__((used, visibility("default"))) std::int32_t fragile_overflow() {
  return failures::overflow(0);
}
extern "C" __attribute__((used, visibility("default"))) std::int32_t fragile_damaged() {
  return failures::damaged_words();
}

static void fail_later(void *kind) { failures::fail(reinterpret_cast<std::intptr_t>(kind)); }
extern "C" __attribute__((used, visibility("default"))) void fragile_fail_later(std::int32_t kind) {
  emscripten_async_call(fail_later, reinterpret_cast<void *>(kind), 1);
}
