#include <cstdio>
#include <cstdlib>
#include "effect.hpp"

void effect::progress(int percent) { std::printf("%d %%\n", percent); }

int main() {
  wpl::open_plugin<effect>("darken.wasm", {.as = "darken"}, [](wpl::result<wpl::plugin<effect>> opened) {
    if (!opened) {
      std::puts(opened.error().text.c_str());
      std::exit(1);
    }
    const wpl::plugin<effect> &darken = *opened;
    std::printf("brightness 200 becomes %d\n", effect::apply(darken, 200));
    if (effect::quality.exists(darken)) std::printf("quality %d\n", effect::quality(darken));
    const wpl::result<int> result = effect::apply.call_guarded(darken, -1);
    std::printf("%s\n", result ? "no error" : result.error().text.c_str());
  });
}
