// Whether malloc says that there is no more.
#include <stdint.h>
#include <stdlib.h>

static int32_t special_value() {
  void *volatile const block = malloc(SIZE_MAX / 4);  // volatile: else the compiler takes for granted that there is one
  return block == nullptr;
}
