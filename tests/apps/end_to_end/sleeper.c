/* A main module that suspends (ASYNCIFY), and calls a side before and after. */
#include "counter.h"

#include <emscripten/emscripten.h>
#include <stdio.h>

#define EXPORT __attribute__((used, visibility("default")))

static int32_t progress;
EXPORT int32_t get_progress(void) { return progress; }

/* Suspends while counter's frame lies below on the stack. */
static int32_t sleep_in_callback(int32_t depth, uint32_t user) {
  emscripten_sleep(user);
  return depth;
}
EXPORT int32_t sleep_under_side(void) {
  const rb_handle counter = rb_dlopen("counter");
  return counter_visit(rb_lend(counter, (rb_fn)sleep_in_callback), 1, 1);
}

int main(int argc, char **argv) {
  (void)argv;
  counter_init(10);
  progress = counter_add(1);
  emscripten_sleep(20);
  progress = counter_add(1);
  emscripten_sleep(20);
  progress = counter_add(100);
  printf("slept twice\n");
  return argc > 1 ? 5 : 0;
}
