// A block that is lost, and a check for such blocks that the test calls.
#include <emscripten/em_macros.h>
#include <stdlib.h>

extern "C" {
// As in <sanitizer/lsan_interface.h>, but it may be missing: one of the apps has the sanitizer in its side only.
[[gnu::weak]] int __lsan_do_recoverable_leak_check();
EMSCRIPTEN_KEEPALIVE int32_t find_leaks() { return __lsan_do_recoverable_leak_check(); }
}

static void *volatile lost;

static int32_t special_value() {
  lost = malloc(1234);
  lost = nullptr;
  return 0;
}
