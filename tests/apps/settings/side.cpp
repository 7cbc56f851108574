// The side of each app of this folder, built with the settings that the app is about.
#include "side.h"

#include <stdint.h>
#include <stdlib.h>
#include SPECIAL_HEADER

int64_t double_all(uint32_t first, uint32_t count) {
  const auto own = static_cast<int32_t *>(malloc(count * sizeof(int32_t)));
  const auto address = static_cast<uint32_t>(reinterpret_cast<uintptr_t>(own));
  main_mts_memcpy(address, first, count * sizeof(int32_t));
  for (uint32_t i = 0; i < count; ++i) own[i] *= 2;
  main_stm_memcpy(first, address, count * sizeof(int32_t));
  free(own);
  int64_t sum = 0;
  for (uint32_t i = 0; i < count; ++i) sum += main_getI32(first + 4 * i);
  return sum;
}

int32_t ask(uint32_t answer, int32_t count) {
  int32_t sum = 0;
  for (int32_t i = 0; i < count; ++i) sum += reinterpret_cast<int32_t (*)(int32_t)>(answer)(i);
  return sum;
}

int32_t take_blocks(int32_t blocks) {
  void *taken[1024];
  int32_t got = 0;
  while (got < blocks && got < 1024 && (taken[got] = malloc(65536)) != nullptr) ++got;
  for (int32_t i = 0; i < got; ++i) free(taken[i]);
  return got;
}

int32_t special() { return special_value(); }
