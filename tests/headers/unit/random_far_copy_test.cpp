// Random copies within another module's memory, where ranges overlap, and between two of them, against std::memmove.
#include <wasm_pseudo_link/copy.hpp>
#include <wasm_pseudo_link/span.hpp>

#include "memories.hpp"
#include "random_source.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

namespace {

using bytes = std::vector<std::uint8_t>;

// Longer than several of the pieces in which the bytes cross.
constexpr std::size_t size = 4000;

template <class M>
class memories_and_models {
 public:
  explicit memories_and_models(std::uint64_t seed) : random_(seed) {
    for (bytes *model : {&near_model_, &far_model_}) {
      std::ranges::generate(*model, [this] { return static_cast<std::uint8_t>(random_.next()); });
    }
    near_.write(near_model_.data());
    far_.write(far_model_.data());
  }

  const char *step() {
    const bool small = random_.below(8) != 0;
    const std::size_t n = random_.below(small ? 40 : size + 1);
    const std::size_t from = random_.below(size - n + 1);
    // Often not far away, so that ranges overlap.
    const std::size_t close = std::min(size - n, from + random_.below(60) - std::min<std::size_t>(from, 30));
    const std::size_t to = random_.flip() ? close : random_.below(size - n + 1);
    switch (random_.below(checks_bounds<M> ? 5 : 4)) {
      case 0:
        return copied(near_, near_model_, from, near_, near_model_, to, n) ? nullptr : "copy_within";
      case 1:
        return copied(near_, near_model_, from, far_, far_model_, to, n) ? nullptr : "copy_to_third";
      case 2:
        return copied(far_, far_model_, from, near_, near_model_, to, n) ? nullptr : "copy_from_third";
      case 3:
        return constant_copied(from, to) ? nullptr : "copy_of_constant_size";
      default:
        return refused(from, to, n) ? nullptr : "copy_beyond";
    }
  }

 private:
  template <class From, class To>
  bool copied(const block<From> &source, const bytes &source_model, std::size_t from, const block<To> &target,
              bytes &target_model, std::size_t to, std::size_t n) {
    const wpl::remote_ptr<const std::uint8_t, From> first = at<std::uint8_t>(source, from);
    const auto out = at<std::uint8_t>(target, to);
    const auto end = random_.flip() ? wpl::copy_n(first, n, out) : wpl::copy(wpl::remote_span(first, n), out);
    if (n != 0) std::memmove(target_model.data() + to, source_model.data() + from, n);
    return end == out + n && all_equal();
  }
  bool constant_copied(std::size_t from, std::size_t to) {
    from = std::min(from, size - 16);
    to = std::min(to, size - 16);
    std::size_t n = 0;
    const auto copy = [&](auto count) {
      n = count();
      wpl::copy_n(at<std::uint8_t>(near_, from), count(), at<std::uint8_t>(near_, to));
    };
    switch (random_.below(6)) {
      case 0:
        copy([] { return std::size_t{1}; });
        break;
      case 1:
        copy([] { return std::size_t{3}; });
        break;
      case 2:
        copy([] { return std::size_t{7}; });
        break;
      case 3:
        copy([] { return std::size_t{8}; });
        break;
      case 4:
        copy([] { return std::size_t{13}; });
        break;
      default:
        copy([] { return std::size_t{16}; });
    }
    std::memmove(near_model_.data() + to, near_model_.data() + from, n);
    return all_equal();
  }
  // One of the two ranges ends beyond its memory.
  bool refused(std::size_t from, std::size_t to, std::size_t n) {
    if (random_.flip()) {  // of several pieces
      n = 1 + random_.below(size);
      from = std::min(from, size - n);
      to = std::min(to, size - n);
    }
    const std::size_t beyond = size - n + 1 + random_.below(n + 20);
    (random_.flip() ? from : to) = beyond;
    if (n == 0) return true;
    try {
      if (random_.flip()) {
        wpl::copy_n(at<std::uint8_t>(near_, from), n, at<std::uint8_t>(near_, to));
      } else {
        wpl::copy_n(at<std::uint8_t>(near_, from), n, at<std::uint8_t>(far_, to));
      }
    } catch (const precondition_broken &) {
      return all_equal();
    }
    return false;
  }
  bool all_equal() {
    bytes now(size);
    near_.read(now.data());
    if (now != near_model_) return false;
    far_.read(now.data());
    return now == far_model_;
  }

  random_source random_;
  block<M> near_{size};
  block<third> far_{size};
  bytes near_model_ = bytes(size);
  bytes far_model_ = bytes(size);
};

template <class M>
class RandomFarCopy : public testing::Test {};
TYPED_TEST_SUITE(RandomFarCopy, memories);

TYPED_TEST(RandomFarCopy, agrees_with_memmove) {
  random_runs(500, [](std::uint64_t seed, std::uint64_t steps) -> const char * {
    memories_and_models<TypeParam> both(seed);
    for (; steps != 0; --steps) {
      if (const char *name = both.step()) return name;
    }
    return nullptr;
  });
}

}  // namespace
