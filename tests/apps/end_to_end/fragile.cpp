// A main module whose constructor (module argument `failing`) or main() (first argument) fails, or a callback that
// comes after main() (second argument).
#include "counter.h"

#include <emscripten/em_js.h>
#include <emscripten/emscripten.h>
#include <emscripten/html5.h>
#include <wasm_pseudo_link/rb.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "failures.hpp"

EM_JS(int, fragile_failing, (), { return Module["failing"] || 0; })
EM_JS(void, fragile_throw_js, (), { throw new TypeError("main's JavaScript failed"); })

static std::int32_t constructed = failures::fail(fragile_failing());

extern "C" __attribute__((used, visibility("default"))) std::int32_t value() { return constructed + counter_add(0); }

static void fail_later(void *kind) { failures::fail(reinterpret_cast<std::intptr_t>(kind)); }
static void fail_opened(rb_handle, void *kind) { fail_later(kind); }
static bool fail_in_frame(double, void *kind) {
  fail_later(kind);
  return true;
}

/* Has main() fail later: in a timer, in an animation frame, or when a side is open. */
static bool arrange(const std::string &when, void *kind) {
  if (when == "timer") emscripten_async_call(fail_later, kind, 1);
  if (when == "frame") emscripten_request_animation_frame_loop(fail_in_frame, kind);
  if (when == "opened" || when == "pending") rb_dlopen_async("fragile_lazy", fail_opened, kind);
  return when != "pending";
}

extern "C" __attribute__((used, visibility("default"))) std::int32_t overflow() { return failures::overflow(0); }
extern "C" __attribute__((used, visibility("default"))) std::int32_t damaged() { return failures::damaged_words(); }

int main(int argc, char **argv) {
  const int kind = argc > 1 ? std::atoi(argv[1]) : 0;
  std::printf("main(%d)\n", kind);
  if (argc > 2 && arrange(argv[2], reinterpret_cast<void *>(kind))) return 0;
  if (kind == 100) fragile_throw_js();
  if (kind > 100) return kind - 100;
  return failures::fail(kind) == 42 ? 0 : 99;
}
