#include "check.hpp"
#include "modes_accessor.hpp"
#include "modes_direct.hpp"
#include "modes_import.hpp"
#include "modes_pointer.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

namespace {

std::int32_t twice(std::int32_t value) { return 2 * value; }
std::int32_t crash(std::int32_t) { __builtin_trap(); }

using int_function = std::int32_t (*)(std::int32_t);

template <class F>
F as(std::uint32_t pointer) {
  return reinterpret_cast<F>(pointer);
}

// Main in the side's memory, the side in main's.
template <class Sort, class View, class Keep>
void check_memory(Sort sort_in_place, View sort_view, Keep keep) {
  const std::vector<std::int16_t> values{5, -3, 9, 1};
  std::vector<std::int16_t> v = values;
  sort_in_place(v.data(), 4);
  CHECK((v == std::vector<std::int16_t>{-3, 1, 5, 9}));
  v = values;
  sort_view(v.data(), 4);
  CHECK((v == std::vector<std::int16_t>{-3, 1, 5, 9}));

  const auto kept = keep(v.data(), 4);
  CHECK(kept[0] == -3 && kept[3] == 9);
  std::ranges::reverse(kept, kept + 4);
  CHECK(wpl::copy_n(kept, 4, v.begin()) == v.end());
  CHECK((v == std::vector<std::int16_t>{9, 5, 1, -3}));
  std::ranges::sort(wpl::local_view(kept, 4));
  CHECK(kept[0] == -3);
  wpl::copy(values, kept);
  CHECK(kept[1] == -3 && kept[2] == 9);
}

// Functions of main in the side's table, of the side in main's.
template <class Call, class Lend>
void check_functions(rb_handle side, Call call, Lend lend) {
  const rb_fn function = reinterpret_cast<rb_fn>(twice);
  const std::uint32_t lent = rb_lend(side, function);
  CHECK(lent != 0 && rb_lend(side, function) == lent);
  CHECK(call(as<int_function>(lent), 20) == 41);
  CHECK(rb_take_back(side, lent) == 0 && rb_take_back(side, lent) == 0 && rb_take_back(side, lent) == -1);
  const auto triple = as<int_function>(lend());
  CHECK(triple != nullptr && triple(5) == 15);
}

// Traps that end a guarded call and nothing else.
template <class Call, class Error>
void check_guarded(rb_handle side, Call call, Error side_call_error) {
  const auto crash_there = reinterpret_cast<std::int32_t (*)()>(rb_dlsym_guarded(side, "crash:i"));
  CHECK(crash_there != nullptr);
  int seen = 0;
  rb_on_call_error([](void *user) { ++*static_cast<int *>(user); }, &seen);
  CHECK(crash_there() == 0);
  CHECK(seen == 1);
  CHECK(says(rb_call_error(), "crash"));
  CHECK(rb_call_error() == nullptr);
  rb_on_call_error(nullptr, nullptr);
  CHECK(crash_there() == 0 && seen == 1);

  const std::uint32_t lent = rb_lend_guarded(side, reinterpret_cast<rb_fn>(crash), "ii");
  CHECK(lent != 0);
  CHECK(call(as<int_function>(lent), 20) == 1);
  CHECK(side_call_error() == 1);
  CHECK(rb_take_back(side, lent) == 0);
}

template <class Init, class Sort, class View, class Keep, class Call, class Self, class Lend, class Error>
void check_side(const char *name, Init init, Sort sort_in_place, View sort_view, Keep keep, Call call, Self self,
                Lend lend, Error side_call_error) {
  const int before = failures;
  const rb_handle side = rb_dlopen(name);
  CHECK(side != RB_NONE);
  const std::uint32_t bridge = rb_bridge_for(side);
  CHECK(bridge != 0);
  init(as<rb_bridge_fn>(bridge));
  CHECK(self() == side);
  check_memory(sort_in_place, sort_view, keep);
  check_functions(side, call, lend);
  check_guarded(side, call, side_call_error);
  std::printf("%s: %s\n", name, failures == before ? "right" : "WRONG");
}

#define CHECK_SIDE(side)                                                                                        \
  check_side(#side, side##_init, side##_sort_in_place, side##_sort_view, side##_keep, side##_call, side##_self, \
             side##_lend, side##_call_error)

void check_asker(const char *name) {
  const int before = failures;
  const rb_handle side = rb_dlopen(name);
  const auto init = reinterpret_cast<void (*)(std::uint32_t)>(rb_dlsym(side, "init:vi"));
  const auto work = reinterpret_cast<std::int32_t (*)(const std::int16_t *)>(rb_dlsym(side, "work:ii"));
  CHECK(init != nullptr && work != nullptr);
  init(rb_bridge_for(side));
  const std::int16_t values[]{1, 2, 3};
  CHECK(work(values) == 40 + 3 + 2);
  std::printf("%s: %s\n", name, failures == before ? "right" : "WRONG");
}

void check_errors() {
  CHECK(rb_self() == RB_MAIN && rb_dlopen("main") == RB_MAIN && rb_dlopen(nullptr) == RB_MAIN);
  CHECK(rb_dlerror() == nullptr);
  CHECK(rb_dlopen("nobody") == RB_NONE && says(rb_dlerror(), "nobody"));
  const rb_handle side = rb_dlopen("modes_direct");
  CHECK(rb_dlsym(side, "nothing") == nullptr && says(rb_dlerror(), "nothing"));
  CHECK(rb_dlsym(side, "crash:vii") == nullptr && says(rb_dlerror(), "crash"));
  CHECK(rb_dlsym_guarded(side, "nothing") == nullptr && says(rb_dlerror(), "nothing"));
  CHECK(rb_bridge(side, "getI128") == nullptr && says(rb_dlerror(), "getI128"));
  CHECK(rb_dlclose(side) == -1 && says(rb_dlerror(), "modes_direct"));
  CHECK(rb_dlclose(4711) == -1 && says(rb_dlerror(), "4711"));
  CHECK(rb_lend(4711, reinterpret_cast<rb_fn>(twice)) == 0 && says(rb_dlerror(), "4711"));
  CHECK(rb_lend_guarded(side, reinterpret_cast<rb_fn>(twice), "what") == 0 && says(rb_dlerror(), "what"));
  CHECK(rb_dlerror() == nullptr);
}

}  // namespace

int main() {
  CHECK_SIDE(modes_direct);
  CHECK_SIDE(modes_import);
  CHECK_SIDE(modes_accessor);
  CHECK_SIDE(modes_pointer);
  check_asker("modes_asker_direct");
  check_asker("modes_asker_accessor");
  check_asker("modes_asker_pointer");
  check_errors();
  return failures == 0 ? 0 : 1;
}
