/* The conformance suite's side in C with wasi-libc: its clock and its output want WASI, its constructor has _initialize
   run. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "../clang/side.c"

/* Other modules may allocate here. */
EXPORT(wpl_malloc) void *wpl_malloc(uint32_t size) { return malloc(size); }
EXPORT(wpl_free) void wpl_free(void *block) { free(block); }

/* Writes `a` to the standard output, and returns how many characters that took. */
EXPORT(print_i32) int32_t print_i32(int32_t a) {
  const int32_t length = printf("%d\n", (int)a);
  fflush(stdout);
  return length;
}

/* Whether there is a clock that does not stand still at 0. */
EXPORT(has_clock) int32_t has_clock(void) { return time(NULL) > 0; }
