#include "counter.h"

#include <emscripten/stack.h>

static int32_t total;

void counter_init(int32_t start) { total = start; }

int32_t counter_add(int32_t amount) { return total += amount; }

int32_t counter_visit(uint32_t visitor, int32_t depth, uint32_t user) {
  volatile char frame[64];
  frame[0] = (char)depth;
  if (depth == 0) return 0;
  const int32_t nested = ((int32_t (*)(int32_t, uint32_t))visitor)(depth - 1, user);
  /* The frame is still this call's own after whatever ran in between. */
  return frame[0] == (char)depth ? nested + 1 : -1000000;
}

COUNTER_API uint32_t stack_pointer(void) { return (uint32_t)emscripten_stack_get_current(); }
