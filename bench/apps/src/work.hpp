// The work that is measured, written once for any kind of pointer: T * in the module that has the data, wpl::ptr
// elsewhere.
#pragma once

#include <cstdint>

namespace work {

/// Hoare's quicksort with the middle element as pivot: plain element access and nothing else.
template <class It>
void quicksort(It first, It last) {
  while (last - first > 1) {
    const int pivot = first[(last - first - 1) / 2];
    It i = first;
    It j = last - 1;
    for (;;) {
      while (static_cast<int>(*i) < pivot) ++i;
      while (static_cast<int>(*j) > pivot) --j;
      if (!(i < j)) break;
      const int t = *i;
      *i = static_cast<int>(*j);
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

template <class It>
int sum(It first, It last) {
  int total = 0;
  for (; first != last; ++first) total += static_cast<int>(*first);
  return total;
}

/// One cache line; a walk reads two fields of it and writes one.
struct record {
  std::int32_t id;
  float weight;
  double position[3];
  std::int32_t visits;
  char name[28];
};
static_assert(sizeof(record) == 64);

/// Letters `a` in a text: something to do with each string.
template <class Text>
unsigned count_a(const Text &text) {
  unsigned n = 0;
  for (const char c : text) n += c == 'a';
  return n;
}

}  // namespace work
