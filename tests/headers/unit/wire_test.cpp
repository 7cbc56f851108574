// Which wasm values parameters and results become, and that each comes back as it went.
#include <wasm_pseudo_link/detail/wire.hpp>

#include "at_address.hpp"
#include "memories.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string_view>
#include <type_traits>

namespace {

using wpl::detail::letters_of;
using wpl::detail::marshal;
using wpl::detail::wire_signature;

enum class small : std::int8_t { negative = -3 };
enum class wide : std::uint64_t { most = ~0ull };

template <std::size_t N>
struct bytes {
  std::uint8_t at[N];
  friend bool operator==(const bytes &, const bytes &) = default;
};

template <class F>
std::string_view letters() {
  return letters_of<wire_signature<F>>::text;
}

TEST(Wire, letters) {
  EXPECT_EQ(letters<void()>(), "v");
  EXPECT_EQ((letters<std::int8_t(bool, std::uint16_t, char, small)>()), "iiiii");
  EXPECT_EQ((letters<std::int64_t(wide, std::uint64_t)>()), "jjj");
  EXPECT_EQ((letters<float(double, float)>()), "fdf");
  EXPECT_EQ((letters<wpl::remote_ptr<int, other>(wpl::remote_ptr<const void, other>)>()), "ii");
  EXPECT_EQ((letters<wpl::remote_function<int(), other>(wpl::remote_function<int(), other>)>()), "ii");
  EXPECT_EQ((letters<void(bytes<1>, bytes<8>, bytes<9>, bytes<64>)>()), "vjjjjjjjjjjjj");
  EXPECT_EQ((letters<bytes<8>(bytes<3>)>()), "jj");
  if constexpr (sizeof(void *) == 4) {
    EXPECT_EQ((letters<void(wpl::remote_span<int, other>, int *, std::string_view)>()), "viiiii");
    EXPECT_EQ((letters<wpl::remote_span<int, other>()>()), "j");
    EXPECT_EQ((letters<bytes<9>()>()), "i");
  }
}

// Calls f as from another module: packed here, unpacked there, and the result back.
template <class R, class... A>
R through(R (*f)(A...), std::type_identity_t<A>... arguments) {
  const auto call = [f](auto... values) { return marshal<R(A...)>::receive(f, values...); };
  const auto copy = [](void *to, auto from, std::uint32_t size) {
    std::memcpy(to, reinterpret_cast<const void *>(static_cast<std::uintptr_t>(from)), size);
  };
  return marshal<R(A...)>::send(call, copy, arguments...);
}

template <class T>
T same_value(T value) {
  return value;
}
template <class T>
T round_trip(T value) {
  return through(same_value<T>, value);
}

TEST(Wire, numbers_and_enums) {
  EXPECT_EQ(round_trip(std::numeric_limits<std::int8_t>::min()), std::numeric_limits<std::int8_t>::min());
  EXPECT_EQ(round_trip(std::numeric_limits<std::uint16_t>::max()), std::numeric_limits<std::uint16_t>::max());
  EXPECT_EQ(round_trip(std::numeric_limits<std::int64_t>::min()), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(round_trip(0.1f), 0.1f);
  EXPECT_EQ(round_trip(-0.1), -0.1);
  EXPECT_TRUE(round_trip(true));
  EXPECT_FALSE(round_trip(false));
  EXPECT_EQ(round_trip(small::negative), small::negative);
  EXPECT_EQ(round_trip(wide::most), wide::most);
}

TEST(Wire, any_number_is_a_bool) { EXPECT_TRUE(wpl::detail::wire<bool>::unpack(2)); }

template <std::size_t N>
void expect_round_trip() {
  bytes<N> b{};
  for (std::size_t i = 0; i < N; ++i) b.at[i] = static_cast<std::uint8_t>(i + 1);
  EXPECT_EQ(round_trip(b), b) << N;
}

TEST(Wire, structs) {
  expect_round_trip<1>();
  expect_round_trip<3>();
  expect_round_trip<7>();
  expect_round_trip<8>();
  expect_round_trip<9>();
  expect_round_trip<24>();
  expect_round_trip<63>();
  expect_round_trip<64>();
}

TEST(Wire, the_rest_of_the_last_word_is_zero) {
  const auto values = wpl::detail::wire<bytes<3>>::pack({{1, 2, 3}});
  EXPECT_EQ(std::get<0>(values), 0x030201u);
}

TEST(Wire, parameters_of_several_values_keep_their_places) {
  const auto f = +[](int a, bytes<12> b, double c, wpl::remote_span<int, other> d, bytes<1> e) {
    return a + b.at[11] + c + static_cast<double>(d.size()) + e.at[0];
  };
  bytes<12> b{};
  b.at[11] = 20;
  const wpl::remote_span<int, other> range(at_address<wpl::remote_ptr<int, other>>(8), 300);
  EXPECT_EQ(through(f, 1, b, 0.5, range, {{4}}), 325.5);
}

TEST(Wire, pointers_and_ranges_of_this_module_and_of_others) {
  int value = 0;
  EXPECT_EQ(round_trip(&value), &value);
  const auto p = at_address<wpl::remote_ptr<int, other>>(0xfffffff0u);
  EXPECT_EQ(round_trip(p), p);
  EXPECT_EQ(round_trip(wpl::remote_ptr<int, other>()), nullptr);
  const wpl::remote_function<int(), other> f{};
  EXPECT_EQ(round_trip(f), f);

  const auto size = +[](wpl::remote_span<int, other> s) { return s.size() + s.data().local_address(); };
  EXPECT_EQ(through(size, {at_address<wpl::remote_ptr<int, other>>(1000), 5}), 1005u);
  const auto text = +[](std::string_view s) { return s.size() + (s.data()[0] == 'a'); };
  EXPECT_EQ(through(text, "abc"), 4u);
  const auto back = round_trip(wpl::remote_span<int, other>(at_address<wpl::remote_ptr<int, other>>(4), 70000));
  EXPECT_EQ(back.size(), 70000u);
  EXPECT_EQ(back.data().local_address(), 4u);
}

TEST(Wire, no_address_of_a_result_is_a_struct_of_zeros) {
  using result = wpl::detail::wire_result<bytes<12>>;
  EXPECT_EQ(result::unpack(0, [](auto...) { ADD_FAILURE() << "nothing is copied from address 0"; }), bytes<12>{});
}

TEST(Wire, nothing_as_result) {
  static int calls;
  const auto f = +[](int n) { calls += n; };
  through(f, 4);
  EXPECT_EQ(calls, 4);
}

}  // namespace
