#include <wasm_pseudo_link/copy.hpp>
#include <wasm_pseudo_link/span.hpp>

#include "at_address.hpp"
#include "memories.hpp"

#include <array>
#include <cstdint>
#include <cstring>
#include <random>
#include <span>
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
