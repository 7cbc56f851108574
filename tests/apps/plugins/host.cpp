#include "tint.hpp"

static int last_percent = 0;
static int result = 0;

void tint::progress(int percent) { last_percent = percent; }

/** What the plugin of main() has made of 200, and the percent that it told; 0 until it is open. */
extern "C" __attribute__((used, visibility("default"))) int result_and_percent() {
  return result * 1000 + last_percent;
}

int main() {
  wpl::open_plugin<tint>("warm.wasm", {.as = "by main"}, [](wpl::result<wpl::plugin<tint>> opened) {
    if (opened) result = tint::apply(*opened, 200);
  });
}
