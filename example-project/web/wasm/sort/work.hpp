// The work that the benchmark times, written once for any kind of pointer: T * in the module that has the data,
// wpl::remote_ptr elsewhere.
#pragma once

#include <cstdint>
#include <iterator>
#include <type_traits>

namespace work {

/// What is sorted besides int32 and float64: by its key.
struct record {
  std::int32_t key;
  std::int32_t id;
  double value;
};

/// What an element is sorted by. Of a record in another memory only the key is read.
template <class It>
auto key_of(It i) {
  using T = std::iter_value_t<It>;
  if constexpr (std::is_same_v<T, record>) {
    return static_cast<std::int32_t>(i->*&record::key);
  } else {
    return static_cast<T>(*i);
  }
}

/// Hoare's quicksort with the middle element as pivot: plain element access and nothing else.
template <class It>
void quicksort(It first, It last) {
  using T = std::iter_value_t<It>;
  while (last - first > 1) {
    const auto pivot = key_of(first + (last - first - 1) / 2);
    It i = first;
    It j = last - 1;
    for (;;) {
      while (key_of(i) < pivot) ++i;
      while (key_of(j) > pivot) --j;
      if (!(i < j)) break;
      const T t = *i;
      *i = static_cast<T>(*j);
      *j = t;
      ++i;
      --j;
    }
    const It right = j + 1;
    if (right - first < last - right) {
      quicksort(first, right);
      first = right;
    } else {
      quicksort(right, last);
      last = right;
    }
  }
}

}  // namespace work
