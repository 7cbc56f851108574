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

// Modes.
struct samples {
  std::int32_t before;
  std::int16_t values[5];
  std::int16_t after;
};

TYPED_TEST(LocalView, read_only_has_const_elements_and_never_writes) {
  const auto p = this->put(std::vector<std::int16_t>{3, 1, 2});
  {
    wpl::local_view v(p, 3, wpl::read_only);
    static_assert(std::same_as<decltype(v), wpl::local_view<const std::int16_t, TypeParam>>);
    static_assert(std::same_as<std::ranges::range_reference_t<decltype(v)>, const std::int16_t &>);
    EXPECT_EQ(std::accumulate(v.begin(), v.end(), 0), 6);
    p[1] = 7;
  }
  EXPECT_EQ(this->template get<std::int16_t>(), (std::vector<std::int16_t>{3, 7, 2}));
  EXPECT_EQ(std::ranges::max(wpl::local_view(wpl::remote_span(p, 3), wpl::read_only)), 7);
}

TYPED_TEST(LocalView, write_only_starts_as_zero_bytes_and_replaces_all) {
  const auto p = this->put(std::vector<std::int16_t>{3, 1, 2});
  {
    wpl::local_view v(p, 3, wpl::write_only);
    EXPECT_TRUE(std::ranges::equal(std::as_const(v), std::vector<std::int16_t>{0, 0, 0}));
    v[1] = 9;
  }
  EXPECT_EQ(this->template get<std::int16_t>(), (std::vector<std::int16_t>{0, 9, 0}));
  std::ranges::fill(wpl::local_view(wpl::remote_span(p, 2), wpl::write_only), std::int16_t{4});
  EXPECT_EQ(this->template get<std::int16_t>(), (std::vector<std::int16_t>{4, 4, 0}));
  { const wpl::local_view untouched(p, 3, wpl::write_only); }
  EXPECT_EQ(this->template get<std::int16_t>(), (std::vector<std::int16_t>{0, 0, 0}));
}

TYPED_TEST(LocalView, write_only_discarded) {
  const auto p = this->put(std::vector<std::int16_t>{3, 1, 2});
  {
    wpl::local_view v(p, 3, wpl::write_only);
    v[0] = 9;
    v.discard();
  }
  EXPECT_EQ(this->template get<std::int16_t>(), (std::vector<std::int16_t>{3, 1, 2}));
}

TYPED_TEST(LocalView, read_write_is_the_default_by_name) {
  const auto p = this->put(std::vector<std::int16_t>{3, 1, 2});
  std::ranges::sort(wpl::local_view(p, 3, wpl::read_write));
  EXPECT_EQ(this->template get<std::int16_t>(), (std::vector<std::int16_t>{1, 2, 3}));
}

// The same lines in the module that the memory belongs to and in others.
template <class P>
void shared_code(P p) {
  std::ranges::fill(wpl::local_view(p->*&samples::values, wpl::write_only), std::int16_t{2});
  wpl::local_view(p->*&samples::values)[4] = 3;
  const wpl::local_view in(p->*&samples::values, wpl::read_only);
  p->*&samples::before = std::accumulate(in.begin(), in.end(), 0);
  wpl::local_view half((p->*&samples::values) + 1, 2, wpl::write_only);
  half[0] = 5;
}

TYPED_TEST(LocalView, of_an_array_member) {
  samples local{1, {1, 2, 3, 4, 5}, 6};
  shared_code(&local);
  EXPECT_EQ(local.before, 11);
  EXPECT_TRUE(std::ranges::equal(local.values, std::vector<std::int16_t>{2, 5, 0, 2, 3}));
  EXPECT_EQ(local.after, 6);
  const auto p = this->put(std::vector<samples>{{1, {1, 2, 3, 4, 5}, 6}});
  shared_code(p);
  EXPECT_EQ(this->template get<samples>()[0].before, 11);
  EXPECT_TRUE(std::ranges::equal(this->template get<samples>()[0].values, local.values));
  EXPECT_EQ(this->template get<samples>()[0].after, 6);
}

TEST(LocalViewHere, modes) {
  std::int16_t values[]{3, 1, 2};
  static_assert(std::same_as<decltype(wpl::local_view(values, wpl::read_only)), wpl::local_view<const std::int16_t>>);
  EXPECT_EQ(wpl::local_view(values, wpl::read_only)[2], 2);
  EXPECT_EQ(wpl::local_view(values, 2, wpl::read_only).size(), 2u);
  EXPECT_EQ(wpl::local_view(values, 2).size(), 2u);
  wpl::local_view(std::span(values, 2), wpl::write_only)[0] = 8;
  EXPECT_TRUE(std::ranges::equal(values, std::vector<std::int16_t>{8, 0, 2}));
}

// Views that overlap: each that is written comes back whole, the last one wins.
TYPED_TEST(LocalView, nested_views_that_overlap) {
  const auto p = this->put(std::vector<std::int16_t>{0, 1, 2, 3, 4, 5});
  {
    wpl::local_view outer(p, 4);
    outer[0] = 10;
    {
      wpl::local_view inner(p + 2, 4);
      EXPECT_EQ(std::as_const(inner)[0], 2) << "the outer one's writes are not in memory yet";
      std::ranges::fill(inner, std::int16_t{20});
    }
    EXPECT_EQ(this->template get<std::int16_t>(), (std::vector<std::int16_t>{0, 1, 20, 20, 20, 20}));
    EXPECT_EQ(outer[2], 2) << "a copy of its own";
  }
  EXPECT_EQ(this->template get<std::int16_t>(), (std::vector<std::int16_t>{10, 1, 2, 3, 20, 20}));
}

TYPED_TEST(LocalView, one_that_is_only_read_overwrites_nothing) {
  const auto p = this->put(std::vector<std::int16_t>{0, 1, 2});
  {
    const wpl::local_view reader(p, 3);
    const wpl::local_view const_reader(p, 3, wpl::read_only);
    wpl::local_view writer(p, 3);
    writer[1] = 9;
    writer.write_back();
    EXPECT_EQ(reader[1], 1);
  }
  EXPECT_EQ(this->template get<std::int16_t>(), (std::vector<std::int16_t>{0, 9, 2}));
}

TEST(LocalViewGrowth, memory_may_grow_while_it_lives) {
  other::memory().assign(20, std::byte{1});
  {
    wpl::local_view v(at_address<wpl::remote_ptr<std::uint8_t, other>>(10), 10);
    v[9] = 2;
    other::memory().resize(1'000'000);
  }
  EXPECT_EQ(other::memory()[19], std::byte{2});
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
  } catch (int) {}
  EXPECT_EQ(other::memory()[11], std::byte{8});
}

TEST_F(LocalViewCost, out_of_bounds_and_oversize_leak_nothing) {
  EXPECT_THROW(wpl::local_view(p, 11), precondition_broken);
  const auto q = at_address<wpl::remote_ptr<std::int64_t, other>>(0);
  EXPECT_THROW(wpl::local_view(q, 0x2000'0001), precondition_broken);
}

TEST_F(LocalViewCost, of_each_mode) {
  { const wpl::local_view v(p, 10, wpl::read_only); }
  EXPECT_EQ(other::calls(), (calls{0, 0, 1, 10}));
  { wpl::local_view v(p, 10, wpl::write_only); }
  EXPECT_EQ(other::calls(), (calls{1, 0, 2, 20}));
  { wpl::local_view v(p, 0, wpl::write_only); }
  { wpl::local_view v(p, 0, wpl::read_only); }
  EXPECT_EQ(other::calls(), (calls{1, 0, 2, 20}));
}

TEST_F(LocalViewCost, write_only_beyond_the_end_fails_when_made) {
  EXPECT_THROW(wpl::local_view(p, 11, wpl::write_only), precondition_broken);
  EXPECT_THROW(wpl::local_view(p, 0xffff'fff7, wpl::write_only), precondition_broken) << "no wrap-around";
  const auto wide = at_address<wpl::remote_ptr<std::int64_t, other>>(0);
  EXPECT_THROW(wpl::local_view(wide, 0x2000'0001, wpl::write_only), precondition_broken);
  EXPECT_EQ(other::memory(), std::vector<std::byte>(20, std::byte{1}));
}

}  // namespace
