#include "asker.hpp"
#include "check.hpp"
#include "plugin.hpp"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

void check_functions_direct();
void check_functions_none();
void check_functions_guarded();

namespace {

using step_callback = wpl::callback<std::int32_t(std::int32_t), wpl::modules::functions_plugin>;
using offered_step = std::int32_t (*)(std::int32_t);

void check_asker() {
  CHECK(ask(5).at[63] == 5 && ask(5).at[0] == 68);
  CHECK(ask_about(nullptr) == 0 + 1 + 2 + 3 + 4000 + 5);
  CHECK(ask_guarded());
}

// Opens the plugin, uses it, and lets go of it: what is left over afterwards.
struct leftovers {
  step_callback callback;
  offered_step offered = nullptr;
  wpl::function<std::int32_t(std::int32_t, std::int32_t)> area;
};

leftovers use_plugin(const wpl::module &plugin) {
  leftovers left;
  left.area = plugin.function<std::int32_t(std::int32_t, std::int32_t)>("area");
  CHECK(left.area && left.area(6, 7) == 42 && *left.area.call_guarded(2, 3) == 6);
  const std::vector<std::int32_t> values{1, 2, 3};
  const auto total = plugin.function<summary(wpl::span<const std::int32_t, wpl::main>)>("total");
  CHECK((total(values) == summary{0.5, 3, 6}));

  left.callback = step_callback([offset = 5](std::int32_t n) { return n + offset; });
  plugin.function<void(plugin_step)>("plugin_keep")(left.callback.pointer());
  CHECK(plugin.function<std::int32_t(std::int32_t)>("plugin_run")(1) == 6);
  left.offered = plugin.function<wpl::function_ptr<std::int32_t(std::int32_t), wpl::main>()>("offer")();
  CHECK(left.offered(1) == 1001);
  return left;
}

int asynchronous = -1;

}  // namespace

// For the sides that look something up in main.
extern "C" __attribute__((used)) std::int32_t main_twice(std::int32_t n) { return 2 * n; }

// Called by functions.test.mjs. The plugin is open: JavaScript has opened it.
extern "C" __attribute__((used)) int check_plugin() {
  const int before = failures;
  wpl::module plugin = wpl::module::open("functions_plugin");
  CHECK(plugin);
  leftovers left = use_plugin(plugin);
  plugin.reset();
  CHECK(!plugin && rb_find("functions_plugin") != RB_NONE);
  return failures - before;
}

// The plugin is closed: a module, a callback and functions that live longer than it.
extern "C" __attribute__((used)) int check_without_plugin() {
  const int before = failures;
  CHECK(!wpl::module::open("functions_plugin") && says(rb_dlerror(), "rb_dlopen_async"));
  CHECK(!step_callback([](std::int32_t n) { return n; }) && says(rb_dlerror(), "not open"));
  wpl::module::open_async("functions_plugin", [counted = 1](wpl::module plugin) mutable {
    const int earlier = failures;
    CHECK(plugin && counted++ == 1);
    auto left = std::optional(use_plugin(plugin));
    const auto guarded = reinterpret_cast<offered_step>(rb_guard(reinterpret_cast<rb_fn>(left->offered), "ii"));
    CHECK(guarded(1) == 1001);
    plugin.reset();  // the only one that held it
    CHECK(rb_find("functions_plugin") == RB_NONE && says(rb_dlerror(), "not open"));
    const rb_fn now = rb_guard(reinterpret_cast<rb_fn>(left->offered), "ii");
    CHECK(now != nullptr && reinterpret_cast<offered_step>(now)(1) == 0 && says(rb_call_error(), "taken back"));
    left.reset();
    CHECK(rb_dlerror() == nullptr);
    asynchronous = failures - earlier;
  });
  wpl::module::open_async("nobody", [](wpl::module none) { CHECK(!none && says(rb_dlerror(), "nobody")); });
  return failures - before;
}

// -1 until the plugin was opened, then how many checks of that have failed.
extern "C" __attribute__((used)) int asynchronous_failures() { return asynchronous; }

int main() {
  check_functions_direct();
  check_functions_none();
  check_functions_guarded();
  check_asker();
  CHECK(rb_dlerror() == nullptr);
  return failures == 0 ? 0 : 1;
}
