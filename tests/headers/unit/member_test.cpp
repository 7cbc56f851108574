// Members, arrays and base classes of structs in another module's memory.
#include <wasm_pseudo_link/copy.hpp>
#include <wasm_pseudo_link/remote_ptr.hpp>
#include <wasm_pseudo_link/span.hpp>

#include "at_address.hpp"
#include "memories.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <numeric>
#include <ranges>
#include <type_traits>
#include <vector>

namespace {

enum class kind : std::uint8_t { none, some };
struct inner {
  std::uint8_t tag;
  double weight;
};
struct sample {
  std::int8_t first;
  float second;
  std::int64_t third;
  kind fourth;
  bool fifth;
  std::int16_t values[4];
  std::int16_t other_values[4];
  std::uint8_t grid[2][3];
  inner nested;
  inner list[2];
  std::array<std::int16_t, 3> triple;
};
union either {
  std::int32_t i;
  float f;
};

struct named {
  std::int32_t name;
};
struct sized {
  std::int32_t size;
};
struct file : named, sized {
  std::int32_t id;
};
struct image : file {
  std::int32_t width;
};

template <class M>
class Member : public memory_test<M> {
 protected:
  // One S of zero bytes.
  template <class S>
  wpl::remote_ptr<S, M> make() {
    return static_cast<wpl::remote_ptr<S, M>>(wpl::remote_ptr<void, M>(this->put(std::vector<std::byte>(sizeof(S)))));
  }
  // What is there now.
  template <class S>
  S now() const {
    std::array<std::byte, sizeof(S)> bytes;
    std::ranges::copy(this->template get<std::byte>(), bytes.begin());
    return std::bit_cast<S>(bytes);
  }
};
TYPED_TEST_SUITE(Member, memories);

TYPED_TEST(Member, of_every_type_lies_where_the_compiler_puts_it) {
  const auto p = this->template make<sample>();
  p->*&sample::first = -5;
  p->*&sample::second = 0.25f;
  p->*&sample::third = -1234567890123;
  p->*&sample::fourth = kind::some;
  p->*&sample::fifth = true;
  p->*&sample::nested = {3, 1.5};
  const sample s = this->template now<sample>();
  EXPECT_EQ(s.first, -5);
  EXPECT_EQ(s.second, 0.25f);
  EXPECT_EQ(s.third, -1234567890123);
  EXPECT_EQ(s.fourth, kind::some);
  EXPECT_TRUE(s.fifth);
  EXPECT_EQ(s.nested.tag, 3);
  EXPECT_EQ(s.nested.weight, 1.5);
  EXPECT_EQ(p->*&sample::first, -5);
  EXPECT_EQ((p->*&sample::third) + 1, -1234567890122);
  EXPECT_EQ((p->*&sample::fourth).value(), kind::some);
  EXPECT_EQ((p->*&sample::nested).value().weight, 1.5);
  p->*&sample::first += 6;
  ++(p->*&sample::first);
  EXPECT_EQ((p->*&sample::first).value(), 2);
  EXPECT_EQ((p->*&sample::third).pointer().local_address() - p.local_address(), offsetof(sample, third));
}

TYPED_TEST(Member, of_a_member) {
  const auto p = this->template make<sample>();
  const auto nested = &(p->*&sample::nested);
  static_assert(std::same_as<decltype(nested), const wpl::remote_ptr<inner, TypeParam>>);
  nested->*&inner::weight = 2.5;
  (&(p->*&sample::nested))->*&inner::tag = 7;
  (&(p->*&sample::list)[1])->*&inner::tag = 9;
  EXPECT_EQ(this->template now<sample>().nested.weight, 2.5);
  EXPECT_EQ(this->template now<sample>().nested.tag, 7);
  EXPECT_EQ(this->template now<sample>().list[1].tag, 9);
  EXPECT_THROW(static_cast<void>((p->*&sample::list)[2]), precondition_broken);
}

TYPED_TEST(Member, of_a_union_and_of_a_const_struct) {
  const auto p = this->template make<either>();
  p->*&either::f = 1.0f;
  EXPECT_EQ(p->*&either::i, 0x3f800000);
  const wpl::remote_ptr<const either, TypeParam> c = p;
  static_assert(std::same_as<decltype(c->*&either::i), wpl::remote_ref<const std::int32_t, TypeParam>>);
  static_assert(!std::is_assignable_v<decltype(c->*&either::i), int>);
  EXPECT_EQ(c->*&either::i, 0x3f800000);
}

TYPED_TEST(Member, of_a_base_class) {
  const auto p = this->template make<image>();
  p->*&image::width = 1;
  p->*&image::size = 2;   // of `sized`, the second base of the base
  p->*&sized::size += 3;  // the same, by its own name
  p->*&named::name = 4;
  EXPECT_EQ(this->template now<image>().width, 1);
  EXPECT_EQ(this->template now<image>().size, 5);
  EXPECT_EQ(this->template now<image>().name, 4);
}

TYPED_TEST(Member, array_is_a_range) {
  const auto p = this->template make<sample>();
  const auto values = p->*&sample::values;
  static_assert(decltype(values)::size() == 4);
  EXPECT_EQ(std::size(values), 4u);
  static_assert(std::ranges::random_access_range<decltype(values)> && std::ranges::borrowed_range<decltype(values)>);
  values[0] = 30;
  values[3] = 10;
  *(values + 1) = 20;
  std::ranges::sort(p->*&sample::values);
  int sum = 0;
  for (const int v : p->*&sample::values) sum = 3 * sum + v;
  EXPECT_EQ(sum, 10 * 9 + 20 * 3 + 30);
  EXPECT_EQ(*values, 0);
  const wpl::remote_ptr<std::int16_t, TypeParam> decayed = values;
  const wpl::remote_ptr<const std::int16_t, TypeParam> decayed_const = values;
  EXPECT_EQ(decayed, values.begin());
  EXPECT_EQ(decayed_const, decayed);
  EXPECT_EQ(std::accumulate(values.begin(), values.end(), 0), 60);
  const wpl::remote_span<std::int16_t, TypeParam> span = p->*&sample::values;
  EXPECT_EQ(span.size(), 4u);
  EXPECT_EQ(span.back().value(), 30);
}

TYPED_TEST(Member, array_checks_its_end) {
  const auto p = this->template make<sample>();
  EXPECT_THROW(static_cast<void>((p->*&sample::values)[4]), precondition_broken);
  EXPECT_THROW(static_cast<void>((p->*&sample::values)[4u]), precondition_broken);
  EXPECT_THROW(static_cast<void>((p->*&sample::values)[-1]), precondition_broken);
  EXPECT_THROW(static_cast<void>((p->*&sample::values)[std::int8_t{-1}]), precondition_broken);
  EXPECT_THROW(static_cast<void>((p->*&sample::values)[0x1'0000'0000]), precondition_broken) << "not cut to 32 bits";
  EXPECT_THROW(static_cast<void>((p->*&sample::triple)[3]), precondition_broken);
  EXPECT_THROW(static_cast<void>((p->*&sample::triple)[-1]), precondition_broken);
  EXPECT_THROW(static_cast<void>((p->*&sample::grid)[2]), precondition_broken);
  EXPECT_THROW(static_cast<void>((p->*&sample::grid)[1][3]), precondition_broken);
}

TYPED_TEST(Member, arrays_of_arrays) {
  const auto p = this->template make<sample>();
  std::uint8_t next = 0;
  for (const auto row : p->*&sample::grid) {
    EXPECT_EQ(row.size(), 3u);
    for (auto cell : row) cell = ++next;
  }
  (p->*&sample::grid)[1][2] += 10;
  EXPECT_EQ(this->template now<sample>().grid[0][2], 3);
  EXPECT_EQ(this->template now<sample>().grid[1][0], 4);
  EXPECT_EQ(this->template now<sample>().grid[1][2], 16);
  const wpl::remote_ptr<std::uint8_t[3], TypeParam> rows = p->*&sample::grid;
  EXPECT_EQ(rows[1][0], 4);
  EXPECT_EQ((rows + 1) - rows, 1);
  EXPECT_EQ((rows + 1).local_address() - rows.local_address(), 3u);
  const wpl::remote_ptr<const sample, TypeParam> c = p;
  static_assert(std::same_as<decltype((c->*&sample::grid)[0][0]), wpl::remote_ref<const std::uint8_t, TypeParam>>);
}

TYPED_TEST(Member, std_array) {
  const auto p = this->template make<sample>();
  (p->*&sample::triple)[2] = 4;
  EXPECT_EQ((p->*&sample::triple).value()[2], 4);
  p->*&sample::triple = std::array<std::int16_t, 3>{1, 2, 3};
  EXPECT_EQ((p->*&sample::triple)[1], 2);
}

template <class M>
struct node {
  std::int32_t value;
  wpl::ptr<node, M> next;
};

// Code that several modules share: P is node<M> * in one of them, a wpl::remote_ptr in the others.
template <class P>
int sum_of_list(P head) {
  int sum = 0;
  for (P n = head; n != nullptr; n = n->*&std::pointer_traits<P>::element_type::next) {
    n->*&std::pointer_traits<P>::element_type::value += 1;
    sum += n->*&std::pointer_traits<P>::element_type::value;
  }
  return sum;
}

struct here {
  using address_type = std::uintptr_t;
  static constexpr bool is_this_module = true;
};

TYPED_TEST(Member, pointer) {
  using node = node<TypeParam>;
  const auto first = this->put(std::vector<node>{{1, nullptr}, {2, nullptr}, {3, nullptr}});
  first->*&node::next = first + 2;
  (first + 2)->*&node::next = first + 1;
  EXPECT_EQ(sum_of_list(first), 9);
  EXPECT_EQ((first->*&node::next)->*&node::value, 4);
  EXPECT_TRUE(static_cast<bool>(first->*&node::next));
  EXPECT_TRUE(first->*&node::next != nullptr);
  EXPECT_EQ((*(first->*&node::next)).value().value, 4);
  EXPECT_EQ((first->*&node::next)[-1].value().value, 3);
  EXPECT_FALSE((first + 1)->*&node::next ? true : false);
}

TEST(MemberHere, the_same_code_compiles_over_plain_pointers) {
  node<here> nodes[2]{{1, &nodes[1]}, {2, nullptr}};
  EXPECT_EQ(sum_of_list(&nodes[0]), 5);
}

template <class P>
std::int32_t shared_code(P p) {
  p->*&sample::first = 1;
  (p->*&sample::values)[1] = 2;
  (p->*&sample::grid)[1][1] = 3;
  (&(p->*&sample::nested))->*&inner::tag = 4;
  std::ranges::fill(p->*&sample::values, std::int16_t{6});
  const auto values = &(p->*&sample::values)[2];
  *values = 7;
  std::int16_t out[4]{};
  wpl::copy(p->*&sample::values, &out[0]);
  out[3] = 5;
  wpl::copy(out, p->*&sample::values);
  return (p->*&sample::first) + (p->*&sample::values)[0] + (p->*&sample::values)[2] + (p->*&sample::values)[3] +
         (p->*&sample::grid)[1][1] + (&(p->*&sample::nested))->*&inner::tag;
}

TYPED_TEST(Member, shared_code) {
  sample s{};
  EXPECT_EQ(shared_code(&s), 1 + 6 + 7 + 5 + 3 + 4);
  EXPECT_EQ(shared_code(this->template make<sample>()), 1 + 6 + 7 + 5 + 3 + 4);
  EXPECT_EQ(this->template now<sample>().values[2], 7);
}

TYPED_TEST(Member, copied_arrays_end_where_they_end) {
  const auto p = this->template make<sample>();
  std::vector<std::int16_t> five(5);
  EXPECT_THROW(wpl::copy(five, p->*&sample::values), precondition_broken);
  EXPECT_THROW(wpl::copy_n(p->*&sample::values, 5, five.begin()), precondition_broken);
  EXPECT_EQ(wpl::copy_n(p->*&sample::values, 3, five.begin()), five.begin() + 3);
  EXPECT_EQ(wpl::copy_n(five.begin(), 4, p->*&sample::values), (p->*&sample::values).end());
  EXPECT_EQ(wpl::copy_n(p->*&sample::values, 4, p->*&sample::other_values), (p->*&sample::other_values).end());
}

TEST(MemberNull, pointer_to_member_is_refused) {
  std::int8_t sample::*none = nullptr;
  const auto p = at_address<wpl::remote_ptr<sample, other>>(16);
  EXPECT_THROW(static_cast<void>(p->*none), precondition_broken);
}

TEST(MemberBounds, above_2_gib_and_at_the_end_of_the_address_space) {
  const auto p = at_address<wpl::remote_ptr<sample, other>>(0xffff'ff00);
  EXPECT_EQ((p->*&sample::third).pointer().local_address(), 0xffff'ff00 + offsetof(sample, third));
  other::memory().assign(64, std::byte{0});
  EXPECT_THROW(static_cast<void>((p->*&sample::third).value()), precondition_broken);
  const auto last = at_address<wpl::remote_ptr<inner, other>>(64 - sizeof(inner) + 1);
  EXPECT_NO_THROW(static_cast<void>((last->*&inner::tag).value()));
  EXPECT_THROW(static_cast<void>((last->*&inner::weight).value()), precondition_broken);
}

TEST(MemberCost, touches_the_member_alone) {
  using calls = wpl::testing::loopback_calls;
  other::memory().assign(sizeof(sample), std::byte{0});
  const auto p = at_address<wpl::remote_ptr<sample, other>>(0);
  other::calls() = {};
  p->*&sample::third = 1;
  EXPECT_EQ(other::calls(), (calls{0, 1, 0, 0}));
  static_cast<void>((p->*&sample::values)[2].value());
  EXPECT_EQ(other::calls(), (calls{1, 1, 0, 0}));
  static_cast<void>((p->*&sample::triple)[2].value());
  static_cast<void>(&(p->*&sample::nested));
  EXPECT_EQ(other::calls(), (calls{2, 1, 0, 0}));
}

// Base classes.
using image_pointer = wpl::remote_ptr<image, other>;
using file_pointer = wpl::remote_ptr<file, other>;
using sized_pointer = wpl::remote_ptr<sized, other>;
static_assert(std::convertible_to<image_pointer, sized_pointer> && std::convertible_to<image_pointer, file_pointer>);
static_assert(std::convertible_to<image_pointer, wpl::remote_ptr<const sized, other>>);
static_assert(!std::convertible_to<wpl::remote_ptr<const image, other>, sized_pointer>);
static_assert(!std::convertible_to<sized_pointer, image_pointer> &&
              std::constructible_from<image_pointer, sized_pointer>);
static_assert(!std::constructible_from<image_pointer, wpl::remote_ptr<const sized, other>>);
static_assert(!std::constructible_from<image_pointer, wpl::remote_ptr<inner, other>>);
static_assert(!std::convertible_to<wpl::remote_span<image, other>, wpl::remote_span<sized, other>>,
              "a range of derived objects is none of base objects: they lie further apart");
struct hidden : private sized {};
static_assert(!std::convertible_to<wpl::remote_ptr<hidden, other>, sized_pointer>);

TEST(MemberBase, pointers_convert_and_move_by_the_offset) {
  image local{};
  const auto offset =
      reinterpret_cast<std::uintptr_t>(static_cast<sized *>(&local)) - reinterpret_cast<std::uintptr_t>(&local);
  ASSERT_EQ(offset, 4u);
  const auto p = at_address<image_pointer>(1000);
  const sized_pointer s = p;
  EXPECT_EQ(s.local_address(), 1004u);
  EXPECT_EQ(file_pointer(p).local_address(), 1000u);
  EXPECT_EQ(static_cast<image_pointer>(s), p);
  EXPECT_EQ(s, p) << "compared as the base, as plain pointers are";
  const wpl::remote_ptr<const image, other> c(wpl::remote_ptr<const sized, other>{s});
  EXPECT_EQ(c, p);
}

TEST(MemberBase, null_stays_null) {
  const image_pointer none = nullptr;
  const sized_pointer s = none;
  EXPECT_EQ(s, nullptr);
  EXPECT_EQ(static_cast<image_pointer>(s), nullptr);
}

// operator-> must not keep std from using the pointer.
TEST(MemberArrow, reverse_iterators_and_pointer_traits_work) {
  other::memory().assign(sizeof(inner) * 2, std::byte{1});
  const auto p = at_address<wpl::remote_ptr<inner, other>>(0);
  const std::reverse_iterator last(p + 2);
  EXPECT_EQ((*last).value().tag, 1);
  static_assert(std::random_access_iterator<std::reverse_iterator<wpl::remote_ptr<inner, other>>>);
  static_assert(std::random_access_iterator<wpl::remote_ptr<inner, other>>);
  static_assert(!std::contiguous_iterator<wpl::remote_ptr<inner, other>>);
}

// Plain pointers in structs.
namespace plain_pointers {

using wpl::detail::has_plain_pointer;
using remote = wpl::remote_ptr<int, other>;
struct with_constructor {
  explicit with_constructor(int);
  int value;
};
struct numbers {
  int a;
  double b;
};
struct text {
  int size;
  const char *first;
};
struct no_pointers {
  kind a;
  bool b;
  remote c;
  numbers d[2];
  std::array<std::int16_t, 3> e;
  std::uintptr_t f;
  int g : 3;
  with_constructor h;
  int numbers::*i;
};
struct after_many {
  no_pointers a;
  void (*b)(int);
};
struct derived_numbers : numbers {
  int c;
};
struct derived_text : text {
  int c;
};
struct own_pointer : numbers {
  void *const c;
};
struct array_of_pointers {
  std::array<char *, 2> a;
};
struct array_of_texts {
  numbers a;
  text b[2];
};
struct nothing {};
union number_or_float {
  int a;
  float b;
};
struct with_union {
  number_or_float a;
  int b;
};
struct many {
  int a[1000];
};
static_assert(!has_plain_pointer<int> && !has_plain_pointer<numbers> && !has_plain_pointer<no_pointers>);
static_assert(!has_plain_pointer<derived_numbers> && !has_plain_pointer<nothing> && !has_plain_pointer<with_union>);
static_assert(!has_plain_pointer<many> && !has_plain_pointer<with_constructor> && !has_plain_pointer<remote>);
static_assert(has_plain_pointer<text> && has_plain_pointer<after_many> && has_plain_pointer<derived_text>);
static_assert(has_plain_pointer<own_pointer> && has_plain_pointer<array_of_pointers>);
static_assert(has_plain_pointer<array_of_texts>);

struct looked_at_here {
  int size;
  const char *first;
};

}  // namespace plain_pointers
}  // namespace

template <>
inline constexpr const char *wpl::unsafe_plain_pointers<plain_pointers::looked_at_here> = "the test wants it";

namespace {

TYPED_TEST(Member, plain_pointer_for_a_reason) {
  const auto p = this->template make<plain_pointers::looked_at_here>();
  *p = {5, "text"};
  EXPECT_EQ((*p).value().size, 5);
  EXPECT_STREQ((*p).value().first, "text");
}

TYPED_TEST(Member, beside_a_plain_pointer) {
  const auto p = this->template make<plain_pointers::text>();
  p->*&plain_pointers::text::size = 3;
  EXPECT_EQ(p->*&plain_pointers::text::size, 3);
}

}  // namespace
