#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sorter.h"

/* app <name> <number> <number>: 0 if the numbers' sum is 42; app <n>: n + 20. */
int main(int argc, char **argv) {
  int32_t numbers[2] = {20, 0};
  if (argc == 2) {
    numbers[1] = atoi(argv[1]);
    return sorter_sum((uint32_t)(uintptr_t)numbers, 2);
  }
  if (argc != 4 || strcmp(argv[1], "two words") != 0) return 1;
  numbers[0] = atoi(argv[2]);
  numbers[1] = atoi(argv[3]);
  int32_t sum = sorter_sum((uint32_t)(uintptr_t)numbers, 2);
  printf("sum %d\n", sum);
  return sum == 42 ? 0 : 2;
}
