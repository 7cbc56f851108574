#include <wasm_pseudo_link/span.hpp>

#include "at_address.hpp"
#include "memories.hpp"

#include <algorithm>
#include <cstdint>
#include <ranges>
#include <span>
#include <vector>

namespace {

using wpl::remote_span;

using int_span = remote_span<int, other>;
using const_int_span = remote_span<const int, other>;
static_assert(std::ranges::random_access_range<int_span> && std::ranges::sized_range<int_span>);
static_assert(std::ranges::borrowed_range<int_span> && std::ranges::view<int_span>);
static_assert(!std::ranges::contiguous_range<int_span>);
static_assert(std::convertible_to<int_span, const_int_span> && !std::convertible_to<const_int_span, int_span>);
static_assert(!std::convertible_to<int_span, remote_span<int, third>>);
struct here {
  using address_type = std::uintptr_t;
  static constexpr bool is_this_module = true;
};
static_assert(std::same_as<wpl::span<int, here>, std::span<int>> && std::same_as<wpl::span<int, other>, int_span>);

template <class M>
class Span : public memory_test<M> {};
TYPED_TEST_SUITE(Span, memories);

TYPED_TEST(Span, is_a_range) {
  const remote_span s(this->put(std::vector<std::int32_t>{3, 1, 2}), 3);
  EXPECT_EQ(s.size(), 3u);
  EXPECT_EQ(s.size_bytes(), 12u);
  EXPECT_EQ(s.front().value(), 3);
  EXPECT_EQ(s.back().value(), 2);
  std::ranges::sort(s);
  EXPECT_EQ(this->template get<std::int32_t>(), (std::vector<std::int32_t>{1, 2, 3}));
  int sum = 0;
  for (const int v : s) sum += v;
  EXPECT_EQ(sum, 6);
  std::vector<int> odd;
  std::ranges::copy(s | std::views::filter([](int v) { return v % 2 == 1; }), std::back_inserter(odd));
  EXPECT_EQ(odd, (std::vector<int>{1, 3}));
  s[1] = 9;
  EXPECT_EQ(this->template get<std::int32_t>()[1], 9);
}

TYPED_TEST(Span, parts) {
  const remote_span s(this->put(std::vector<std::int32_t>{0, 1, 2, 3, 4}), 5);
  EXPECT_EQ(s.first(2).back().value(), 1);
  EXPECT_EQ(s.last(2).front().value(), 3);
  EXPECT_EQ(s.subspan(1, 3).size(), 3u);
  EXPECT_EQ(s.subspan(4).front().value(), 4);
  EXPECT_TRUE(s.subspan(5).empty() && s.first(0).empty() && s.last(0).empty() && s.subspan(5, 0).empty());
}

TYPED_TEST(Span, of_two_pointers_backwards_and_of_an_array_member) {
  struct samples {
    std::int16_t first;
    std::int16_t values[3];
  };
  const auto p = this->put(std::vector<samples>{{1, {2, 3, 4}}});
  const remote_span s(p->*&samples::values);
  static_assert(std::same_as<decltype(s), const remote_span<std::int16_t, TypeParam>>);
  EXPECT_EQ(std::vector<int>(s.rbegin(), s.rend()), (std::vector<int>{4, 3, 2}));
  const remote_span<const std::int16_t, TypeParam> c = p->*&samples::values;
  EXPECT_EQ(c.size(), 3u);
  const remote_span part(s.begin() + 1, s.end());
  EXPECT_EQ(part.size(), 2u);
  EXPECT_EQ(part.front().value(), 3);
  EXPECT_TRUE(remote_span(s.end(), s.end()).empty());
  EXPECT_THROW(remote_span(s.end(), s.begin()), precondition_broken);
}

TYPED_TEST(Span, checks_its_borders) {
  const remote_span s(this->put(std::vector<std::int32_t>{0, 1}), 2);
  EXPECT_THROW(static_cast<void>(s[2]), precondition_broken);
  EXPECT_THROW(static_cast<void>(s[static_cast<std::size_t>(-1)]), precondition_broken);
  EXPECT_THROW(static_cast<void>(s.first(3)), precondition_broken);
  EXPECT_THROW(static_cast<void>(s.last(3)), precondition_broken);
  EXPECT_THROW(static_cast<void>(s.subspan(3)), precondition_broken);
  EXPECT_THROW(static_cast<void>(s.subspan(1, 2)), precondition_broken);
  EXPECT_THROW(static_cast<void>(s.subspan(static_cast<std::size_t>(-1), 2)), precondition_broken) << "no wrap-around";
  const remote_span<std::int32_t, TypeParam> none;
  EXPECT_TRUE(none.empty() && none.begin() == none.end());
  EXPECT_THROW(static_cast<void>(none.front()), precondition_broken);
  EXPECT_THROW(static_cast<void>(none.back()), precondition_broken);
}

TEST(SpanBounds, more_bytes_than_32_bits_are_refused) {
  const auto p = at_address<wpl::remote_ptr<std::int64_t, other>>(0);
  EXPECT_NO_THROW(remote_span(p, 0x1fff'ffff));
  EXPECT_THROW(remote_span(p, 0x2000'0000), precondition_broken);
}

}  // namespace
