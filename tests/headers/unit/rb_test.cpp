// rb.h and memory.h, called from C++ and C99 (rb_c99.c). Built three times, as in a main module, in a side with ACCESS
// ACCESSOR and in one with ACCESS POINTER: the same calls, reached in different ways.
#include <wasm_pseudo_link/main.hpp>
#include <wasm_pseudo_link/memory.h>
#include <wasm_pseudo_link/ptr.hpp>
#include <wasm_pseudo_link/rb.h>

#include "memories.hpp"
#include "rb_c99.h"
#include "rb_mock.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

WPL_DECLARE_MEMORY(sorter)
namespace wpl::modules {
struct sorter : wpl::testing::loopback<sorter> {};
}  // namespace wpl::modules
WPL_DEFINE_OWN_MODULE_TAG(mine)

#if WPL_DETAIL_RB_IMPORTED
extern "C" rb_fn rbBridge(rb_handle library, const char *name) { return rb_mock::bridge(library, name); }
#endif

#if WPL_DETAIL_ACCESSOR_IMPORTED
extern "C" {
int8_t sorter_getI8(uint32_t a) { return other::getI8(a); }
int16_t sorter_getI16(uint32_t a) { return other::getI16(a); }
int32_t sorter_getI32(uint32_t a) { return other::getI32(a); }
int64_t sorter_getI64(uint32_t a) { return other::getI64(a); }
float sorter_getF32(uint32_t a) { return other::getF32(a); }
double sorter_getF64(uint32_t a) { return other::getF64(a); }
void sorter_setI8(uint32_t a, int8_t value) { other::setI8(a, value); }
void sorter_setI16(uint32_t a, int16_t value) { other::setI16(a, value); }
void sorter_setI32(uint32_t a, int32_t value) { other::setI32(a, value); }
void sorter_setI64(uint32_t a, int64_t value) { other::setI64(a, value); }
void sorter_setF32(uint32_t a, float value) { other::setF32(a, value); }
void sorter_setF64(uint32_t a, double value) { other::setF64(a, value); }
}
#endif

#if WPL_DETAIL_BRIDGE_IMPORTED
extern "C" {
void sorter_mts_memcpy(uint32_t dest, uint32_t src, uint32_t size) {
  using copy = void (*)(uint32_t, uint32_t, uint32_t);
  reinterpret_cast<copy>(rb_mock::bridge(rb_mock::sorter, "mts_memcpy"))(dest, src, size);
}
void sorter_stm_memcpy4(uint32_t dest, uint32_t src) {
  using copy = void (*)(uint32_t, uint32_t);
  reinterpret_cast<copy>(rb_mock::bridge(rb_mock::sorter, "stm_memcpy4"))(dest, src);
}
}
#endif

namespace {

class Rb : public testing::Test {
 protected:
  void SetUp() override {
#if !WPL_DETAIL_RB_IMPORTED
    if (!before_bridge_checked_) {
      before_bridge_checked_ = true;
      check_before_bridge();
    }
#endif
    rb_set_bridge(rb_mock::bridge);
    rb_mock::lookups.clear();
    rb_mock::missing.clear();
    rb_mock::dl_error.clear();
    rb_mock::call_error.clear();
    rb_mock::last_call_error.clear();
    rb_mock::bound.clear();
    rb_mock::released.clear();
    other::memory().assign(100, std::byte{0});
  }

  static std::ptrdiff_t count(const std::string &lookup) { return std::ranges::count(rb_mock::lookups, lookup); }

 private:
  [[maybe_unused]] static inline bool before_bridge_checked_ = false;

  // A POINTER side before its init function has given it rbBridge.
  [[maybe_unused]] static void check_before_bridge() {
    EXPECT_EQ(rb_dlopen("sorter"), RB_NONE);
    EXPECT_EQ(rb_dlsym(1, "f"), nullptr);
    EXPECT_EQ(rb_dlclose(1), -1);
    EXPECT_EQ(rb_self(), RB_NONE);
    EXPECT_EQ(rb_call_error(), nullptr);
    EXPECT_EQ(rb_lend(RB_MAIN, nullptr), 0u);
    EXPECT_EQ(rb_lend_bound(RB_MAIN, nullptr, nullptr, "v"), 0u);
    EXPECT_EQ(rb_lend_bound_guarded(RB_MAIN, nullptr, nullptr, "v"), 0u);
    EXPECT_EQ(rb_take_back(RB_MAIN, 100), -1);
    EXPECT_EQ(rb_guard(nullptr, "v"), nullptr);
    EXPECT_EQ(rb_find("sorter"), RB_NONE);
    EXPECT_EQ(rb_last_call_error(nullptr, 0), 0u);
    rb_release(1);
    rb_on_call_error(nullptr, nullptr);
    bool called = false;
    rb_dlopen_async(
        "sorter", [](rb_handle handle, void *user) { *static_cast<bool *>(user) = handle == RB_NONE; }, &called);
    EXPECT_TRUE(called);
    EXPECT_NE(std::string(rb_dlerror()).find("rb_set_bridge"), std::string::npos);
    EXPECT_NE(std::string(c99_dlerror()).find("rb_set_bridge"), std::string::npos);
    EXPECT_THROW(sorter_getI32(0), precondition_broken);
  }
};

TEST_F(Rb, opens_looks_up_calls_and_closes) {
  const rb_handle handle = rb_dlopen("sorter");
  ASSERT_EQ(handle, rb_mock::sorter);
  const auto add_one = reinterpret_cast<std::int32_t (*)(std::int32_t)>(rb_dlsym(handle, "add_one"));
  ASSERT_NE(add_one, nullptr);
  EXPECT_EQ(add_one(41), 42);
  EXPECT_NE(rb_dlsym_guarded(handle, "add_one:ii"), nullptr);
  EXPECT_EQ(rb_dlclose(handle), 0);
  EXPECT_EQ(rb_dlclose(77), -1);
  EXPECT_EQ(rb_dlerror(), nullptr);
  EXPECT_EQ(rb_dlopen("main"), RB_MAIN);
  EXPECT_EQ(rb_dlopen(nullptr), RB_MAIN);
  EXPECT_EQ(rb_self(), RB_MAIN);
}

TEST_F(Rb, from_c99) {
  c99_set_bridge(rb_mock::bridge);
  EXPECT_EQ(c99_call_by_name(1), 2);
  EXPECT_EQ(c99_get_and_set(4, 7), 0);
  EXPECT_EQ(c99_get_and_set(4, 8), 7);
  EXPECT_EQ(other::getI32(4), 8);
  EXPECT_EQ(c99_all_elements(20), -1 - 2 - 4 + 0.75);
  c99_copy(1, 2, 3);
  EXPECT_EQ(count("mts 1 2 3"), 1);
  EXPECT_EQ(count("stm4 2 1"), 1);
}

TEST_F(Rb, errors_are_read_once) {
  EXPECT_EQ(rb_dlopen("nobody"), RB_NONE);
  EXPECT_STREQ(rb_dlerror(), "no module nobody");
  EXPECT_EQ(rb_dlerror(), nullptr);
  EXPECT_EQ(rb_dlsym(rb_mock::sorter, "nothing"), nullptr);
  EXPECT_STREQ(c99_dlerror(), "sorter has no function nothing");
  rb_mock::call_error = "sorter: add_one: unreachable";
  EXPECT_STREQ(rb_call_error(), "sorter: add_one: unreachable");
  EXPECT_EQ(rb_call_error(), nullptr);
}

TEST_F(Rb, long_errors_are_cut_and_terminated) {
  rb_mock::dl_error = std::string(5000, 'x');
  EXPECT_EQ(std::string(rb_dlerror()), std::string(1023, 'x'));
}

TEST_F(Rb, opening_later_calls_back) {
  rb_handle handle = 99;
  const auto note = [](rb_handle h, void *user) { *static_cast<rb_handle *>(user) = h; };
  rb_dlopen_async("sorter", note, &handle);
  EXPECT_EQ(handle, rb_mock::sorter);
  rb_dlopen_async("nobody", note, &handle);
  EXPECT_EQ(handle, RB_NONE);
}

TEST_F(Rb, on_call_error_passes_the_users_pointer) {
  int seen = 0;
  rb_on_call_error([](void *user) { *static_cast<int *>(user) = 1; }, &seen);
  EXPECT_EQ(seen, 1);
}

TEST_F(Rb, lends_towards_main_and_towards_sides) {
  const rb_fn f = [] {};
  EXPECT_EQ(rb_lend(RB_MAIN, f), 100u);
  EXPECT_EQ(rb_take_back(RB_MAIN, 100), 0);
  EXPECT_EQ(rb_take_back(RB_MAIN, 200), -1);
  EXPECT_EQ(rb_lend(rb_mock::sorter, f), 200u);
  EXPECT_EQ(rb_take_back(rb_mock::sorter, 200), 0);
  EXPECT_EQ(rb_lend_guarded(rb_mock::sorter, f, "vi"), 300u);
  EXPECT_EQ(rb_take_back(rb_mock::sorter, 300), 0);
  EXPECT_EQ(rb_bridge_for(rb_mock::sorter), 200u);
  EXPECT_EQ(rb_lend(44, f), 0u) << "no such module";
  EXPECT_EQ(rb_take_back(44, 100), -1);
  EXPECT_EQ(rb_bridge_for(44), 0u);
}

TEST_F(Rb, lends_with_a_context) {
  int context = 0;
  const rb_fn f = [] {};
  const std::uint32_t lent = rb_lend_bound(rb_mock::sorter, f, &context, "vii");
  ASSERT_EQ(lent, 1000u);
  EXPECT_EQ(rb_mock::bound[0].function, f);
  EXPECT_EQ(rb_mock::bound[0].context, &context);
  EXPECT_EQ(rb_mock::bound[0].signature, "vii");
  EXPECT_FALSE(rb_mock::bound[0].guarded);
  EXPECT_EQ(rb_lend_bound_guarded(rb_mock::sorter, f, &context, "v"), 1001u);
  EXPECT_TRUE(rb_mock::bound[1].guarded);
  EXPECT_EQ(rb_take_back(rb_mock::sorter, lent), 0);
  EXPECT_EQ(rb_take_back(rb_mock::sorter, lent), -1);
}

TEST_F(Rb, finds_without_counting_and_releases_without_errors) {
  EXPECT_EQ(rb_find("sorter"), rb_mock::sorter);
  EXPECT_EQ(rb_find("nobody"), RB_NONE);
  EXPECT_STREQ(rb_dlerror(), "no module nobody");
  rb_release(rb_mock::sorter);
  EXPECT_EQ(rb_mock::released, std::vector<rb_handle>{rb_mock::sorter});
}

TEST_F(Rb, no_handle_is_never_the_library_of_services) {
  EXPECT_EQ(rb_bridge(RB_NONE, "rb_dlopen"), nullptr);
  EXPECT_EQ(rb_lend(RB_NONE, [] {}), 0u);
  EXPECT_EQ(rb_bridge_for(RB_NONE), 0u);
  EXPECT_EQ(count("0:mts_addFnPtr"), 0);
}

TEST_F(Rb, the_last_call_error_stays) {
  rb_mock::last_call_error = "sorter: add_one: unreachable";
  char buffer[8];
  EXPECT_EQ(rb_last_call_error(nullptr, 0), 28u);
  EXPECT_NE(rb_last_call_error(buffer, 8), 0u);
  EXPECT_STREQ(buffer, "sorter:");
  EXPECT_EQ(rb_last_call_error(nullptr, 0), 28u);
}

// In C++20 the macro gives the typed pointer; rb_c99.c has what C gets.
#if defined(WPL_MAIN_MODULE)
static_assert(std::is_same_v<WPL_PTR(const std::int16_t, main), const std::int16_t *>);
#else
static_assert(std::is_same_v<WPL_PTR(const std::int16_t, main), wpl::remote_ptr<const std::int16_t, wpl::main>>);
#endif
static_assert(std::is_same_v<WPL_PTR(std::int16_t, sorter), wpl::remote_ptr<std::int16_t, wpl::modules::sorter>>);
static_assert(std::is_same_v<WPL_PTR(std::int16_t, mine), std::int16_t *>);

TEST_F(Rb, looks_each_service_up_once) {
  static_cast<void>(rb_dlopen("sorter"));
  static_cast<void>(sorter_getI32(0));
  rb_mock::lookups.clear();
  for (int i = 0; i < 3; ++i) {
    static_cast<void>(rb_dlopen("sorter"));
    static_cast<void>(sorter_getI32(0));
  }
  EXPECT_EQ(count("0:rb_dlopen"), 0);
  EXPECT_EQ(count("5:getI32"), 0);
}

TEST_F(Rb, bridge_finds_functions_of_a_module) {
  EXPECT_EQ(rb_bridge(rb_mock::sorter, "rbBridge"), reinterpret_cast<rb_fn>(rb_mock::bridge));
  EXPECT_NE(rb_bridge(RB_MAIN, "getI32"), nullptr);
  EXPECT_NE(rb_bridge(rb_mock::sorter, "add_one"), nullptr);
}

#if !WPL_DETAIL_BRIDGE_IMPORTED
TEST_F(Rb, a_memory_function_that_is_not_found_is_a_failure_and_asked_again) {
  rb_mock::missing = {"stm_memcpy"};
  EXPECT_THROW(sorter_stm_memcpy(1, 2, 3), precondition_broken);
  EXPECT_THROW(sorter_stm_memcpy(1, 2, 3), precondition_broken);
  EXPECT_EQ(count("5:stm_memcpy"), 2);
}
#endif

}  // namespace
