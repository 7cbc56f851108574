#include "parser.hpp"

#include <string>

std::int32_t parse(wpl::string_view<wpl::main> text) {
  if (text.empty()) __builtin_trap();
  return std::stoi(wpl::to_string(text));  // throws std::invalid_argument
}
