// The program whose start and size are compared: it sorts a thousand numbers in another module.
#include "start.hpp"

#include <emscripten.h>

#include <vector>

int main() {}

extern "C" EMSCRIPTEN_KEEPALIVE int first_result() {
  std::vector<int> numbers(1000);
  unsigned state = 1;
  for (int &x : numbers) x = static_cast<int>((state = state * 1664525 + 1013904223) >> 8);
  sort_elsewhere(numbers.data(), numbers.size());
  return numbers[500];
}
