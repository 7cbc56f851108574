#include "filter.hpp"
#include <iostream>
#include <string>
#include <vector>

int main() {
  std::vector<std::uint8_t> pixels = {255, 0, 0, 255, 10, 20, 30, 128};
  to_grey(pixels);
  for (int value : pixels) std::cout << value << ' ';

  pixels.pop_back();
  const auto failed = wpl::call_guarded(to_grey, pixels);  // the assert, as an error with file and line
  std::cout << '\n' << failed.error().text << '\n';
  pixels.pop_back();

  return pixels == std::vector<std::uint8_t>{76, 76, 76, 255, 18, 18} &&
                 failed.error().text.find("filter.ts:7") != std::string::npos
             ? 0
             : 1;
}
