#include "words.hpp"

#include <cstdio>
#include <string>

int main() {
  const std::string second = "Grüße";
  add("memory");  // a literal, a std::string, a std::string_view: whatever converts to one
  add(second);
  add(second);

  const std::string most = wpl::to_string(most_frequent());          // copied before the next add()
  const auto list = wpl::string<wpl::modules::words>::adopt(all());  // freed in the side's memory at the end
  std::printf("%s was added %u times; all: %s\n", most.c_str(), times_added(most), wpl::to_string(list).c_str());
  return times_added(second) == 2 && wpl::to_string(list) == "Grüße memory " ? 0 : 1;
}
