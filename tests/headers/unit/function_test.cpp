// wpl::module and wpl::function over a stand-in for the loader (rb_mock.hpp).
#include <wasm_pseudo_link/module.hpp>

#include "memories.hpp"
#include "rb_mock.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace {

struct twelve {
  std::uint8_t at[12];
};

class Function : public testing::Test {
 protected:
  void SetUp() override {
    rb_set_bridge(rb_mock::bridge);
    rb_mock::dl_error.clear();
    rb_mock::last_call_error.clear();
    rb_mock::released.clear();
  }
};

using Module = Function;

TEST_F(Function, is_looked_up_with_its_signature_and_called) {
  const wpl::module sorter = wpl::module::open("sorter");
  const auto add_one = sorter.function<std::int32_t(std::int32_t)>("add_one");
  ASSERT_TRUE(add_one);
  EXPECT_EQ(add_one(41), 42);
  const auto word = sorter.function<std::uint64_t(twelve)>("twelve_bytes");
  EXPECT_EQ(word(twelve{{5, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0}}), 12u);
}

TEST_F(Function, of_another_signature_is_not_found) {
  const wpl::function<float(std::int32_t)> wrong(rb_mock::sorter, "add_one");
  EXPECT_FALSE(wrong);
  EXPECT_STREQ(rb_dlerror(), "sorter has no function add_one:fi");
}

TEST_F(Function, an_empty_one_cannot_be_called) {
  const wpl::function<std::int32_t(std::int32_t)> empty;
  EXPECT_FALSE(empty);
  EXPECT_THROW(empty(1), precondition_broken);
  EXPECT_NE(empty.call_guarded(1).error().text.find("empty"), std::string::npos);
}

TEST_F(Function, a_guarded_call_is_a_value_or_an_error) {
  const wpl::function<std::int32_t(std::int32_t)> add_one(rb_mock::sorter, "add_one");
  EXPECT_EQ(*add_one.call_guarded(1), 2);
  EXPECT_EQ(wpl::call_error_stack(), "");
  rb_mock::last_call_error = "sorter.add_one trapped";
  EXPECT_EQ(add_one.call_guarded(1).error().text, "sorter.add_one trapped");
  EXPECT_EQ(wpl::call_error_stack(), "    at sorter.area");
}

TEST_F(Function, a_name_that_is_no_name) {
  EXPECT_THROW((wpl::function<void()>(rb_mock::sorter, std::string(600, 'x').c_str())), precondition_broken);
}

TEST_F(Module, is_released_once) {
  {
    wpl::module a = wpl::module::open("sorter");
    EXPECT_TRUE(a);
    wpl::module b(std::move(a));
    EXPECT_FALSE(a);  // NOLINT: asked on purpose
    a = std::move(b);
    EXPECT_EQ(a.handle(), rb_mock::sorter);
    EXPECT_TRUE(rb_mock::released.empty());
    a = wpl::module::adopt(7);
    EXPECT_EQ(rb_mock::released, std::vector<rb_handle>{rb_mock::sorter});
  }
  EXPECT_EQ(rb_mock::released, (std::vector<rb_handle>{rb_mock::sorter, 7}));
  wpl::module c = wpl::module::adopt(8);
  EXPECT_EQ(c.release(), 8u);
  c.reset();
  EXPECT_EQ(rb_mock::released.size(), 2u);
}

TEST_F(Module, that_is_not_there_is_empty) {
  const wpl::module none = wpl::module::open("nobody");
  EXPECT_FALSE(none);
  EXPECT_EQ(none.handle(), RB_NONE);
  EXPECT_STREQ(rb_dlerror(), "no module nobody");
}

TEST_F(Module, is_opened_later) {
  rb_handle seen = 0;
  wpl::module::open_async("sorter", [&seen, text = std::string(100, 'x')](wpl::module m) { seen = m.handle(); });
  EXPECT_EQ(seen, rb_mock::sorter);
  EXPECT_EQ(rb_mock::released, std::vector<rb_handle>{rb_mock::sorter}) << "the module was dropped inside";
}

}  // namespace
