// A side that calls another side.
#include "asker.hpp"

#include "functions_direct.hpp"

bytes<64> ask(std::uint8_t n) { return functions_direct::bytes64(counted<64>(n), 0); }

std::int32_t ask_about(wpl::ptr<std::int32_t, wpl::modules::functions_asker> unused) {
  const wpl::callback<std::int32_t(std::int32_t), wpl::modules::functions_direct> add(
      [unused](std::int32_t n) { return n + (unused == nullptr); });
  const auto numbers = functions_direct::numbers();
  return functions_direct::run(add.pointer(), 3) + numbers[3] + functions_direct::sum_own(numbers.first(1));
}

bool ask_guarded() {
  const auto failed = wpl::call_guarded(functions_direct::fail, 1);
  return !failed && failed.error().text.find("too large") != std::string::npos;
}
