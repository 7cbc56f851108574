/* A side without malloc: the sum of 32-bit integers that others put into its memory. */
#include <wasm_pseudo_link/rb.h>

int32_t numbers[4];

__attribute__((used)) int32_t *place(void) { return numbers; }
__attribute__((used)) int32_t sum(const int32_t *first, uint32_t n) {
  int32_t total = 0;
  for (uint32_t i = 0; i < n; ++i) total += first[i];
  return total;
}
