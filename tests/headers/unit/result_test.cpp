// wpl::result: values, errors, and asking for the part that is not there.
#include <wasm_pseudo_link/result.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

namespace {

wpl::result<int> half(int n) {
  if (n % 2 != 0) return wpl::error{"odd"};
  return n / 2;
}

wpl::result<void> only_even(int n) {
  if (n % 2 != 0) return wpl::error{"odd"};
  return {};
}

TEST(Result, a_value) {
  auto r = half(6);
  ASSERT_TRUE(r.has_value() && r);
  EXPECT_EQ(*r, 3);
  *r = 4;
  EXPECT_EQ(r.value(), 4);
  EXPECT_EQ(std::as_const(r).value_or(9), 4);
  EXPECT_EQ(half(8).value(), 4);
  EXPECT_THROW(static_cast<void>(r.error()), precondition_broken);
}

TEST(Result, an_error) {
  auto r = half(3);
  ASSERT_FALSE(r.has_value() || r);
  EXPECT_EQ(r.error(), wpl::error{"odd"});
  EXPECT_EQ(r.value_or(9), 9);
  EXPECT_EQ(half(3).value_or(7), 7);
  EXPECT_THROW(static_cast<void>(*r), precondition_broken);
  EXPECT_THROW(static_cast<void>(std::as_const(r).value()), precondition_broken);
  EXPECT_THROW(static_cast<void>(half(3).value()), precondition_broken);
}

TEST(Result, members_and_moves) {
  const wpl::result<std::string> text(std::string("abc"));
  EXPECT_EQ(text->size(), 3u);
  wpl::result<std::unique_ptr<int>> owner(std::make_unique<int>(5));
  const std::unique_ptr<int> taken = *std::move(owner);
  EXPECT_EQ(*taken, 5);
  EXPECT_EQ(wpl::result<std::unique_ptr<int>>(wpl::error{}).value_or(nullptr), nullptr);
}

TEST(Result, of_nothing) {
  EXPECT_TRUE(only_even(2).has_value());
  EXPECT_TRUE(only_even(2));
  *only_even(2);
  only_even(2).value();
  const auto r = only_even(3);
  ASSERT_FALSE(r);
  EXPECT_EQ(r.error().text, "odd");
  EXPECT_THROW(r.value(), precondition_broken);
  EXPECT_THROW(*r, precondition_broken);
  EXPECT_THROW(static_cast<void>(only_even(2).error()), precondition_broken);
}

}  // namespace
