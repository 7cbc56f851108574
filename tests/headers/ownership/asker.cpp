// A side that makes buffers and strings in another side, and takes over those that it makes.
#include "side_none.hpp"

#include "rounds.hpp"

#include <cstdint>
#include <string>
#include <vector>

using other = wpl::modules::side_none;

extern "C" {

__attribute__((used)) void init(rb_bridge_fn bridge) { rb_set_bridge(bridge); }

// 0, or which step went wrong.
__attribute__((used)) std::int32_t work() {
  const std::vector<std::int32_t> values{1, 2, 3};
  wpl::buffer<std::int32_t, other> numbers(values);
  if (side_none_sum(numbers.data(), 3) != 6) return 1;
  numbers[1] = 40;
  if (side_none_take(numbers.release(), 3) != 44) return 2;
  auto made = wpl::buffer<std::int32_t, other>::adopt(side_none_make(5), 5);
  if (made[4] != 5 || side_none_take_in_c(made.release(), 5) != 15) return 3;

  const wpl::string<other> name("Ida");
  const auto greeting = wpl::string<other>::adopt(side_none_greet(name.c_str()));
  if (wpl::to_string(greeting) != "Hello, Ida") return 4;
  if (side_none_take_text(wpl::string<other>("12345").release()) != 5) return 5;
  if (wpl::to_string(side_none_last_text()) != "end") return 6;

  // From that side to main, without a stop here.
  const wpl::string<wpl::main> in_main(greeting.view());
  if (wpl::to_string(in_main) != "Hello, Ida") return 7;
  if (rounds<other>(10'000) > 8192) return 8;
  return 0;
}

}
