#include "searcher.hpp"

#include <string>

// In the searcher, a function pointer of the searcher is a plain function pointer.
void find_all(wpl::string_view<wpl::main> text, wpl::string_view<wpl::main> needle,
              bool (*found)(std::uint32_t place)) {
  const std::string all = wpl::to_string(text);
  const std::string part = wpl::to_string(needle);
  for (std::size_t place = all.find(part); place != std::string::npos; place = all.find(part, place + 1)) {
    if (!found(static_cast<std::uint32_t>(place))) return;
  }
}
