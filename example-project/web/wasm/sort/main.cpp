// Main: holds the random data and several unsorted copies of it, and has them sorted in the way that JavaScript times.
#include "side.hpp"

#include <emscripten.h>

#include <algorithm>
#include <cstring>
#include <random>
#include <span>
#include <vector>

namespace {

enum way { LOCAL, ELEMENTS, COPY, VIEW };
enum type { INT32, FLOAT64, RECORD };
enum verdict { RIGHT, UNSORTED, OTHER_ELEMENTS };

void fill(std::int32_t &element, std::mt19937 &random) { element = static_cast<std::int32_t>(random()); }
void fill(double &element, std::mt19937 &random) { element = static_cast<double>(random()) / 65536 - 32768; }
void fill(work::record &element, std::mt19937 &random) {
  element = {static_cast<std::int32_t>(random()), static_cast<std::int32_t>(random()), 0.5};
}

std::uint64_t mixed(std::uint64_t x) {  // splitmix64
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

/// A number that is the same for the same elements in any order, and hardly ever for others.
template <class T>
std::uint64_t fingerprint(std::span<const T> elements) {
  std::uint64_t sum = 0;
  for (const T &element : elements) {
    std::uint64_t words[(sizeof(T) + 7) / 8] = {};
    std::memcpy(words, &element, sizeof element);
    std::uint64_t hash = 0;
    for (const std::uint64_t word : words) hash = mixed(hash + word + 0x9e3779b97f4a7c15);
    sum += hash;
  }
  return sum;
}

template <class T>
class data_set {
 public:
  void make(std::uint32_t n, std::uint32_t seed, std::uint32_t copies) {
    std::mt19937 random(seed);
    unsorted_.resize(n);
    for (T &element : unsorted_) fill(element, random);
    fingerprint_ = fingerprint(std::span<const T>(unsorted_));
    copies_.assign(copies, unsorted_);
  }

  void unsort(std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) std::copy(unsorted_.begin(), unsorted_.end(), copies_[i].begin());
  }

  template <class Sort>
  void sort(std::uint32_t count, Sort sort_one) {
    for (std::uint32_t i = 0; i < count; ++i) sort_one(std::span(copies_[i]));
  }

  verdict check(std::uint32_t count) const {
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::vector<T> &copy = copies_[i];
      const auto less = [](const T &a, const T &b) { return work::key_of(&a) < work::key_of(&b); };
      if (!std::is_sorted(copy.begin(), copy.end(), less)) return UNSORTED;
      if (fingerprint(std::span<const T>(copy)) != fingerprint_) return OTHER_ELEMENTS;
    }
    return RIGHT;
  }

 private:
  std::vector<T> unsorted_;
  std::uint64_t fingerprint_ = 0;
  std::vector<std::vector<T>> copies_;
};

data_set<std::int32_t> int32s;
data_set<double> float64s;
data_set<work::record> records;

template <class Use>
auto with_type(type t, Use use) {
  if (t == INT32) return use(int32s);
  if (t == FLOAT64) return use(float64s);
  return use(records);
}

/// The ways to sort `data`. The first is the local limit: the same work in the module that has the data.
template <class T, class Elements, class Copy, class View>
void sort_by(way w, data_set<T> &data, std::uint32_t count, Elements elements, Copy copy, View view) {
  switch (w) {
    case LOCAL:
      return data.sort(count, [](auto range) { work::quicksort(range.data(), range.data() + range.size()); });
    case ELEMENTS:
      return data.sort(count, elements);
    case COPY:
      return data.sort(count, copy);
    case VIEW:
      return data.sort(count, view);
  }
}

}  // namespace

int main() { side::connect(); }

extern "C" {

/// Random elements, and room for `copies` sorts in one sample.
EMSCRIPTEN_KEEPALIVE void data_make(type t, std::uint32_t n, std::uint32_t seed, std::uint32_t copies) {
  with_type(t, [=](auto &data) { data.make(n, seed, copies); });
}

EMSCRIPTEN_KEEPALIVE void data_unsort(type t, std::uint32_t count) {
  with_type(t, [=](auto &data) { data.unsort(count); });
}

/// Whether the first `count` copies are sorted and have the elements that they had.
EMSCRIPTEN_KEEPALIVE verdict data_check(type t, std::uint32_t count) {
  return with_type(t, [=](auto &data) { return data.check(count); });
}

/// What is timed: sorts the first `count` copies.
EMSCRIPTEN_KEEPALIVE void sort(way w, type t, std::uint32_t count) {
  switch (t) {
    case INT32:
      return sort_by(w, int32s, count, side::elements_int32, side::copy_int32, side::view_int32);
    case FLOAT64:
      return sort_by(w, float64s, count, side::elements_float64, side::copy_float64, side::view_float64);
    case RECORD:
      return sort_by(w, records, count, side::elements_record, side::copy_record, side::view_record);
  }
}
}
