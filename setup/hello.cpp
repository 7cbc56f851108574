// Pulls in the system libraries that C++ programs commonly need, and shows that the toolchain works.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

int main() {
  std::vector<std::string> words{"works", "it"};
  std::sort(words.begin(), words.end());
#ifdef WITH_EXCEPTIONS
  try {
    std::puts(words.at(2).c_str());
  } catch (const std::exception &error) {
    std::printf("caught: %s\n", error.what());
  }
#endif
  std::cout << words[0] << ' ' << words[1] << ' ' << std::sin(static_cast<double>(words.size())) << '\n';
}
