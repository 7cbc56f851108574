#include <wasm_pseudo_link/buffer.hpp>

#include "heap_test.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <ranges>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using wpl::buffer;

using ints = buffer<std::int32_t, other>;
static_assert(std::is_nothrow_move_constructible_v<ints> && std::is_nothrow_move_assignable_v<ints>);
static_assert(!std::is_copy_constructible_v<ints> && !std::is_copy_assignable_v<ints>);
static_assert(std::is_nothrow_default_constructible_v<ints> && std::is_nothrow_swappable_v<ints>);
static_assert(!std::convertible_to<std::size_t, ints> && !std::convertible_to<std::vector<std::int32_t>, ints>);
static_assert(std::same_as<ints::pointer, wpl::remote_ptr<std::int32_t, other>>);
static_assert(std::same_as<buffer<int, here>::pointer, int *> && std::same_as<buffer<int, here>::reference, int &>);
static_assert(std::ranges::random_access_range<ints> && std::ranges::sized_range<const ints>);
static_assert(!std::ranges::view<ints> && !std::ranges::borrowed_range<ints>);

template <class M>
class Buffer : public heap_test<M> {};
TYPED_TEST_SUITE(Buffer, with_here<memories>::type);

template <class T, class M>
std::vector<T> values(const buffer<T, M> &b) {
  std::vector<T> all(b.size());
  wpl::copy(b, all.begin());
  return all;
}

template <class M>
using ints_of = buffer<std::int32_t, M>;

template <class M>
using other_than = std::conditional_t<std::same_as<M, third>, other, third>;

struct pixel {
  std::uint8_t red, green, blue;
  friend bool operator==(const pixel &, const pixel &) = default;
};

TYPED_TEST(Buffer, elements_are_read_and_written) {
  buffer<std::int32_t, TypeParam> b(3);
  ASSERT_EQ(b.size(), 3u);
  EXPECT_EQ(b.size_bytes(), 12u);
  EXPECT_FALSE(b.empty());
  EXPECT_TRUE(b.data() != nullptr);
  b[0] = 7;
  b[1] = std::numeric_limits<std::int32_t>::min();
  b[2] = b[0] + 1;
  EXPECT_EQ(values(b), (std::vector<std::int32_t>{7, std::numeric_limits<std::int32_t>::min(), 8}));
  const auto &constant = b;
  EXPECT_EQ(static_cast<std::int32_t>(constant[2]), 8);
  EXPECT_EQ(std::accumulate(constant.begin() + 1, constant.end(), std::int64_t{0}), std::int64_t{8} - 2147483648);
}

TYPED_TEST(Buffer, is_made_of_ranges) {
  const std::vector<std::int16_t> v{1, -2, 3};
  EXPECT_EQ(values(buffer<std::int16_t, TypeParam>(v)), v);
  EXPECT_EQ(values(buffer<std::int16_t, TypeParam>(std::span(v))), v);
  EXPECT_EQ(values(buffer<std::int16_t, TypeParam>(std::array<std::int16_t, 3>{1, -2, 3})), v);
  EXPECT_EQ(values(buffer<std::int16_t, TypeParam>(v | std::views::drop(1))), (std::vector<std::int16_t>{-2, 3}));
  EXPECT_TRUE((buffer<std::int16_t, TypeParam>(std::vector<std::int16_t>()).empty()));
  const std::vector<pixel> pixels{{1, 2, 3}, {4, 5, 6}};
  EXPECT_EQ(values(buffer<pixel, TypeParam>(pixels)), pixels);
}

TYPED_TEST(Buffer, is_a_range_of_std) {
  buffer<std::int16_t, TypeParam> b(std::vector<std::int16_t>{3, 1, 2});
  std::ranges::sort(b);
  EXPECT_EQ(values(b), (std::vector<std::int16_t>{1, 2, 3}));
  std::ranges::fill(b.span().first(2), std::int16_t{9});
  EXPECT_EQ(values(b), (std::vector<std::int16_t>{9, 9, 3}));
  EXPECT_EQ(std::as_const(b).span().size(), 3u);
}

template <class M>
std::int32_t first_of(wpl::span<const std::int32_t, M> elements) {
  return elements[0];
}
template <class M>
void negate_first(wpl::span<std::int32_t, M> elements) {
  elements[0] = -elements[0];
}

TYPED_TEST(Buffer, converts_to_spans) {
  ints_of<TypeParam> b(std::vector<std::int32_t>{3, 1, 2});
  negate_first<TypeParam>(b);
  EXPECT_EQ(first_of<TypeParam>(b), -3);
  EXPECT_EQ(first_of<TypeParam>(std::as_const(b)), -3);
  EXPECT_EQ(first_of<TypeParam>(ints_of<TypeParam>(std::vector<std::int32_t>{5})), 5);
  const wpl::span<std::int32_t, TypeParam> all = b;
  const wpl::span<const std::int32_t, TypeParam> all_const(b);
  EXPECT_TRUE(all.data() == b.data() && all.size() == 3 && all_const.data() == b.data() && all_const.size() == 3);
  using span = wpl::span<std::int32_t, TypeParam>;
  static_assert(!std::convertible_to<const ints_of<TypeParam> &, span> &&
                !std::convertible_to<ints_of<TypeParam>, span>);
  static_assert(!std::convertible_to<ints_of<TypeParam> &, wpl::span<std::int16_t, TypeParam>>);
  static_assert(!std::convertible_to<ints_of<TypeParam> &, wpl::span<std::int32_t, other_than<TypeParam>>>);
}

TYPED_TEST(Buffer, is_copied_to) {
  ints_of<TypeParam> b(std::vector<std::int32_t>{9, 9, 9});
  EXPECT_TRUE(wpl::copy(std::vector<std::int32_t>{1, 2}, b) == b.begin() + 2);
  EXPECT_EQ(values(b), (std::vector<std::int32_t>{1, 2, 9}));
  EXPECT_THROW(wpl::copy(std::vector<std::int32_t>(4), b), precondition_broken);
  EXPECT_EQ(values(b), (std::vector<std::int32_t>{1, 2, 9}));
  ints_of<TypeParam> copied(3);
  wpl::copy(b, copied);
  EXPECT_EQ(values(copied), values(b));
}

TYPED_TEST(Buffer, without_elements_allocates_nothing) {
  const buffer<std::int32_t, TypeParam> none;
  const buffer<std::int32_t, TypeParam> zero(0);
  EXPECT_TRUE(none.empty() && none.data() == nullptr && none.begin() == none.end());
  EXPECT_TRUE(zero.empty() && zero.data() == nullptr && zero.span().empty());
  if constexpr (is_loopback<TypeParam>) {
    EXPECT_EQ(TypeParam::heap().blocks(), 0u);
  }
}

TYPED_TEST(Buffer, moves) {
  buffer<std::int32_t, TypeParam> a(std::vector<std::int32_t>{1, 2});
  const auto place = a.data();
  buffer b(std::move(a));
  EXPECT_TRUE(a.empty() && a.data() == nullptr);
  EXPECT_TRUE(b.data() == place && b.size() == 2);
  buffer<std::int32_t, TypeParam> c(std::vector<std::int32_t>{3});
  c = std::move(b);
  EXPECT_TRUE(c.data() == place && b.empty());
  auto &same_one = c;
  c = std::move(same_one);
  EXPECT_EQ(values(c), (std::vector<std::int32_t>{1, 2}));
  swap(a, c);
  EXPECT_TRUE(a.data() == place && c.empty());
  a = {};
  EXPECT_TRUE(a.empty());
}

TYPED_TEST(Buffer, is_given_away_and_adopted) {
  buffer<std::int32_t, TypeParam> a(std::vector<std::int32_t>{1, 2});
  const std::size_t n = a.size();
  const auto place = a.release();
  EXPECT_TRUE(a.empty() && a.data() == nullptr);
  const auto b = buffer<std::int32_t, TypeParam>::adopt(place, n);
  EXPECT_EQ(values(b), (std::vector<std::int32_t>{1, 2}));
  EXPECT_TRUE((buffer<std::int32_t, TypeParam>::adopt(nullptr, 0).empty()));
  EXPECT_THROW(static_cast<void>(buffer<std::int32_t, TypeParam>::adopt(nullptr, 1)), precondition_broken);
}

TYPED_TEST(Buffer, checks_its_borders) {
  buffer<std::int32_t, TypeParam> b(2);
  EXPECT_THROW(static_cast<void>(b[2]), precondition_broken);
  EXPECT_THROW(static_cast<void>(std::as_const(b)[static_cast<std::size_t>(-1)]), precondition_broken);
}

TYPED_TEST(Buffer, more_than_any_memory) {
  constexpr auto most = std::numeric_limits<typename TypeParam::address_type>::max() / sizeof(std::int32_t);
  using tested = buffer<std::int32_t, TypeParam>;
  EXPECT_EQ(tested::try_allocate(static_cast<std::size_t>(most) + 1), std::nullopt) << "no wrap-around to few bytes";
  EXPECT_THROW(tested(static_cast<std::size_t>(most) + 1), precondition_broken);
  EXPECT_EQ(tested::try_allocate(std::numeric_limits<std::size_t>::max()), std::nullopt);
  auto some = tested::try_allocate(2);
  ASSERT_TRUE(some.has_value());
  EXPECT_EQ(some->size(), 2u);
  EXPECT_EQ(tested::try_allocate(0)->size(), 0u);
}

TYPED_TEST(Buffer, out_of_memory) {
  if constexpr (!is_loopback<TypeParam>) {
    GTEST_SKIP() << "only a loopback memory has a limit here";
  } else {
    using tested = buffer<std::byte, TypeParam>;
    TypeParam::memory().assign(64, std::byte{0});
    TypeParam::heap().limit = 64 + 128;
    auto most = tested::try_allocate(128);
    ASSERT_TRUE(most.has_value());
    EXPECT_EQ(tested::try_allocate(1), std::nullopt);
    EXPECT_THROW(tested(1), precondition_broken);
    EXPECT_EQ(most->size(), 128u);
    most.reset();
    EXPECT_TRUE(tested::try_allocate(128).has_value());
  }
}

TYPED_TEST(Buffer, many_rounds_do_not_grow_the_memory) {
  std::size_t largest = 0;  // memory of the first 350 rounds, after which the sizes repeat
  for (std::uint32_t round = 0; round < 10'000; ++round) {
    buffer<std::uint32_t, TypeParam> a(1 + round % 50);
    buffer<std::uint32_t, TypeParam> b(1 + round % 7);
    a[0] = round;
    b[0] = ~round;
    ASSERT_EQ(static_cast<std::uint32_t>(a[0]), round);
    if constexpr (is_loopback<TypeParam>) {
      if (round < 350) {
        largest = std::max(largest, TypeParam::memory().size());
      } else {
        ASSERT_LE(TypeParam::memory().size(), largest);
      }
    }
  }
}

TYPED_TEST(Buffer, a_copy_that_fails_frees_it) {
  if constexpr (!checks_bounds<TypeParam>) {
    GTEST_SKIP() << "needs a source that fails";
  } else {
    const auto far_away = wpl::remote_ptr<std::byte, TypeParam>() + (1u << 31);
    const wpl::remote_span<std::byte, TypeParam> beyond(far_away, 10);
    using tested = buffer<std::byte, TypeParam>;
    EXPECT_THROW(static_cast<void>(tested(beyond)), precondition_broken);
  }
}

TEST(BufferOfOthers, copies_from_one_memory_to_another) {
  const std::vector<std::int16_t> v{1, -2, 3};
  const buffer<std::int16_t, other> a(v);
  EXPECT_EQ(values(buffer<std::int16_t, third>(a)), v);
  EXPECT_EQ(values(buffer<std::int16_t, other>(a.span())), v);
  EXPECT_EQ(values(buffer<std::int16_t, here>(a)), v);
  EXPECT_EQ(values(buffer<std::int16_t, third>(buffer<std::int16_t, here>(v))), v);
}

TEST(BufferCost, one_bridge_call_makes_it) {
  const std::vector<std::int16_t> v(1000);
  other::calls() = {};
  const buffer<std::int16_t, other> b(v);
  EXPECT_EQ(other::calls(), (wpl::testing::loopback_calls{.copies = 1, .bytes = 2000}));
}

TEST(LoopbackHeap, finds_wrong_use) {
  other::memory().assign(100, std::byte{1});
  buffer<std::int32_t, other> b(4);
  EXPECT_EQ(static_cast<std::uint32_t>(b[3]), 0xcdcdcdcd) << "indeterminate values are striking ones";
  EXPECT_EQ(other::memory()[99], std::byte{1}) << "behind what the test put there";
  const auto p = b.data();
  b = {};
  EXPECT_THROW(static_cast<void>((*p).value()), precondition_broken) << "freed";
  EXPECT_THROW(other::deallocate(p.local_address()), precondition_broken) << "freed twice";
  EXPECT_THROW(other::deallocate(3), precondition_broken);
}

TEST(LoopbackHeap, a_test_may_resize_its_memory) {
  other::memory().assign(32, std::byte{1});
  buffer<std::byte, other> a(16);
  other::memory().resize(other::memory().size() + 100);
  buffer<std::byte, other> b(16);
  EXPECT_GT(b.data().local_address(), 100u);
  a = {};
  b = {};
  other::memory().assign(1000, std::byte{2});
  const buffer<std::byte, other> c(16);
  EXPECT_GE(c.data().local_address(), 1000u) << "not over what the test put there";
  EXPECT_EQ(other::memory()[999], std::byte{2});
}

}  // namespace
