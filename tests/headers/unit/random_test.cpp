// Random use of copies, elements, spans and views, step by step against plain arrays of bytes that do the same.
//
// Environment: WPL_RANDOM_SEED (0: one from the clock), WPL_RANDOM_CASES (steps on each memory). A failure says which
// seed repeats it.
#include <wasm_pseudo_link/copy.hpp>
#include <wasm_pseudo_link/local_view.hpp>
#include <wasm_pseudo_link/span.hpp>

#include "memories.hpp"
#include "random_source.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <functional>
#include <numeric>
#include <ranges>
#include <utility>
#include <vector>

namespace {

struct rgb {
  std::uint8_t r, g, b;
};
struct record {
  std::int64_t id;
  std::int32_t values[4];
};

// An array of bytes as std sees it: the model of a memory.
class bytes {
 public:
  explicit bytes(std::size_t size) : bytes_(size) {}
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  [[nodiscard]] std::uint8_t *data() { return bytes_.data(); }
  template <class T>
  [[nodiscard]] T get(std::size_t offset) const {
    std::array<std::byte, sizeof(T)> value;
    std::memcpy(value.data(), bytes_.data() + offset, sizeof(T));
    return std::bit_cast<T>(value);
  }
  template <class T>
  void set(std::size_t offset, const T &value) {
    std::memcpy(bytes_.data() + offset, &value, sizeof(T));
  }
  template <class T>
  [[nodiscard]] std::vector<T> get_all(std::size_t offset, std::size_t n) const {
    std::vector<T> values(n);
    if (n != 0) std::memcpy(values.data(), bytes_.data() + offset, n * sizeof(T));
    return values;
  }
  template <class T>
  void set_all(std::size_t offset, const std::vector<T> &values) {
    if (!values.empty()) std::memcpy(bytes_.data() + offset, values.data(), values.size() * sizeof(T));
  }
  friend bool operator==(const bytes &, const bytes &) = default;

 private:
  std::vector<std::uint8_t> bytes_;
};

// Memory M, memory `third`, this module's own, and a model of each. Every step works on both and compares what it
// reads.
template <class M>
class world {
 public:
  explicit world(std::uint64_t seed) : random_(seed) {
    for (bytes *model : {&remote_model_, &far_model_, &local_model_}) {
      std::generate_n(model->data(), model->size(), [this] { return static_cast<std::uint8_t>(random_.next()); });
    }
    remote_.write(remote_model_.data());
    far_.write(far_model_.data());
    local_ = local_model_;
  }

  // One step; its name if something differs now, else nullptr.
  const char *step() {
    struct entry {
      const char *name;
      void (world::*run)();
    };
    static constexpr entry steps[] = {
        {"copy_in", &world::copy_in}, {"copy_out", &world::copy_out},
        {"element", &world::element}, {"element", &world::element},
        {"change", &world::change},   {"swap_two", &world::swap_two},
        {"part", &world::part},       {"algorithm", &world::algorithm},
        {"view", &world::view},       {"nested_views", &world::nested_views},
        {"beyond", &world::beyond},   {"member", &world::member},
    };
    const entry &next = steps[random_.below(std::size(steps))];
    good_ = true;
    (this->*next.run)();
    remote_.read(now_.data());
    check(now_ == remote_model_);
    far_.read(far_now_.data());
    check(far_now_ == far_model_);
    check(local_ == local_model_);
    return good_ ? nullptr : next.name;
  }

 private:
  static constexpr std::size_t size = 300;

  void check(bool good) { good_ = good_ && good; }

  // n elements of T at a byte offset of a memory; mostly few.
  struct range {
    std::size_t offset;
    std::size_t n;
  };
  template <class T>
  range some(std::size_t least = 0) {
    const std::size_t most = size / sizeof(T);
    const std::size_t n = std::min(most, least + random_.below(random_.below(4) == 0 ? most + 1 : 10));
    return {random_.below(size - n * sizeof(T) + 1), n};
  }
  template <class T>
  wpl::remote_ptr<T, M> there(std::size_t offset) {
    return at<T>(remote_, offset);
  }
  // Calls `use` with a value of one of the element types.
  template <class F>
  void with_some_type(F use) {
    switch (random_.below(9)) {
      case 0:
        return use(std::int8_t{});
      case 1:
        return use(std::uint16_t{});
      case 2:
        return use(std::int32_t{});
      case 3:
        return use(std::uint64_t{});
      case 4:
        return use(float{});
      case 5:
        return use(double{});
      case 6:
        return use(rgb{});
      case 7:
        return use(record{});
      default:
        return use(char{});
    }
  }
  template <class T>
  T some_value() {
    std::array<std::uint64_t, (sizeof(T) + 7) / 8> words;
    for (std::uint64_t &word : words) word = random_.next();
    std::array<std::byte, sizeof(T)> value;
    std::memcpy(value.data(), words.data(), sizeof(T));
    return std::bit_cast<T>(value);
  }

  void copy_in() {
    with_some_type([this](auto type) {
      using T = decltype(type);
      const range to = some<T>();
      const std::vector<T> values = local_.get_all<T>(random_.below(size - to.n * sizeof(T) + 1), to.n);
      const auto end = random_.flip() ? wpl::copy(values, there<T>(to.offset))
                                      : wpl::copy_n(values.data(), to.n, there<T>(to.offset));
      check(end == there<T>(to.offset) + to.n);
      remote_model_.set_all(to.offset, values);
    });
  }
  void copy_out() {
    with_some_type([this](auto type) {
      using T = decltype(type);
      const range from = some<T>();
      std::vector<T> values(from.n);
      const wpl::remote_ptr<const T, M> first = there<T>(from.offset);
      if (random_.flip()) {
        wpl::copy_n(first, from.n, values.begin());
      } else {
        wpl::copy(wpl::remote_span(first, from.n), values.data());
      }
      const std::size_t to = random_.below(size - from.n * sizeof(T) + 1);
      local_.set_all(to, values);
      local_model_.set_all(to, remote_model_.get_all<T>(from.offset, from.n));
    });
  }
  void element() {
    with_some_type([this](auto type) {
      using T = decltype(type);
      const range place = some<T>(1);
      const std::size_t i = random_.below(place.n);
      const std::size_t offset = place.offset + i * sizeof(T);
      const auto p = there<T>(place.offset);
      if (random_.flip()) {
        const T value = p[i];
        check(same_bytes(value, remote_model_.get<T>(offset)));
      } else {
        const T value = some_value<T>();
        *(p + i) = value;
        remote_model_.set(offset, value);
      }
    });
  }
  void change() {
    const range place = some<std::uint16_t>(1);
    const auto p = there<std::uint16_t>(place.offset);
    auto value = remote_model_.get<std::uint16_t>(place.offset);
    const auto operand = static_cast<std::uint16_t>(1 + random_.below(9));
    switch (random_.below(8)) {
      case 0:
        *p += operand, value = static_cast<std::uint16_t>(value + operand);
        break;
      case 1:
        *p -= operand, value = static_cast<std::uint16_t>(value - operand);
        break;
      case 2:
        *p *= operand, value = static_cast<std::uint16_t>(value * operand);
        break;
      case 3:
        *p /= operand, value = static_cast<std::uint16_t>(value / operand);
        break;
      case 4:
        *p ^= operand, value = static_cast<std::uint16_t>(value ^ operand);
        break;
      case 5:
        *p <<= operand, value = static_cast<std::uint16_t>(value << operand);
        break;
      case 6:
        check((*p)++ == value), ++value;
        break;
      default:
        check((--*p).value() == --value);
        break;
    }
    remote_model_.set(place.offset, value);
  }
  void swap_two() {
    with_some_type([this](auto type) {
      using T = decltype(type);
      const range place = some<T>(1);
      const std::size_t i = random_.below(place.n);
      const std::size_t j = random_.below(place.n);
      const auto p = there<T>(place.offset);
      const T a = remote_model_.get<T>(place.offset + i * sizeof(T));
      const T b = remote_model_.get<T>(place.offset + j * sizeof(T));
      if (random_.flip()) {
        std::ranges::iter_swap(p + i, p + j);
        remote_model_.set(place.offset + i * sizeof(T), b);
        remote_model_.set(place.offset + j * sizeof(T), a);
      } else {
        p[i] = p[j];
        remote_model_.set(place.offset + i * sizeof(T), b);
      }
    });
  }

  void member() {
    const range place = some<record>(1);
    const std::size_t i = random_.below(place.n);
    const auto p = there<record>(place.offset) + i;
    record model = remote_model_.get<record>(place.offset + i * sizeof(record));
    const std::size_t index = random_.below(std::size(model.values) + 2);
    if (random_.flip()) {
      check((p->*&record::id).value() == model.id);
      model.id = some_value<std::int64_t>();
      p->*&record::id = model.id;
    } else if (refused(index >= std::size(model.values), [&] { static_cast<void>((p->*&record::values)[index]); })) {
      check((p->*&record::values)[index] == model.values[index]);
      model.values[index] = some_value<std::int32_t>();
      (p->*&record::values)[index] = model.values[index];
    }
    remote_model_.set(place.offset + i * sizeof(record), model);
  }

  // Parts of parts of a span, now and then too long ones.
  void part() {
    const range whole = some<std::int32_t>();
    wpl::remote_span<std::int32_t, M> s(there<std::int32_t>(whole.offset), whole.n);
    std::size_t first = whole.offset;
    std::size_t n = whole.n;
    for (std::size_t depth = random_.below(4); depth != 0; --depth) {
      const std::size_t offset = random_.below(n + 2);
      const std::size_t count = random_.below(8) == 0 ? SIZE_MAX - random_.below(3) : random_.below(n + 2);
      switch (random_.below(4)) {
        case 0:
          if (refused(count > n, [&] { s = s.first(count); })) n = count;
          break;
        case 1:
          if (refused(count > n, [&] { s = s.last(count); })) first += 4 * (n - count), n = count;
          break;
        case 2:
          if (refused(offset > n, [&] { s = s.subspan(offset); })) first += 4 * offset, n -= offset;
          break;
        default:
          if (refused(count > n || offset > n - count, [&] { s = s.subspan(offset, count); })) {
            first += 4 * offset, n = count;
          }
      }
    }
    check(s.data() == there<std::int32_t>(first) && s.size() == n && s.end() - s.begin() == static_cast<long>(n));
    const std::size_t index = random_.below(n + 2);
    if (refused(index >= n, [&] { static_cast<void>(s[index]); })) {
      check(s[index] == remote_model_.get<std::int32_t>(first + 4 * index));
    }
  }
  // Whether `use` went well; it must be refused exactly if `wrong`.
  template <class F>
  bool refused(bool wrong, F use) {
    try {
      use();
    } catch (const precondition_broken &) {
      check(wrong);
      return false;
    }
    check(!wrong);
    return !wrong;
  }

  void algorithm() {
    using T = std::int16_t;
    const range place = some<T>();
    const wpl::remote_span<T, M> s(there<T>(place.offset), place.n);
    std::vector<T> model = remote_model_.get_all<T>(place.offset, place.n);
    const std::size_t k = random_.below(place.n + 1);
    const T value = place.n == 0 ? T{} : model[random_.below(place.n)];
    switch (random_.below(10)) {
      case 0:
        std::ranges::sort(s), std::ranges::sort(model);
        break;
      case 1:
        std::ranges::reverse(s), std::ranges::reverse(model);
        break;
      case 2:
        std::ranges::fill(s, value), std::ranges::fill(model, value);
        break;
      case 3:
        std::rotate(s.begin(), s.begin() + k, s.end()),
            std::rotate(model.begin(), model.begin() + diff(k), model.end());
        break;
      case 4:
        check(std::ranges::find(s, value) - s.begin() == std::ranges::find(model, value) - model.begin());
        break;
      case 5:
        check(std::ranges::count(s, value) == std::ranges::count(model, value));
        break;
      case 6:
        check(std::ranges::equal(s, model));
        break;
      case 7:
        check(std::accumulate(s.begin(), s.end(), 0) == std::accumulate(model.begin(), model.end(), 0));
        break;
      case 8:
        std::ranges::transform(s, s.begin(), [](T v) { return static_cast<T>(~v); });
        std::ranges::transform(model, model.begin(), [](T v) { return static_cast<T>(~v); });
        break;
      default:
        std::copy_backward(s.begin(), s.begin() + k, s.end());
        std::copy_backward(model.begin(), model.begin() + diff(k), model.end());
    }
    remote_model_.set_all(place.offset, model);
  }
  static std::ptrdiff_t diff(std::size_t n) { return static_cast<std::ptrdiff_t>(n); }

  void view() {
    with_some_type([this](auto type) {
      using T = decltype(type);
      const range place = some<T>();
      std::vector<T> model = remote_model_.get_all<T>(place.offset, place.n);
      const auto p = there<T>(place.offset);
      switch (random_.below(5)) {
        case 0: {
          wpl::local_view v(wpl::remote_ptr<const T, M>(p), place.n);
          check(same_elements(v, model));
          return;
        }
        case 1: {
          wpl::local_view v(p, place.n);
          check(same_elements(std::as_const(v), model));
          return;
        }
        case 2: {  // what is discarded is not written, what comes after it is
          wpl::local_view v(p, place.n);
          scribble(v, model);
          const bool again = random_.flip();
          v.discard();
          if (again) scribble(v, model);
          if (!again) return;
          break;
        }
        case 3: {
          wpl::local_view first(p, place.n);
          scribble(first, model);
          wpl::local_view v = std::move(first);
          check(first.empty());  // NOLINT: that is the point
          v.write_back();
          scribble(v, model);
          break;
        }
        default: {
          wpl::local_view v(wpl::remote_span(p, place.n));
          check(v.size() == place.n && same_elements(v, model));
          scribble(v, model);
        }
      }
      remote_model_.set_all(place.offset, model);
    });
  }
  // Each view works on its own copy of the bytes as they were, and each is written back whole: the last one wins.
  void nested_views() {
    using T = std::uint32_t;
    const range outer = some<T>();
    const range inner = some<T>();
    std::vector<T> outer_model = remote_model_.get_all<T>(outer.offset, outer.n);
    {
      wpl::local_view outer_view(there<T>(outer.offset), outer.n);
      scribble(outer_view, outer_model);
      std::vector<T> inner_model = remote_model_.get_all<T>(inner.offset, inner.n);
      {
        wpl::local_view inner_view(there<T>(inner.offset), inner.n);
        check(same_elements(inner_view, inner_model));
        scribble(inner_view, inner_model);
      }
      remote_model_.set_all(inner.offset, inner_model);
    }
    remote_model_.set_all(outer.offset, outer_model);
  }
  template <class V, class T>
  void scribble(V &view, std::vector<T> &model) {
    for (std::size_t times = random_.below(4); times != 0 && !model.empty(); --times) {
      const std::size_t i = random_.below(model.size());
      model[i] = some_value<T>();
      view[i] = model[i];
    }
    static_cast<void>(view.begin());  // open for writing even if nothing was written
  }

  // A range that leaves the memory is refused, and nothing is read or written.
  void beyond() {
    if constexpr (checks_bounds<M>) {
      with_some_type([this](auto type) {
        using T = decltype(type);
        const range place = some<T>(1);
        const std::size_t bytes_beyond = 1 + random_.below(place.n * sizeof(T));
        const bool at_top = random_.below(8) == 0;  // of the address space: nothing may wrap around
        const auto p = there<T>(at_top ? 0xffff'ffff - remote_.address() - random_.below(400)
                                       : size - place.n * sizeof(T) + bytes_beyond);
        const std::size_t i = at_top ? 0 : place.n - 1;
        std::vector<T> values(place.n);
        switch (random_.below(5)) {
          case 0:
            return check_refused([&] { wpl::copy(values, p); });
          case 1:
            return check_refused([&] { wpl::copy_n(p, place.n, values.data()); });
          case 2:
            return check_refused([&] { wpl::local_view(p, place.n); });
          case 3:
            return check_refused([&] { p[i] = T{}; });
          default:
            return check_refused([&] { static_cast<void>(p[i].value()); });
        }
      });
    }
  }
  template <class F>
  void check_refused(F use) {
    refused(true, use);
  }

  template <class T>
  static bool same_bytes(const T &a, const T &b) {  // a NaN is not equal to itself
    return std::memcmp(&a, &b, sizeof(T)) == 0;
  }
  template <class V, class T>
  static bool same_elements(const V &view, const std::vector<T> &model) {
    return std::ranges::equal(view, model, [](const T &a, const T &b) { return same_bytes(a, b); });
  }

  random_source random_;
  block<M> remote_{size};
  block<third> far_{size};
  bytes local_{size};
  bytes remote_model_{size}, far_model_{size}, local_model_{size};
  bytes now_{size}, far_now_{size};
  bool good_ = true;
};

template <class M>
class Random : public testing::Test {};
TYPED_TEST_SUITE(Random, memories);

TYPED_TEST(Random, steps_agree_with_a_model) {
  random_runs(1000, [](std::uint64_t seed, std::uint64_t steps) -> const char * {
    world<TypeParam> world(seed);
    for (; steps != 0; --steps) {
      if (const char *name = world.step()) return name;
    }
    return nullptr;
  });
}

}  // namespace
