#include <wasm_pseudo_link/local_view.hpp>

#include "at_address.hpp"
#include "memories.hpp"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <ranges>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using view = wpl::local_view<std::int16_t, other>;
static_assert(std::ranges::contiguous_range<view> && std::ranges::contiguous_range<const view>);
static_assert(std::same_as<std::ranges::range_reference_t<const view>, const std::int16_t &>);
static_assert(!std::copy_constructible<view> && std::move_constructible<view>);
static_assert(std::ranges::contiguous_range<wpl::local_view<int>>);

template <class M>
class LocalView : public memory_test<M> {};
TYPED_TEST_SUITE(LocalView, memories);

TYPED_TEST(LocalView, works_in_place_as_one_expression) {
  const auto p = this->put(std::vector<std::int16_t>{3, 1, 2});
  std::ranges::sort(wpl::local_view(p, 3));
  EXPECT_EQ(this->template get<std::int16_t>(), (std::vector<std::int16_t>{1, 2, 3}));
  std::ranges::reverse(wpl::local_view(wpl::remote_span(p, 2)));
  EXPECT_EQ(this->template get<std::int16_t>(), (std::vector<std::int16_t>{2, 1, 3}));
}

TYPED_TEST(LocalView, of_const_reads) {
  const wpl::remote_ptr<const std::int16_t, TypeParam> p = this->put(std::vector<std::int16_t>{3, 1, 2});
  wpl::local_view v(p, 3);
  static_assert(std::same_as<std::ranges::range_reference_t<decltype(v)>, const std::int16_t &>);
  EXPECT_EQ(std::accumulate(v.begin(), v.end(), 0), 6);
}

TYPED_TEST(LocalView, over_aligned_elements) {
  struct alignas(64) block {
    int value[16];
  };
  const auto p = this->put(std::vector<std::int32_t>(32, 5));
  wpl::local_view v(at_address<wpl::remote_ptr<block, TypeParam>>(p.local_address()), 2);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(v.data()) % 64, 0u);
  EXPECT_EQ(v[1].value[15], 5);
}

TEST(LocalViewHere, over_a_plain_pointer_is_the_range_itself) {
  std::vector<std::int16_t> values{3, 1, 2};
  std::ranges::sort(wpl::local_view(values.data(), 3));
  EXPECT_EQ(values, (std::vector<std::int16_t>{1, 2, 3}));
  wpl::local_view v(values.data(), 3);
  EXPECT_EQ(v.data(), values.data());
  EXPECT_EQ(wpl::local_view(std::span(values)).size(), 3u);
}

class LocalViewCost : public testing::Test {
 protected:
  using calls = wpl::testing::loopback_calls;
  void SetUp() override {
    other::memory().assign(20, std::byte{1});
    other::calls() = {};
  }
  wpl::remote_ptr<std::uint8_t, other> p = at_address<wpl::remote_ptr<std::uint8_t, other>>(10);
};

TEST_F(LocalViewCost, writes_back_only_if_it_was_open_for_writing) {
  {
    wpl::local_view v(p, 10);
    EXPECT_EQ(std::as_const(v)[3], 1);
    EXPECT_EQ(std::ranges::count(std::as_const(v), 1), 10);
  }
  EXPECT_EQ(other::calls(), (calls{0, 0, 1, 10}));
  {
    wpl::local_view v(p, 10);
    v[3] = 9;
  }
  EXPECT_EQ(other::calls(), (calls{0, 0, 3, 30}));
  EXPECT_EQ(other::memory()[13], std::byte{9});
}

TEST_F(LocalViewCost, write_back_now_and_discard) {
  wpl::local_view v(p, 10);
  v[0] = 2;
  EXPECT_EQ(other::memory()[10], std::byte{1});
  v.write_back();
  EXPECT_EQ(other::memory()[10], std::byte{2});
  EXPECT_EQ(other::calls().copies, 2u);
  v.write_back();
  EXPECT_EQ(other::calls().copies, 2u) << "nothing new to write";
  v[0] = 3;
  v.discard();
  v.write_back();
  EXPECT_EQ(other::memory()[10], std::byte{2});
}

TEST_F(LocalViewCost, of_nothing_does_nothing) {
  std::ranges::sort(wpl::local_view(p, 0));
  wpl::local_view v(at_address<wpl::remote_ptr<std::uint8_t, other>>(0xffff'ffff), 0);
  EXPECT_TRUE(v.empty() && v.begin() == v.end());
  EXPECT_EQ(other::calls(), calls{});
}

TEST_F(LocalViewCost, moved_view_writes_once) {
  {
    wpl::local_view a(p, 10);
    a[0] = 5;
    const auto b = std::move(a);
    EXPECT_EQ(b[0], 5);
    EXPECT_TRUE(a.empty());  // NOLINT: that is the point
  }
  EXPECT_EQ(other::calls().copies, 2u);
  EXPECT_EQ(other::memory()[10], std::byte{5});
}

TEST_F(LocalViewCost, an_exception_writes_back_as_work_in_place_would) {
  try {
    wpl::local_view v(p, 10);
    v[1] = 8;
    throw 1;
  } catch (int) {
  }
  EXPECT_EQ(other::memory()[11], std::byte{8});
}

TEST_F(LocalViewCost, out_of_bounds_and_oversize_leak_nothing) {
  EXPECT_THROW(wpl::local_view(p, 11), precondition_broken);
  const auto q = at_address<wpl::remote_ptr<std::int64_t, other>>(0);
  EXPECT_THROW(wpl::local_view(q, 0x2000'0001), precondition_broken);
}

}  // namespace
