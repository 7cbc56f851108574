// Opens plugins by the addresses in its arguments and prints what they do, a line each.
#include <array>
#include <cstdio>
#include <string>
#include "effect.hpp"

namespace {

int last_percent = 0;
std::array<std::uint8_t, 4> pixels{1, 2, 3, 250};

void use(const wpl::plugin<effect> &plugin) {
  std::printf("apply %d after %d %%\n", effect::apply(plugin, 200), last_percent);
  std::printf("move %g\n", effect::move(plugin, {1, 2, 4}, true, 1LL << 40));
  std::printf("quality %d speed %d\n", effect::quality.exists(plugin), effect::speed.exists(plugin));
  if (effect::quality.exists(plugin)) std::printf("is %d\n", effect::quality(plugin));
  const wpl::result<int> failed = effect::apply.call_guarded(plugin, -1);
  std::printf("failed: %s\n", failed ? "no" : failed.error().text.c_str());
  std::printf("guarded %d\n", effect::apply.call_guarded(plugin, 8).value_or(0));
}

void opened(rb_handle handle, void *) {
  if (handle == RB_NONE) return void(std::printf("C: %s\n", rb_dlerror()));
  using function = int (*)(int);
  std::printf("C: apply %d\n", reinterpret_cast<function>(rb_dlsym(handle, "apply:ii"))(6));
  std::printf("C: closed %d\n", rb_dlclose(handle));
}

}  // namespace

void effect::progress(int percent) { last_percent = percent; }

int main(int count, char **arguments) {
  for (int i = 1; i < count; ++i) {
    const std::string address = arguments[i];
    wpl::open_plugin<effect>(address.c_str(), {.as = "one \"" + std::to_string(i) + '"'},
                             [address](wpl::result<wpl::plugin<effect>> plugin) {
                               if (!plugin) return void(std::printf("%s\n", plugin.error().text.c_str()));
                               use(*plugin);
                               rb_open_async(address.c_str(), "effect", nullptr, opened, nullptr);
                             });
  }
}
