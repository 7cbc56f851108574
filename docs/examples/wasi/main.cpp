#include "stats.h"
#include <string>

int main() {
  const std::string text = "30 12.5 -5\n1e3 2";
  return median_of(text.data(), text.size()) == 12.5 ? 0 : 1;
}
