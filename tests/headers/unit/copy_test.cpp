#include <wasm_pseudo_link/copy.hpp>
#include <wasm_pseudo_link/span.hpp>

#include "at_address.hpp"
#include "memories.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <random>
#include <span>
#include <utility>
#include <vector>

namespace {

template <class M>
class Copy : public memory_test<M> {};
TYPED_TEST_SUITE(Copy, memories);

TYPED_TEST(Copy, both_ways) {
  auto p = this->put(std::vector<std::int32_t>(5, 0));
  const std::vector<std::int32_t> values{1, 2, 3};
  EXPECT_EQ(wpl::copy_n(values.data(), 3, p + 1), p + 4);
  EXPECT_EQ(this->template get<std::int32_t>(), (std::vector<std::int32_t>{0, 1, 2, 3, 0}));
  std::array<std::int32_t, 4> out{};
  EXPECT_EQ(wpl::copy_n(p, 4, out.data()), out.data() + 4);
  EXPECT_EQ(out, (std::array<std::int32_t, 4>{0, 1, 2, 3}));
}

TYPED_TEST(Copy, iterators_and_ranges) {
  auto p = this->put(std::vector<std::uint8_t>(6, 0));
  std::vector<std::uint8_t> values{1, 2, 3};
  EXPECT_EQ(wpl::copy(values, p), p + 3);
  EXPECT_EQ(wpl::copy(values.cbegin(), values.cend(), p + 3), p + 6);
  EXPECT_EQ(this->template get<std::uint8_t>(), (std::vector<std::uint8_t>{1, 2, 3, 1, 2, 3}));
  EXPECT_EQ(wpl::copy(std::span<const std::uint8_t>(values).first(1), p + 5), p + 6);

  std::vector<std::uint8_t> out(6);
  const wpl::remote_ptr<const std::uint8_t, TypeParam> c = p;
  EXPECT_EQ(wpl::copy(c, c + 6, out.begin()), out.end());
  EXPECT_EQ(out, this->template get<std::uint8_t>());
  EXPECT_EQ(wpl::copy(wpl::remote_span(p, 2), out.begin() + 4), out.end());
  EXPECT_EQ(out[5], 2);
}

TYPED_TEST(Copy, to_a_range) {
  auto p = this->put(std::vector<std::int32_t>(4, 0));
  const wpl::remote_span<std::int32_t, TypeParam> there(p, 4);
  const std::vector<std::int32_t> values{1, 2, 3};
  EXPECT_EQ(wpl::copy(values, there), p + 3);
  EXPECT_EQ(wpl::copy(values, there.subspan(1)), p + 4);
  EXPECT_EQ(this->template get<std::int32_t>(), (std::vector<std::int32_t>{1, 1, 2, 3}));
  std::vector<std::int32_t> here(5, 9);
  EXPECT_EQ(wpl::copy(there, here), here.begin() + 4);
  EXPECT_EQ(here, (std::vector<std::int32_t>{1, 1, 2, 3, 9}));
  std::array<std::int32_t, 4> all{};
  EXPECT_EQ(wpl::copy(there, std::span(all)), std::span(all).end());
  EXPECT_EQ(all[3], 3);
  EXPECT_EQ(wpl::copy(there.first(2), there.last(2)), p + 4);
  EXPECT_EQ(this->template get<std::int32_t>(), (std::vector<std::int32_t>{1, 1, 1, 1}));
}

TYPED_TEST(Copy, to_a_range_that_is_too_small) {
  auto p = this->put(std::vector<std::int32_t>(2, 7));
  const std::vector<std::int32_t> values{1, 2, 3};
  EXPECT_THROW(wpl::copy(values, wpl::remote_span(p, 2)), precondition_broken);
  EXPECT_EQ(this->template get<std::int32_t>(), (std::vector<std::int32_t>{7, 7}));
  std::vector<std::int32_t> here(1, 9);
  EXPECT_THROW(wpl::copy(wpl::remote_span(p, 2), here), precondition_broken);
  EXPECT_EQ(here[0], 9);
}

TYPED_TEST(Copy, whole_structs) {
  struct sample {
    std::int64_t time;
    float value;
  };
  std::vector<sample> values(3);
  std::memset(static_cast<void *>(values.data()), 0, sizeof(sample) * 3);
  values[2] = {7, 0.5f};
  auto p = this->put(std::vector<sample>(3));
  wpl::copy(values, p);
  EXPECT_EQ(p[2].value().time, 7);
  EXPECT_EQ(p[2].value().value, 0.5f);
}

TEST(CopyHere, the_same_line_works_inside_one_module) {
  std::vector<int> values{1, 2, 3, 4};
  EXPECT_EQ(wpl::copy_n(values.data(), 3, values.data() + 1), values.data() + 4) << "ranges may overlap";
  EXPECT_EQ(values, (std::vector<int>{1, 1, 2, 3}));
  EXPECT_EQ(wpl::copy(values.begin(), values.begin(), values.data()), values.data());
}

TEST(CopyCost, is_one_bridge_call_and_none_for_nothing) {
  using calls = wpl::testing::loopback_calls;
  other::memory().assign(4096, std::byte{0});
  std::vector<std::int16_t> values(1000);
  const auto p = at_address<wpl::remote_ptr<std::int16_t, other>>(1);
  other::calls() = {};
  wpl::copy(values, p);
  EXPECT_EQ(other::calls(), (calls{0, 0, 1, 2000}));
  wpl::copy_n(p, 1000, values.begin());
  EXPECT_EQ(other::calls(), (calls{0, 0, 2, 4000}));
  wpl::copy_n(values.data(), 0, p);
  wpl::copy_n(p, 0, values.data());
  EXPECT_EQ(other::calls(), (calls{0, 0, 2, 4000}));
  EXPECT_NO_THROW(wpl::copy_n(values.data(), 0, at_address<wpl::remote_ptr<std::int16_t, other>>(0xffff'ffff)));
}

TEST(CopyBounds, nothing_is_written_if_a_range_leaves_the_memory) {
  other::memory().assign(100, std::byte{7});
  const std::vector<char> values(50, 'x');
  using pointer = wpl::remote_ptr<char, other>;
  EXPECT_NO_THROW(wpl::copy(values, at_address<pointer>(50)));
  other::memory().assign(100, std::byte{7});
  EXPECT_THROW(wpl::copy(values, at_address<pointer>(51)), precondition_broken);
  EXPECT_THROW(wpl::copy(values, at_address<pointer>(0xffff'fff0)), precondition_broken) << "no wrap-around";
  EXPECT_EQ(other::memory(), std::vector<std::byte>(100, std::byte{7}));
  std::vector<char> out(50, 'y');
  EXPECT_THROW(wpl::copy_n(at_address<pointer>(51), 50, out.data()), precondition_broken);
  EXPECT_EQ(out, std::vector<char>(50, 'y'));
}

TEST(CopyBounds, more_bytes_than_32_bits_are_refused_instead_of_cut) {
  other::memory().assign(100, std::byte{0});
  const auto p = at_address<wpl::remote_ptr<std::int64_t, other>>(0);
  std::int64_t value = 0;
  EXPECT_THROW(wpl::copy_n(&value, 0x2000'0001, p), precondition_broken);  // 8 bytes if cut
  EXPECT_THROW(wpl::copy_n(p, 0x2000'0001, &value), precondition_broken);
}

// Small copies by accessor calls: every number of bytes that has them.
template <std::size_t N, class M>
void check_small_copy(wpl::remote_ptr<std::uint8_t, M> p) {
  SCOPED_TRACE(N);
  std::array<std::uint8_t, N + 2> local{};
  for (std::size_t i = 0; i < N; ++i) local[i + 1] = static_cast<std::uint8_t>(0xf1 + i);
  for (std::size_t i = 0; i < N + 2; ++i) p[i] = std::uint8_t{7};
  wpl::detail::small_copy_in<N, M>((p + 1).local_address(), local.data() + 1);
  for (std::size_t i = 0; i < N; ++i) EXPECT_EQ(p[i + 1], local[i + 1]) << i;
  EXPECT_EQ(p[0], 7);
  EXPECT_EQ(p[N + 1], 7);
  std::array<std::uint8_t, N + 2> back{};
  wpl::detail::small_copy_out<N, M>(back.data() + 1, (p + 1).local_address());
  EXPECT_EQ(back, local);
}
template <std::size_t N>
void check_small_cost() {
  other::memory().assign(64, std::byte{0});
  other::calls() = {};
  std::array<std::uint8_t, N> bytes{};
  const std::size_t one = std::has_single_bit(N) && N < 16 ? 1 : 2;
  wpl::detail::small_copy_in<N, other>(3, bytes.data());
  EXPECT_EQ(other::calls(), (wpl::testing::loopback_calls{0, one, 0, 0})) << N;
  wpl::detail::small_copy_out<N, other>(bytes.data(), 3);
  EXPECT_EQ(other::calls(), (wpl::testing::loopback_calls{one, one, 0, 0})) << N;
}
// At each distance from the memory's end: whole or not at all.
template <std::size_t N>
void check_small_bounds() {
  SCOPED_TRACE(N);
  std::array<std::uint8_t, N> ones;
  ones.fill(1);
  for (std::uint32_t left = 0; left <= N; ++left) {
    other::memory().assign(100, std::byte{9});
    std::array<std::uint8_t, N> out;
    out.fill(5);
    if (left == N) {
      EXPECT_NO_THROW((wpl::detail::small_copy_in<N, other>(100 - left, ones.data())));
      EXPECT_NO_THROW((wpl::detail::small_copy_out<N, other>(out.data(), 100 - left)));
      EXPECT_EQ(out, ones);
    } else {
      EXPECT_THROW((wpl::detail::small_copy_in<N, other>(100 - left, ones.data())), precondition_broken);
      EXPECT_THROW((wpl::detail::small_copy_out<N, other>(out.data(), 100 - left)), precondition_broken);
      EXPECT_EQ(other::memory(), std::vector<std::byte>(100, std::byte{9})) << left;
      EXPECT_EQ(out[0], 5) << left;
    }
  }
}

// A memory of all 4 GiB, of which the first and the last 32 bytes can be looked at.
struct whole : wpl::testing::loopback<whole> {
  static address_type fold(address_type a) {
    if (a >= 32 && a < 0xffff'ffe0) WPL_FAILURE("whole: not one of the bytes that can be looked at");
    return a < 32 ? a + 32 : a - 0xffff'ffe0;
  }
  static std::int64_t getI64(address_type a) { return loopback::getI64(fold(a)); }
  static void setI64(address_type a, std::int64_t value) { loopback::setI64(fold(a), value); }
  static std::int16_t getI16(address_type a) { return loopback::getI16(fold(a)); }
  static void setI16(address_type a, std::int16_t value) { loopback::setI16(fold(a), value); }
};

template <std::size_t... I>
void check_all_small(std::index_sequence<I...>) {
  (check_small_cost<I + 1>(), ...);
  (check_small_bounds<I + 1>(), ...);
}

TYPED_TEST(Copy, of_1_to_16_bytes_by_accessor) {
  const auto p = this->put(std::vector<std::uint8_t>(18));
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (check_small_copy<I + 1>(p), ...);
  }(std::make_index_sequence<16>());
}
TEST(CopySmall, takes_at_most_two_calls_and_is_never_partial) { check_all_small(std::make_index_sequence<16>()); }

TEST(CopySmall, does_not_go_on_at_address_0_after_the_last_one) {
  whole::memory().assign(64, std::byte{9});
  std::array<std::uint8_t, 16> bytes{};
  for (std::uint32_t a = 0xffff'fff1; a != 0; ++a) {
    EXPECT_THROW((wpl::detail::small_copy_in<16, whole>(a, bytes.data())), precondition_broken) << a;
    EXPECT_THROW((wpl::detail::small_copy_out<16, whole>(bytes.data(), a)), precondition_broken) << a;
  }
  EXPECT_THROW((wpl::detail::small_copy_in<3, whole>(0xffff'fffe, bytes.data())), precondition_broken);
  EXPECT_EQ(whole::memory(), std::vector<std::byte>(64, std::byte{9}));
  EXPECT_NO_THROW((wpl::detail::small_copy_in<16, whole>(0xffff'fff0, bytes.data())));
  EXPECT_NO_THROW((wpl::detail::small_copy_in<3, whole>(0xffff'fffd, bytes.data())));
  EXPECT_EQ(whole::memory()[31], std::byte{0});
  EXPECT_EQ(whole::memory()[32], std::byte{9});
}

TEST(CopySmall, constants_and_elements_take_them) {
  struct triple {
    std::uint8_t v[3];
  };
  struct vector4 {
    float v[4];
  };
  using calls = wpl::testing::loopback_calls;
  other::memory().assign(64, std::byte{0});
  other::calls() = {};
  const auto t = at_address<wpl::remote_ptr<triple, other>>(1);
  t[1] = t[0];
  EXPECT_EQ(other::calls(), (calls{2, 2, 0, 0}));
  const auto v = at_address<wpl::remote_ptr<vector4, other>>(1);
  v[1] = v[0];
  EXPECT_EQ(other::calls(), (calls{4, 4, 0, 0}));
#if defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__)
  float four[4]{};
  const auto f = at_address<wpl::remote_ptr<float, other>>(1);
  wpl::copy(four, f);
  wpl::copy_n(f, 4, four);
  EXPECT_EQ(other::calls(), (calls{6, 6, 0, 0}));
#endif
}

// Between two other memories.
template <class M>
class CopyAcross : public testing::Test {};
TYPED_TEST_SUITE(CopyAcross, memories);

TYPED_TEST(CopyAcross, sizes_around_the_stage) {
  for (const std::size_t n : {0u, 1u, 5u, 16u, 17u, 1023u, 1024u, 1025u, 2048u, 2049u, 5000u}) {
    SCOPED_TRACE(n);
    std::vector<std::uint8_t> values(n);
    for (std::size_t i = 0; i < n; ++i) values[i] = static_cast<std::uint8_t>(i * 7 + i / 256);
    block<TypeParam> from(n);
    from.write(values.data());
    third::memory().assign(n + 9, std::byte{0xcc});
    const auto to = at_address<wpl::remote_ptr<std::uint8_t, third>>(5);
    EXPECT_EQ(wpl::copy_n(at<const std::uint8_t>(from), n, to), to + n);
    std::vector<std::uint8_t> there(n);
    wpl::copy_n(to, n, there.begin());
    EXPECT_EQ(there, values);
    EXPECT_EQ(third::memory()[4], std::byte{0xcc});
    EXPECT_EQ(third::memory()[n + 5], std::byte{0xcc});

    from.write(std::vector<std::uint8_t>(n).data());
    wpl::copy(wpl::remote_span(to, n), at<std::uint8_t>(from));
    std::vector<std::uint8_t> back(n);
    from.read(back.data());
    EXPECT_EQ(back, values);
  }
}

TYPED_TEST(CopyAcross, within_one_memory_ranges_may_overlap) {
  constexpr std::size_t size = 6000;
  std::vector<std::uint8_t> model(size);
  for (std::size_t i = 0; i < size; ++i) model[i] = static_cast<std::uint8_t>(i * 31 + i / 256);
  block<TypeParam> bytes(size);
  bytes.write(model.data());
  const auto p = at<std::uint8_t>(bytes);
  for (const std::size_t n : {0u, 1u, 16u, 1000u, 1024u, 1025u, 3000u, 4500u}) {
    for (const std::size_t from : {0u, 1u, 100u, 1024u, 1500u}) {
      for (const std::size_t to : {0u, 1u, 99u, 101u, 1023u, 1025u, 1500u}) {
        std::memmove(model.data() + to, model.data() + from, n);
        EXPECT_EQ(wpl::copy_n(p + from, n, p + to), p + to + n);
        std::vector<std::uint8_t> now(size);
        bytes.read(now.data());
        ASSERT_EQ(now, model) << n << " bytes from " << from << " to " << to;
      }
    }
  }
}

TEST(CopyAcrossBounds, nothing_is_written_if_either_range_leaves_its_memory) {
  using from = wpl::remote_ptr<const char, other>;
  using to = wpl::remote_ptr<char, third>;
  other::memory().assign(5000, std::byte{1});
  third::memory().assign(5000, std::byte{2});
  const auto refused = [](std::uint32_t source, std::size_t n, std::uint32_t dest) {
    SCOPED_TRACE(n);
    EXPECT_THROW(wpl::copy_n(at_address<from>(source), n, at_address<to>(dest)), precondition_broken);
    EXPECT_TRUE(third::memory() == std::vector<std::byte>(5000, std::byte{2}));
  };
  for (const std::uint32_t n : {1u, 16u, 1000u, 1024u, 1025u, 4000u}) {
    refused(5001 - n, n, 0);
    refused(0, n, 5001 - n);
    refused(0xffff'ffff, n, 0);
    refused(0, n, 0xffff'ffff);
    refused(0u - n / 2 - 1, n, 0);
    refused(0, n, 0u - n / 2 - 1);
  }
  refused(0, 0xffff'ffff, 0);
  refused(4999, 0xffff'ffff, 4999);
  const auto wide = at_address<wpl::remote_ptr<std::int64_t, other>>(0);
  EXPECT_THROW(wpl::copy_n(wide, 0x2000'0001, at_address<wpl::remote_ptr<std::int64_t, third>>(0)),
               precondition_broken);
  EXPECT_NO_THROW(wpl::copy_n(at_address<from>(5000), 0, at_address<to>(0xffff'ffff)));
  EXPECT_NO_THROW(wpl::copy_n(at_address<from>(1000), 4000, at_address<to>(1000)));
}

TEST(CopyAcrossCost, is_two_bridge_calls_a_kib) {
  using calls = wpl::testing::loopback_calls;
  other::memory().assign(5000, std::byte{1});
  third::memory().assign(5000, std::byte{2});
  other::calls() = third::calls() = {};
  const auto from = at_address<wpl::remote_ptr<std::int16_t, other>>(1);
  const auto to = at_address<wpl::remote_ptr<std::int16_t, third>>(3);
  wpl::copy_n(from, 512, to);
  EXPECT_EQ(other::calls(), (calls{0, 0, 1, 1024}));
  EXPECT_EQ(third::calls(), (calls{0, 0, 1, 1024}));
  wpl::copy_n(from, 1025, to);
  EXPECT_EQ(other::calls(), (calls{1, 0, 4, 1024 + 2050}));
  EXPECT_EQ(third::calls(), (calls{1, 0, 4, 1024 + 2050}));
}

// Random copies both ways against two byte arrays.
TEST(CopyModel, agrees_with_memcpy_on_byte_arrays) {
  constexpr std::size_t size = 3000;
  std::mt19937 random(20261123);
  const auto below = [&](std::size_t n) { return static_cast<std::uint32_t>(random() % n); };
  other::memory().resize(size);
  std::vector<std::uint8_t> local(size);
  for (std::size_t i = 0; i < size; ++i) {
    local[i] = static_cast<std::uint8_t>(random());
    other::memory()[i] = static_cast<std::byte>(random());
  }
  std::vector<std::byte> remote_model = other::memory();
  std::vector<std::uint8_t> local_model = local;
  for (int round = 0; round < 100'000; ++round) {
    const std::uint32_t n = below(below(4) == 0 ? 600 : 20);
    const std::uint32_t from = below(size - n + 1);
    const std::uint32_t to = below(size - n + 1);
    if (below(2) == 0) {
      wpl::copy_n(local.data() + from, n, at_address<wpl::remote_ptr<std::uint8_t, other>>(to));
      if (n != 0) std::memcpy(remote_model.data() + to, local_model.data() + from, n);
    } else {
      wpl::copy_n(at_address<wpl::remote_ptr<std::uint8_t, other>>(from), n, local.data() + to);
      if (n != 0) std::memcpy(local_model.data() + to, remote_model.data() + from, n);
    }
  }
  EXPECT_EQ(local, local_model);
  EXPECT_EQ(other::memory(), remote_model);
}

}  // namespace
