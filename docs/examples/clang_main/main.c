#include "sorter.h"

static int32_t numbers[] = {30, -5, 12, 7};

int main(void) {
  sort_numbers(numbers, 4); /* from wasm to wasm; sorts this array */
  for (int i = 1; i < 4; ++i) {
    if (numbers[i - 1] > numbers[i]) return 1;
  }
  return 0;
}
