#include <stdio.h>
#include <wasm_pseudo_link/rb.h>

#include "adder.h"

int main(void) {
  int32_t numbers[2] = {20, 20};
  puts("main");
  return add((uint32_t)(uintptr_t)numbers, 2) == 42 && starts() == 1 ? 0 : 1;
}
