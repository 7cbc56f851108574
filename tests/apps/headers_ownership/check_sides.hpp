// Main's checks of the sides and askers of these apps.
#pragma once

#include "check.hpp"
#include "rounds.hpp"

#include <wasm_pseudo_link/main.hpp>
#include <wasm_pseudo_link/rb.h>

#include <emscripten/heap.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace std::string_view_literals;

// A side's API under names that are the same for all sides.
#define SIDE(side)                                          \
  struct side {                                             \
    using tag = wpl::modules::side;                         \
    static constexpr const char *name = #side;              \
    static constexpr auto init = side##_init;               \
    static constexpr auto sum = side##_sum;                 \
    static constexpr auto take = side##_take;               \
    static constexpr auto take_in_c = side##_take_in_c;     \
    static constexpr auto make = side##_make;               \
    static constexpr auto make_in_c = side##_make_in_c;     \
    static constexpr auto greet = side##_greet;             \
    static constexpr auto take_text = side##_take_text;     \
    static constexpr auto last_text = side##_last_text;     \
    static constexpr auto memory_size = side##_memory_size; \
  };

#define SIDE_THAT_REACHES_MAIN(side)                              \
  struct side##_and_main {                                        \
    static constexpr const char *name = #side " in main";         \
    static constexpr auto make_in_main = side##_make_in_main;     \
    static constexpr auto take_of_main = side##_take_of_main;     \
    static constexpr auto greet_in_main = side##_greet_in_main;   \
    static constexpr auto length_in_main = side##_length_in_main; \
    static constexpr auto rounds_in_main = side##_rounds_in_main; \
    static constexpr const char *module = #side;                  \
  };

template <class F>
F function(const char *module, const char *name) {
  return reinterpret_cast<F>(rb_dlsym(rb_dlopen(module), name));
}

// Main's buffers in a side's memory.
template <class Side>
void check_buffers() {
  using numbers_there = wpl::buffer<std::int32_t, typename Side::tag>;
  const std::vector<std::int32_t> values{1, -2, 30};
  numbers_there numbers(values);
  CHECK(Side::sum(numbers.data(), 3) == 29);
  numbers[1] = 2;
  CHECK(Side::sum(numbers.span().first(2).data(), 2) == 3);
  CHECK(Side::take(numbers.release(), 3) == 33);
  CHECK(Side::take_in_c(numbers_there(values).release(), 3) == 29);

  const auto made = numbers_there::adopt(Side::make(1000), 1000);
  CHECK(std::accumulate(made.begin(), made.end(), 0) == 500500);
  const auto made_in_c = numbers_there::adopt(Side::make_in_c(3), 3);
  CHECK(made_in_c[2] == 3);
  CHECK(numbers_there().data() == nullptr && numbers_there(0).empty());

  // Main's own buffers are the same code.
  wpl::buffer<std::int32_t, wpl::main> own(made);
  CHECK(own[999] == 1000);
  std::free(own.release());
}

template <class Side>
void check_strings() {
  using text_there = wpl::string<typename Side::tag>;
  const text_there name("Ada");
  const auto greeting = text_there::adopt(Side::greet(name.c_str()));
  CHECK(greeting.size() == 10 && wpl::to_string(greeting) == "Hello, Ada");
  CHECK(wpl::to_string(text_there::adopt(Side::greet(text_there("").c_str()))) == "Hello, ");
  CHECK(Side::take_text(text_there("seven ..").release()) == 8);
  CHECK(Side::take_text(text_there("").release()) == 0);

  const text_there with_nuls("a\0b\0"sv);
  CHECK(with_nuls.size() == 4 && wpl::to_string(with_nuls) == "a\0b\0"sv);
  CHECK(wpl::to_string(with_nuls.c_str()) == "a");
  CHECK(wpl::to_string(wpl::string<wpl::main>(with_nuls.view())) == "a\0b\0"sv);

  const auto last = Side::last_text();
  CHECK(wpl::to_string(last) == "end" && wpl::strlen(last + 1) == 2 && wpl::strlen(last + 3) == 0);
  CHECK(wpl::to_string(last, 4) == "end\0"sv);
}

// The side's memory, of 24 MiB at most, is filled up, twice.
template <class Side>
void check_out_of_memory() {
  using bytes_there = wpl::buffer<std::byte, typename Side::tag>;
  CHECK(!bytes_there::try_allocate(0xffff'ffff) && !bytes_there::try_allocate(64u << 20));
  std::size_t blocks[2];
  for (std::size_t &count : blocks) {
    std::vector<bytes_there> all;
    while (auto block = bytes_there::try_allocate(1u << 20)) all.push_back(std::move(*block));
    count = all.size();
    CHECK(!wpl::string<typename Side::tag>::try_allocate(std::string(2u << 20, 'x')));
  }
  CHECK(blocks[0] > 8 && blocks[0] < 24 && blocks[0] == blocks[1]);
  CHECK(wpl::string<typename Side::tag>::try_allocate("some").has_value());
}

template <class Side>
void check_side() {
  const int before = failures;
  Side::init(reinterpret_cast<rb_bridge_fn>(rb_bridge_for(rb_dlopen(Side::name))));
  check_buffers<Side>();
  check_strings<Side>();
  CHECK(rounds<typename Side::tag>(1'000) <= 8192);
  const std::uint32_t size = Side::memory_size();
  CHECK(rounds<typename Side::tag>(1'000'000) <= 8192 && Side::memory_size() == size);
  check_out_of_memory<Side>();
  std::printf("%s: %s\n", Side::name, failures == before ? "right" : "WRONG");
}

// The side's buffers and strings in main's memory.
template <class Side>
void check_side_in_main() {
  const int before = failures;
  const auto made = wpl::buffer<std::int32_t, wpl::main>::adopt(Side::make_in_main(100), 100);
  CHECK(std::accumulate(made.begin(), made.end(), 0) == 5050);
  std::free(Side::make_in_main(3));
  const auto given = static_cast<std::int32_t *>(std::malloc(2 * sizeof(std::int32_t)));
  given[0] = 40;
  given[1] = 2;
  CHECK(Side::take_of_main(given, 2) == 42);
  CHECK(Side::take_of_main(nullptr, 0) == 0);

  const auto greeting = wpl::string<wpl::main>::adopt(Side::greet_in_main("Grace"));
  CHECK(greeting.view() == "Hello, Grace");
  CHECK(wpl::to_string(wpl::string<wpl::main>::adopt(Side::greet_in_main(""))) == "Hello, ");
  char *const last = reinterpret_cast<char *>(emscripten_get_heap_size()) - 12;
  std::memcpy(last, "eleven more", 12);
  for (std::uint32_t i = 0; i < 12; ++i) CHECK(Side::length_in_main(last + i) == 11 - i);

  CHECK(Side::rounds_in_main(1'000) <= 8192);
  const std::size_t size = emscripten_get_heap_size();
  CHECK(Side::rounds_in_main(1'000'000) <= 8192 && emscripten_get_heap_size() == size);

  const auto too_much =
      reinterpret_cast<std::int32_t (*)()>(rb_dlsym_guarded(rb_dlopen(Side::module), "too_much_of_main:i"));
  CHECK(too_much != nullptr && too_much() == 0 && rb_call_error() != nullptr);
  std::printf("%s: %s\n", Side::name, failures == before ? "right" : "WRONG");
}

inline void check_asker(const char *name) {
  const auto init = function<void (*)(std::uint32_t)>(name, "init:vi");
  const auto work = function<std::int32_t (*)()>(name, "work:i");
  CHECK(init != nullptr && work != nullptr);
  init(rb_bridge_for(rb_dlopen(name)));
  const std::int32_t step = work();
  CHECK(step == 0);
  std::printf("%s: %s\n", name, step == 0 ? "right" : "WRONG");
}
