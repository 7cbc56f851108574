// The main module of each app of this folder: works with its side and says what came out.
#include "side.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <wasm_pseudo_link/rb.h>

#include SPECIAL_HEADER

static int32_t triple(int32_t number) { return 3 * number; }

int main() {
  constexpr uint32_t count = 1000;
  const auto numbers = static_cast<int32_t *>(malloc(count * sizeof(int32_t)));
  for (uint32_t i = 0; i < count; ++i) numbers[i] = static_cast<int32_t>(i);
  const int64_t sum = double_all(static_cast<uint32_t>(reinterpret_cast<uintptr_t>(numbers)), count);
  printf("doubled: %d, in all %lld\n", numbers[count - 1], static_cast<long long>(sum));
  free(numbers);
  const uint32_t answer = rb_lend(rb_dlopen(SIDE_NAME), reinterpret_cast<rb_fn>(triple));
  printf("asked: %d\n", ask(answer, 10));
  printf("blocks: %d\n", take_blocks(BLOCKS));
  printf("special: %d and %d\n", special_value(), special());
  return 0;
}
