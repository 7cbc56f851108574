#include "check.hpp"

#include <wasm_pseudo_link/rb.h>

#include <cstdint>

void check_functions_modes_accessor();
void check_functions_modes_pointer();

// For the sides that look something up in main.
extern "C" __attribute__((used)) std::int32_t main_twice(std::int32_t n) { return 2 * n; }

int main() {
  check_functions_modes_accessor();
  check_functions_modes_pointer();
  CHECK(rb_dlerror() == nullptr);
  return failures == 0 ? 0 : 1;
}
