#include <wasm_pseudo_link/ptr.hpp>
#include <wasm_pseudo_link/remote_ptr.hpp>

#include "at_address.hpp"
#include "memories.hpp"

#include <concepts>
#include <cstdint>
#include <iterator>
#include <limits>
#include <type_traits>

namespace {

using pointer = wpl::remote_ptr<std::int32_t, other>;
using const_pointer = wpl::remote_ptr<const std::int32_t, other>;
using void_pointer = wpl::remote_ptr<void, other>;
using const_void_pointer = wpl::remote_ptr<const void, other>;

// What crosses the border must be one i32 in wasm's C ABI.
static_assert(std::is_trivially_copyable_v<pointer> && std::is_standard_layout_v<pointer>);
static_assert(sizeof(pointer) == sizeof(std::uint32_t) && alignof(pointer) == alignof(std::uint32_t));

static_assert(std::random_access_iterator<pointer> && std::random_access_iterator<const_pointer>);
static_assert(!std::contiguous_iterator<pointer>, "std must not take its address and treat it as local memory");
static_assert(std::indirectly_writable<pointer, std::int32_t>);
static_assert(!std::indirectly_writable<const_pointer, std::int32_t>);
static_assert(std::sortable<pointer> && !std::sortable<const_pointer> && std::permutable<pointer>);
static_assert(std::same_as<std::iter_value_t<const_pointer>, std::int32_t>);
static_assert(std::same_as<std::pointer_traits<pointer>::element_type, std::int32_t>);
static_assert(std::same_as<std::pointer_traits<pointer>::rebind<char>, wpl::remote_ptr<char, other>>);

static_assert(std::convertible_to<pointer, const_pointer> && !std::convertible_to<const_pointer, pointer>);
static_assert(std::convertible_to<pointer, void_pointer> && std::convertible_to<const_pointer, const_void_pointer>);
static_assert(!std::convertible_to<const_pointer, void_pointer>);
static_assert(!std::convertible_to<void_pointer, pointer> && std::constructible_from<pointer, void_pointer>);
static_assert(!std::constructible_from<pointer, const_void_pointer>);
static_assert(!std::convertible_to<pointer, wpl::remote_ptr<std::int16_t, other>>);
static_assert(!std::constructible_from<pointer, std::uint32_t>, "numbers become pointers only by unsafe_ptr");
static_assert(!std::convertible_to<pointer, std::int32_t *> && !std::convertible_to<pointer, std::uint32_t>);
static_assert(!std::convertible_to<pointer, bool> && std::constructible_from<bool, pointer>);

struct here {
  using address_type = std::uintptr_t;
  static constexpr bool is_this_module = true;
};
static_assert(std::same_as<wpl::ptr<int, here>, int *> && std::same_as<wpl::ptr<const void, here>, const void *>);
static_assert(std::same_as<wpl::ptr<int, other>, wpl::remote_ptr<int, other>>);

enum class colour : std::uint16_t { red = 1, blue = 0xfffe };
struct pair_of_floats {
  float x, y;
  friend bool operator==(const pair_of_floats &, const pair_of_floats &) = default;
};
struct rgb {
  std::uint8_t r, g, b;
  friend bool operator==(const rgb &, const rgb &) = default;
};
struct record {
  std::int64_t id;
  double values[3];
  friend bool operator==(const record &, const record &) = default;
};
// A type without default constructor can be an element too.
struct no_default {
  explicit no_default(int v) : value(v), rest{} {}
  int value;
  int rest[4];
  friend bool operator==(const no_default &, const no_default &) = default;
};

TEST(RemotePtr, null) {
  constexpr pointer none;
  constexpr pointer also_none = nullptr;
  static_assert(none == also_none && none == nullptr && nullptr == none && !none);
  const pointer some = at_address<pointer>(4);
  EXPECT_TRUE(some != nullptr && static_cast<bool>(some));
  EXPECT_EQ(some.local_address(), 4u);
}

TEST(RemotePtr, arithmetic_is_that_of_pointers) {
  constexpr pointer p = at_address<pointer>(1000);
  static_assert((p + 3).local_address() == 1012 && (3 + p).local_address() == 1012 && (p - 3).local_address() == 988);
  static_assert((p + 3u).local_address() == 1012 && (p + std::size_t{3}).local_address() == 1012);
  static_assert((p + -3).local_address() == 988 && (p + std::int8_t{-3}).local_address() == 988);
  static_assert((p + 3) - p == 3 && p - (p + 3) == -3);
  pointer q = p;
  EXPECT_EQ((q++).local_address(), 1000u);
  EXPECT_EQ((++q).local_address(), 1008u);
  EXPECT_EQ((q--).local_address(), 1008u);
  EXPECT_EQ((--q).local_address(), 1000u);
  q += 2;
  q -= 1;
  EXPECT_EQ(q.local_address(), 1004u);
}

TEST(RemotePtr, addresses_above_2_gib_are_unsigned) {
  using byte_pointer = wpl::remote_ptr<char, other>;
  constexpr byte_pointer low = at_address<byte_pointer>(0x1000);
  constexpr byte_pointer high = at_address<byte_pointer>(0xffff'fff0);
  static_assert(low < high && high > low && low <= high && (low <=> high) < 0);
  static_assert((low + 0xffff'eff0u) == high);
  static_assert((high - 0xffff'eff0u) == low);
  constexpr pointer p = at_address<pointer>(0xc000'0000);
  static_assert((p + 0x0100'0000).local_address() == 0xc400'0000 && (p + 0x0100'0000) - p == 0x0100'0000);
}

TEST(RemotePtr, conversions_keep_the_address) {
  const pointer p = at_address<pointer>(16);
  const const_pointer c = p;
  const void_pointer v = p;
  const const_void_pointer cv = c;
  EXPECT_EQ(c.local_address(), 16u);
  EXPECT_EQ(cv.local_address(), 16u);
  EXPECT_EQ(static_cast<pointer>(v), p);
  EXPECT_EQ(c, p);
  EXPECT_EQ((*p).pointer(), p);
}

template <class M>
class RemotePtrElements : public memory_test<M> {
 protected:
  // Reads both elements, swaps them by writing, reads again.
  template <class T>
  void check(T a, T b) {
    auto p = this->put(std::vector<T>{a, b});
    EXPECT_EQ(static_cast<T>(*p), a);
    EXPECT_EQ(static_cast<T>(p[1]), b);
    EXPECT_EQ((p[1]).value(), b);
    *p = b;
    p[1] = a;
    EXPECT_EQ(this->template get<T>(), (std::vector<T>{b, a}));
    swap(*p, *(p + 1));
    EXPECT_EQ(this->template get<T>(), (std::vector<T>{a, b}));
    p[0] = p[1];
    EXPECT_EQ(this->template get<T>(), (std::vector<T>{b, b}));
    T local = a;
    swap(*p, local);
    EXPECT_EQ(local, b);
    swap(local, p[1]);
    EXPECT_EQ(this->template get<T>(), (std::vector<T>{a, b}));
    const wpl::remote_ptr<const T, M> c = p;
    EXPECT_EQ((*c).value(), a);
  }
  template <std::integral T>
  void check_integer() {
    check<T>(std::numeric_limits<T>::min(), std::numeric_limits<T>::max());
    check<T>(0, static_cast<T>(-1));
  }
};
TYPED_TEST_SUITE(RemotePtrElements, memories);

TYPED_TEST(RemotePtrElements, of_every_type) {
  this->template check_integer<signed char>();
  this->template check_integer<unsigned char>();
  this->template check_integer<char>();
  this->template check_integer<char8_t>();
  this->template check_integer<char16_t>();
  this->template check_integer<char32_t>();
  this->template check_integer<wchar_t>();
  this->template check_integer<short>();
  this->template check_integer<unsigned short>();
  this->template check_integer<int>();
  this->template check_integer<unsigned>();
  this->template check_integer<long>();
  this->template check_integer<unsigned long>();
  this->template check_integer<long long>();
  this->template check_integer<unsigned long long>();
  this->template check<float>(-0.5f, std::numeric_limits<float>::infinity());
  this->template check<double>(std::numeric_limits<double>::denorm_min(), -1e300);
  this->template check<long double>(1.5L, -2.25L);
  this->template check<std::byte>(std::byte{0}, std::byte{0xff});
  this->template check<colour>(colour::red, colour::blue);
  this->template check<pair_of_floats>({1, 2}, {-3, 4});
  this->template check<rgb>({1, 2, 3}, {253, 254, 255});
  this->template check<record>({1, {1, 2, 3}}, {-1, {4, 5, 6}});
  this->template check<no_default>(no_default(1), no_default(2));
  using remote_pointer = wpl::remote_ptr<int, TypeParam>;
  this->template check<remote_pointer>(nullptr, at_address<remote_pointer>(0xfffffffc));
}

TYPED_TEST(RemotePtrElements, nan_keeps_its_bits) {
  const float signalling = std::bit_cast<float>(0x7fa12345u);
  auto p = this->put(std::vector<float>{signalling, 0});
  p[1] = p[0];
  EXPECT_EQ(std::bit_cast<std::uint32_t>(this->template get<float>()[1]), 0x7fa12345u);
}

TYPED_TEST(RemotePtrElements, bool_of_any_byte_is_valid) {
  const auto bytes = this->put(std::vector<unsigned char>{0, 1, 2, 0xff});
  const auto p = at_address<wpl::remote_ptr<bool, TypeParam>>(bytes.local_address());
  EXPECT_FALSE((*p).value());
  EXPECT_TRUE((p[1]).value());
  EXPECT_TRUE((p[2]).value());
  EXPECT_TRUE((p[3]).value());
  p[3] = false;
  p[0] = true;
  EXPECT_EQ(this->template get<unsigned char>(), (std::vector<unsigned char>{1, 1, 2, 0}));
}

TYPED_TEST(RemotePtrElements, compound_assignment) {
  auto p = this->put(std::vector<std::uint8_t>{250, 1});
  *p += 10;  // wraps as it does locally
  EXPECT_EQ((*p).value(), 4);
  *p -= 1;
  *p *= 7;
  *p /= 2;
  *p %= 6;
  EXPECT_EQ((*p).value(), 4);
  *p |= 3;
  *p &= 6;
  *p ^= 1;
  *p <<= 2;
  *p >>= 1;
  EXPECT_EQ((*p).value(), 14);
  EXPECT_EQ((*p)++, 14);
  EXPECT_EQ((++*p).value(), 16);
  EXPECT_EQ((*p)--, 16);
  EXPECT_EQ((--*p).value(), 14);
  auto d = this->put(std::vector<double>{1.5});
  *d += 1;
  EXPECT_EQ((*d).value(), 2.5);
}

TEST(RemotePtrCost, one_accessor_call_or_one_copy) {
  other::memory().assign(64, std::byte{0});
  const auto count = [](auto &&use) {
    other::calls() = {};
    use();
    return other::calls();
  };
  using calls = wpl::testing::loopback_calls;
  const auto i = at_address<wpl::remote_ptr<std::int16_t, other>>(2);
  EXPECT_EQ(count([&] { static_cast<void>((*i).value()); }), (calls{1, 0, 0, 0}));
  EXPECT_EQ(count([&] { *i = 1; }), (calls{0, 1, 0, 0}));
  EXPECT_EQ(count([&] { *i += 1; }), (calls{1, 1, 0, 0}));
  const auto f = at_address<wpl::remote_ptr<pair_of_floats, other>>(2);
  EXPECT_EQ(count([&] { static_cast<void>((*f).value()); }), (calls{1, 0, 0, 0}));
  EXPECT_EQ(count([&] { *f = {}; }), (calls{0, 1, 0, 0}));
  const auto r = at_address<wpl::remote_ptr<record, other>>(2);
  EXPECT_EQ(count([&] { static_cast<void>((*r).value()); }), (calls{0, 0, 1, sizeof(record)}));
  EXPECT_EQ(count([&] { *r = {}; }), (calls{0, 0, 1, sizeof(record)}));
  EXPECT_EQ(count([&] { static_cast<void>(i + 5); }), calls{});
}

TEST(RemotePtrBounds, the_last_byte_is_reached_and_none_after_it) {
  other::memory().assign(8, std::byte{1});
  const auto p = at_address<wpl::remote_ptr<std::uint32_t, other>>(4);
  EXPECT_EQ((*p).value(), 0x01010101u);
  EXPECT_THROW(static_cast<void>((p[1]).value()), precondition_broken);
  const auto unaligned = at_address<wpl::remote_ptr<std::uint32_t, other>>(5);
  EXPECT_THROW(*unaligned = 0, precondition_broken);
  EXPECT_EQ(other::memory()[7], std::byte{1}) << "a write that fails writes nothing";
  const auto last = at_address<wpl::remote_ptr<std::uint32_t, other>>(0xffff'fffe);
  EXPECT_THROW(*last = 0, precondition_broken) << "no wrap-around at the end of the address space";
}

TEST(RemotePtrBounds, sees_memory_that_has_grown) {
  other::memory().assign(4, std::byte{7});
  const auto p = at_address<wpl::remote_ptr<std::uint8_t, other>>(3);
  EXPECT_EQ((*p).value(), 7);
  other::memory().resize(100'000);
  EXPECT_EQ((*p).value(), 7);
  p[99'000] = 9;
  EXPECT_EQ(other::memory()[99'003], std::byte{9});
}

}  // namespace
