// Random use of buffers against std::vectors: making, moving, swapping, giving away and taking over, writing, freeing.
// What two buffers share, or one loses, differs from its vector.
#include <wasm_pseudo_link/buffer.hpp>
#include <wasm_pseudo_link/copy.hpp>

#include "memories.hpp"
#include "random_source.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <ranges>
#include <utility>
#include <vector>

namespace {

// How many blocks M's allocator has given, for memories that know it.
template <class M>
std::size_t blocks(std::size_t otherwise) {
  if constexpr (checks_bounds<M>) {
    return M::heap().blocks();
  } else {
    return otherwise;
  }
}

template <class T, class M>
class buffers {
 public:
  explicit buffers(std::uint64_t seed) : random_(seed), before_(blocks<M>(0)) {}

  const char *step() {
    struct entry {
      const char *name;
      void (buffers::*run)();
    };
    static constexpr entry steps[] = {
        {"make", &buffers::make},       {"make_of_values", &buffers::make_of_values},
        {"assign", &buffers::assign},   {"swap", &buffers::swap_two},
        {"pass_on", &buffers::pass_on}, {"write", &buffers::write},
        {"write", &buffers::write},     {"free", &buffers::free_one},
        {"index", &buffers::index},
    };
    const entry &next = steps[random_.below(std::size(steps))];
    good_ = true;
    (this->*next.run)();
    compare(any());
    return good_ ? nullptr : next.name;
  }
  // After the last step.
  const char *end() {
    good_ = true;
    for (entry &e : all_) compare(e);
    const auto used =
        static_cast<std::size_t>(std::ranges::count_if(all_, [](const entry &e) { return e.data.size() != 0; }));
    check(blocks<M>(before_ + used) == before_ + used);
    for (entry &e : all_) e.data = wpl::buffer<T, M>();
    check(blocks<M>(before_) == before_);
    return good_ ? nullptr : "end";
  }

 private:
  struct entry {
    wpl::buffer<T, M> data;
    std::vector<T> model;
  };

  void check(bool good) { good_ = good_ && good; }
  entry &any() { return all_[random_.below(std::size(all_))]; }
  std::vector<T> some_values() {
    std::vector<T> values(random_.below(random_.below(16) == 0 ? 400 : 20));
    std::ranges::generate(values, [this] { return static_cast<T>(random_.next()); });
    return values;
  }
  void compare(const entry &e) {
    check(e.data.size() == e.model.size() && e.data.empty() == e.model.empty());
    check((e.data.data() == nullptr) == e.model.empty());
    std::vector<T> now(e.data.size());
    wpl::copy(e.data.span(), now.data());
    check(now == e.model);
  }

  void make() {
    entry &e = any();
    e.model = some_values();
    if (random_.flip()) {
      e.data = wpl::buffer<T, M>(e.model.size());
    } else {
      auto made = wpl::buffer<T, M>::try_allocate(e.model.size());
      if (!made) return check(false);
      e.data = std::move(*made);
    }
    wpl::copy(e.model, e.data.data());
  }
  void make_of_values() {
    entry &e = any();
    e.model = some_values();
    e.data = wpl::buffer<T, M>(e.model);
  }
  void assign() {
    entry &from = any();
    entry &to = any();
    if (&from == &to) return;
    to.data = std::move(from.data);
    to.model = std::exchange(from.model, {});
    compare(from);
  }
  void swap_two() {
    entry &a = any();
    entry &b = any();
    swap(a.data, b.data);
    std::swap(a.model, b.model);
    compare(a);
  }
  void pass_on() {
    entry &e = any();
    const std::size_t n = e.data.size();
    const auto p = e.data.release();
    check(e.data.empty() && e.data.data() == nullptr);
    e.data = wpl::buffer<T, M>::adopt(p, n);
  }
  void write() {
    entry &e = any();
    if (e.model.empty()) return;
    const std::size_t i = random_.below(e.model.size());
    e.model[i] = static_cast<T>(random_.next());
    e.data[i] = e.model[i];
    check(std::as_const(e.data)[i] == e.model[i]);
  }
  void free_one() {
    entry &e = any();
    e.model.clear();
    const wpl::buffer<T, M> gone = std::move(e.data);
  }
  void index() {
    entry &e = any();
    const std::size_t i = random_.flip() ? e.model.size() + random_.below(3) : SIZE_MAX - random_.below(3);
    EXPECT_THROW(static_cast<void>(e.data[i]), precondition_broken);
  }

  random_source random_;
  std::size_t before_;
  entry all_[12];
  bool good_ = true;
};

template <class M>
class RandomBuffers : public testing::Test {};
TYPED_TEST_SUITE(RandomBuffers, memories);

TYPED_TEST(RandomBuffers, steps_agree_with_a_model) {
  if constexpr (checks_bounds<TypeParam>) TypeParam::memory().clear();
  random_runs(500, [](std::uint64_t seed, std::uint64_t steps) -> const char * {
    buffers<std::uint16_t, TypeParam> buffers(seed);
    for (; steps != 0; --steps) {
      if (const char *name = buffers.step()) return name;
    }
    return buffers.end();
  });
}

}  // namespace
