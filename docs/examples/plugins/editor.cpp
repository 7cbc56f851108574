#include <cstdio>
#include "effect.hpp"

void effect::progress(int percent) { std::printf("%d %%\n", percent); }

int main() {
  wpl::open_plugin<effect>("darken.wasm", {}, [](wpl::result<wpl::plugin<effect>> opened) {
    if (!opened) return void(std::printf("not opened: %s\n", opened.error().text.c_str()));
    const wpl::plugin<effect> &darken = *opened;
    std::printf("brightness 200 becomes %d\n", effect::apply(darken, 200));
    if (effect::quality.exists(darken)) std::printf("quality %d\n", effect::quality(darken));
  });
}
