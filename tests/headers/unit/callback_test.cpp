// wpl::callback over a stand-in for the loader (rb_mock.hpp): what is lent, with which context, and when it ends.
#include <wasm_pseudo_link/callback.hpp>

#include "memories.hpp"
#include "rb_mock.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

namespace {

// A module that the stand-in knows.
struct sorter_tag : wpl::testing::loopback<sorter_tag> {
  static constexpr const char *module_name = "sorter";
};
struct nobody_tag : wpl::testing::loopback<nobody_tag> {
  static constexpr const char *module_name = "nobody";
};

using step = wpl::callback<std::int32_t(std::int32_t), sorter_tag>;

class Callback : public testing::Test {
 protected:
  void SetUp() override {
    rb_set_bridge(rb_mock::bridge);
    rb_mock::bound.clear();
    rb_mock::dl_error.clear();
  }

  // Calls a pointer as the loader's wasm function does.
  static std::int32_t call(const step &lent, std::int32_t n) {
    const auto &bound = rb_mock::bound.at(lent.pointer().local_index() - 1000);
    return reinterpret_cast<std::int32_t (*)(void *, std::int32_t)>(bound.function)(bound.context, n);
  }
  static bool is_lent(std::size_t index) { return rb_mock::bound.at(index).function != nullptr; }
};

std::int32_t twice(std::int32_t n) { return 2 * n; }

TEST_F(Callback, lends_lambdas_functions_and_references) {
  std::int32_t sum = 0;
  const step adds([&sum](std::int32_t n) { return sum += n; });
  EXPECT_EQ(call(adds, 4) + call(adds, 3), 4 + 7);
  EXPECT_EQ(rb_mock::bound[0].handle, rb_mock::sorter);
  EXPECT_EQ(rb_mock::bound[0].signature, "ii");
  EXPECT_FALSE(rb_mock::bound[0].guarded);

  EXPECT_EQ(call(step(twice), 4), 8);
  const step stateless([](std::int32_t n) { return n - 1; });
  EXPECT_EQ(call(stateless, 4), 3);
  EXPECT_EQ(rb_mock::bound[2].context, nullptr) << "nothing is captured, nothing allocated";

  auto counter = [n = 0](std::int32_t more) mutable { return n += more; };
  const step shared(std::ref(counter));
  EXPECT_EQ(call(shared, 5), 5);
  EXPECT_EQ(counter(1), 6);
  EXPECT_EQ(rb_mock::bound[3].context, &counter);

  const step owns([p = std::make_unique<int>(7)](std::int32_t n) { return n + *p; });
  EXPECT_EQ(call(owns, 1), 8);
  const step large([a = std::array<int, 500>{}](std::int32_t n) { return n + a[499]; });
  EXPECT_EQ(call(large, 1), 1);
  const step guarded(wpl::guarded, twice);
  EXPECT_TRUE(rb_mock::bound[6].guarded);
}

TEST_F(Callback, ends_once_and_takes_its_lambda_along) {
  const auto token = std::make_shared<int>(1);
  {
    step a([token](std::int32_t n) { return n; });
    EXPECT_EQ(token.use_count(), 2);
    step b(std::move(a));
    EXPECT_FALSE(a);  // NOLINT: asked on purpose
    EXPECT_EQ(a.pointer(), nullptr);
    EXPECT_EQ(call(b, 6), 6);
    a = std::move(b);
    EXPECT_TRUE(is_lent(0));
    a = step(twice);
    EXPECT_EQ(token.use_count(), 1);
    EXPECT_FALSE(is_lent(0));
    EXPECT_TRUE(is_lent(1));
    a.reset();
    a.reset();
    EXPECT_FALSE(a || is_lent(1));
  }
  EXPECT_EQ(rb_mock::bound.size(), 2u);
}

TEST_F(Callback, to_a_module_that_is_not_open_is_empty) {
  const auto token = std::make_shared<int>(1);
  const wpl::callback<void(), nobody_tag> none([token] {});
  EXPECT_FALSE(none);
  EXPECT_EQ(token.use_count(), 1);
  EXPECT_STREQ(rb_dlerror(), "no module nobody");
  EXPECT_FALSE(step());
}

TEST_F(Callback, parameters_become_wasm_values) {
  enum class color : std::uint8_t { red };
  using wide = wpl::callback<double(std::int64_t, float, color, bool, wpl::ptr<int, sorter_tag>), sorter_tag>;
  const wide lent([](std::int64_t a, float b, color, bool c, wpl::ptr<int, sorter_tag> p) {
    return static_cast<double>(a) + static_cast<double>(b) + c + p.local_address();
  });
  EXPECT_EQ(rb_mock::bound[0].signature, "djfiii");
  using function = double (*)(void *, std::int64_t, float, std::uint8_t, std::uint32_t, std::uint32_t);
  const auto call = reinterpret_cast<function>(rb_mock::bound[0].function);
  EXPECT_EQ(call(rb_mock::bound[0].context, 1000, 0.5f, 0, 1, 20), 1021.5);
}

TEST_F(Callback, function_pointers_know_their_module) {
  using remote = wpl::function_ptr<int(int), sorter_tag>;
  static_assert(sizeof(remote) == 4 && std::is_trivially_copyable_v<remote>);
  static_assert(std::is_same_v<remote, wpl::remote_function<int(int), sorter_tag>>);
  static_assert(std::is_same_v<wpl::function_ptr<int(int), wpl::main>, int (*)(int)> == wpl::main::is_this_module);
  EXPECT_FALSE(remote{});
  EXPECT_EQ(remote(nullptr), remote());
  const auto known = wpl::unsafe_function_ptr<int(int), sorter_tag>(17, "a test");
  EXPECT_EQ(known.local_index(), 17u);
  EXPECT_TRUE(known);
}

}  // namespace
