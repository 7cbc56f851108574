#include "search.hpp"
#include <iostream>
#include <string>
#include <vector>

int main() {
  const std::string text = "LH 441 Houston, BA 2490 Miami, Flug ab Zürich: LX 38 San Francisco";
  std::vector<std::string> flights;
  const wpl::callback<void(std::uint32_t, std::uint32_t), wpl::modules::search> found(
      [&](std::uint32_t first, std::uint32_t last) { flights.push_back(text.substr(first, last - first)); });

  const int count = find_all(R"(\b[A-Z]{2} \d{1,4}\b)", text, found.pointer());
  for (const std::string &flight : flights) std::cout << flight << '\n';

  const bool refused = find_all("(", text, found.pointer()) == -1;
  return count == 3 && flights == std::vector<std::string>{"LH 441", "BA 2490", "LX 38"} && refused ? 0 : 1;
}
