#include "parser.hpp"

#include <cstdio>
#include <string_view>

int main() {
  // Unguarded: the fastest call, for what cannot fail.
  bool right = parse("42") == 42;

  // Guarded: a trap or a C++ exception in the side ends that call alone.
  for (const std::string_view text : {"7", "", "seven"}) {
    const wpl::result<std::int32_t> number = wpl::call_guarded(parse, text);
    if (number) {
      std::printf("%d\n", *number);
    } else {
      std::printf("no number: %s\n", number.error().text.c_str());
    }
    right = right && number.has_value() == (text == "7");
  }

  // What is not there, and what is there with another signature: known before the call.
  const wpl::module parser = wpl::module::open("parser");
  const auto read = parser.function<int(int)>("read");
  std::printf("%s\n", rb_dlerror());
  const auto wrong = parser.function<double(double)>("parse");
  std::printf("%s\n", rb_dlerror());
  const auto found = parser.function<std::int32_t(wpl::string_view<wpl::main>)>("parse");
  return right && !read && !wrong && found("8") == 8 ? 0 : 1;
}
