// Algorithms of std and std::ranges on another module's memory: each does what it does on a local vector.
#include <wasm_pseudo_link/remote_ptr.hpp>
#include <wasm_pseudo_link/span.hpp>

#include "memories.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iterator>
#include <numeric>
#include <random>
#include <vector>

namespace {

template <class M>
class Algorithms : public memory_test<M> {
 protected:
  // Runs `algorithm(first, last)` on the same values in both memories; result and contents must be equal.
  template <class T, class A>
  void check(const std::vector<T> &values, A algorithm) {
    SCOPED_TRACE(__PRETTY_FUNCTION__);
    std::vector<T> local = values;
    auto first = this->put(values);
    if constexpr (std::is_void_v<decltype(algorithm(local.begin(), local.end()))>) {
      algorithm(local.begin(), local.end());
      algorithm(first, first + values.size());
    } else {
      const auto expected = algorithm(local.begin(), local.end());
      EXPECT_EQ(algorithm(first, first + values.size()), expected);
    }
    EXPECT_EQ(this->template get<T>(), local);
  }
  template <class A>
  void check(A algorithm) {
    std::mt19937 random(1);
    for (std::size_t n : {0u, 1u, 2u, 3u, 16u, 17u, 100u, 1000u}) {
      std::vector<std::int16_t> values(n);
      for (auto &v : values) v = static_cast<std::int16_t>(random() % 200);
      check(values, algorithm);
    }
  }
};
TYPED_TEST_SUITE(Algorithms, memories);

const auto at = [](auto first, auto i) { return i - first; };

TYPED_TEST(Algorithms, sorting) {
  this->check([](auto b, auto e) { std::sort(b, e); });
  this->check([](auto b, auto e) { std::sort(b, e, std::greater<>()); });
  this->check([](auto b, auto e) { std::ranges::sort(b, e); });
  this->check([](auto b, auto e) { std::ranges::sort(b, e, {}, [](int v) { return v % 10 * 1000 + v; }); });
  this->check([](auto b, auto e) { std::stable_sort(b, e, [](int x, int y) { return x % 10 < y % 10; }); });
  this->check([](auto b, auto e) { std::ranges::stable_sort(b, e, {}, [](int v) { return v % 10; }); });
  this->check([](auto b, auto e) { std::make_heap(b, e), std::sort_heap(b, e); });
  this->check([](auto b, auto e) { std::partial_sort(b, b + (e - b) / 2, e), std::sort(b, e); });
  this->check([](auto b, auto e) {
    if (b != e) std::ranges::nth_element(b, b + (e - b) / 2, e), std::ranges::sort(b, e);
  });
}

TYPED_TEST(Algorithms, reading) {
  this->check([](auto b, auto e) { return std::accumulate(b, e, 0); });
  this->check([](auto b, auto e) { return std::reduce(b, e, 0); });
  this->check([](auto b, auto e) { return std::inner_product(b, e, b, 0); });
  this->check([](auto b, auto e) { return at(b, std::find(b, e, 7)); });
  this->check([](auto b, auto e) { return at(b, std::ranges::find_if(b, e, [](int v) { return v > 150; })); });
  this->check([](auto b, auto e) { return std::ranges::count(b, e, 7); });
  this->check([](auto b, auto e) { return at(b, std::max_element(b, e)); });
  this->check([](auto b, auto e) { return at(b, std::ranges::min_element(b, e)); });
  this->check([](auto b, auto e) { return std::ranges::is_sorted(b, e); });
  this->check([](auto b, auto e) { return at(b, std::adjacent_find(b, e)); });
  this->check([](auto b, auto e) { return std::equal(b, e, b); });
  this->check([](auto b, auto e) {
    unsigned sum = 0;
    std::ranges::for_each(b, e, [&](int v) { sum = sum * 3 + static_cast<unsigned>(v); });
    return sum;
  });
}

TYPED_TEST(Algorithms, searching_in_order) {
  this->check([](auto b, auto e) {
    std::sort(b, e);
    return std::vector<std::ptrdiff_t>{at(b, std::lower_bound(b, e, 100)), at(b, std::ranges::upper_bound(b, e, 100)),
                                       std::ranges::binary_search(b, e, 100)};
  });
}

TYPED_TEST(Algorithms, changing) {
  this->check([](auto b, auto e) { std::reverse(b, e); });
  this->check([](auto b, auto e) { std::ranges::reverse(b, e); });
  this->check([](auto b, auto e) { return at(b, std::rotate(b, b + (e - b) / 3, e)); });
#if !defined(__GLIBCXX__)  // keeps `auto t = std::move(*p)` instead of a value: wrong for every proxy reference
  this->check([](auto b, auto e) { std::ranges::rotate(b, b + (e - b) / 3, e); });
#endif
  this->check([](auto b, auto e) { std::fill(b, e, std::int16_t{5}); });
  this->check([](auto b, auto e) { std::iota(b, e, std::int16_t{5}); });
  const auto negated = [](int v) { return static_cast<std::int16_t>(-v); };
  this->check([&](auto b, auto e) { std::ranges::transform(b, e, b, negated); });
  this->check([](auto b, auto e) { std::replace(b, e, 7, 8); });
  this->check([](auto b, auto e) { return at(b, std::partition(b, e, [](int v) { return v < 100; })); });
  this->check([](auto b, auto e) { return at(b, std::stable_partition(b, e, [](int v) { return v < 100; })); });
  this->check([](auto b, auto e) { return at(b, std::unique(b, e)); });
  this->check([](auto b, auto e) { return at(b, std::remove(b, e, 7)); });
  const auto sum = [](int x, int y) { return static_cast<std::int16_t>(x + y); };
  this->check([&](auto b, auto e) { std::partial_sum(b, e, b, sum); });
  this->check([](auto b, auto e) { std::shuffle(b, e, std::mt19937(3)); });
  this->check([](auto b, auto e) { std::next_permutation(b, e); });
  this->check([](auto b, auto e) { std::inplace_merge(b, b, e); });
  this->check([](auto b, auto e) { std::copy_backward(b, b + (e - b) / 2, e); });
  this->check([](auto b, auto e) { std::ranges::move(b + (e - b) / 2, e, b); });
  this->check([](auto b, auto e) { std::swap_ranges(b, b + (e - b) / 2, b + (e - b) / 2); });
  this->check([](auto b, auto e) { std::for_each(b, e, [](auto &&v) { v = static_cast<std::int16_t>(v * 2); }); });
}

TYPED_TEST(Algorithms, between_the_memories) {
  const std::vector<std::int16_t> values{3, 1, 2};
  auto first = this->put(values);
  std::vector<std::int16_t> out(3);
  std::ranges::copy(first, first + 3, out.begin());
  EXPECT_EQ(out, values);
  std::ranges::sort(out);
  std::copy(out.begin(), out.end(), first);
  EXPECT_EQ(this->template get<std::int16_t>(), out);
  std::vector<std::int16_t> back;
  std::ranges::reverse_copy(first, first + 3, std::back_inserter(back));
  EXPECT_EQ(back, (std::vector<std::int16_t>{3, 2, 1}));
  std::vector<int> merged;
  std::merge(first, first + 3, out.begin(), out.end(), std::back_inserter(merged));
  EXPECT_EQ(merged, (std::vector<int>{1, 1, 2, 2, 3, 3}));
  const std::reverse_iterator last(first + 3);
  EXPECT_EQ((*last).value(), 3);
  EXPECT_EQ(std::vector<int>(first, first + 3), (std::vector<int>{1, 2, 3}));
}

struct person {
  std::int32_t age;
  char name[12];
  friend bool operator==(const person &, const person &) = default;
};

TYPED_TEST(Algorithms, of_structs) {
  const std::vector<person> people{{40, "Ada"}, {20, "Bo"}, {30, "Cy"}};
  const auto younger = [](const person &a, const person &b) { return a.age < b.age; };
  const auto age = [](const person &p) { return p.age; };
  this->check(people, [&](auto b, auto e) { std::sort(b, e, younger); });
  this->check(people, [&](auto b, auto e) { std::ranges::sort(b, e, std::ranges::greater(), age); });
  this->check(people, [&](auto b, auto e) { return at(b, std::ranges::find(b, e, 30, age)); });
}

TYPED_TEST(Algorithms, of_enums_and_floats) {
  enum class level : unsigned char { low, middle, high };
  this->check(std::vector{level::high, level::low, level::middle}, [](auto b, auto e) { std::ranges::sort(b, e); });
  this->check(std::vector{2.5, -1.0, 0.0}, [](auto b, auto e) {
    std::sort(b, e);
    return std::accumulate(b, e, 0.0);
  });
}

}  // namespace
