#include "data.hpp"

#include <emscripten.h>

#include <algorithm>
#include <cstdlib>
#include <random>

namespace {

std::vector<int> unsorted;
std::vector<int> sorted;
std::vector<std::vector<int>> copies;
std::vector<work::record> all_records;
std::vector<std::string> all_texts;

}  // namespace

namespace data {

volatile int result;

std::span<int> numbers(unsigned copy) { return copies[copy]; }
std::span<work::record> records() { return all_records; }
std::span<const std::string> texts() { return all_texts; }

}  // namespace data

extern "C" {

/// Makes the data: n numbers, `most` copies of them; n / 5 records and n / 10 texts.
EMSCRIPTEN_KEEPALIVE void data_make(unsigned n, unsigned most) {
  std::mt19937 random(1);
  unsorted.resize(n);
  for (int &x : unsorted) x = static_cast<int>(random());
  sorted = unsorted;
  std::sort(sorted.begin(), sorted.end());
  copies.assign(most, unsorted);
  all_records.resize(n / 5);
  int id = 0;
  for (work::record &r : all_records) r = {id++, static_cast<float>(id % 7), {}, 0, {}};
  all_texts.clear();
  for (unsigned i = 0; i < n / 10; ++i) all_texts.push_back("a text of some length, number " + std::to_string(i));
}

/// Unsorts the first `count` copies.
EMSCRIPTEN_KEEPALIVE void data_unsort(unsigned count) {
  for (unsigned i = 0; i < count; ++i) std::copy(unsorted.begin(), unsorted.end(), copies[i].begin());
}

/// Whether they are sorted, and still the same numbers.
EMSCRIPTEN_KEEPALIVE bool data_is_sorted(unsigned count) {
  return std::all_of(copies.begin(), copies.begin() + count, [](const auto &copy) { return copy == sorted; });
}

EMSCRIPTEN_KEEPALIVE int *data_numbers() { return copies[0].data(); }
EMSCRIPTEN_KEEPALIVE unsigned data_size() { return unsorted.size(); }

EMSCRIPTEN_KEEPALIVE int data_result() { return data::result; }
EMSCRIPTEN_KEEPALIVE void data_forget() {
  data::result = -1;
  for (work::record &r : all_records) r.visits = 0;
}

/// The sum of `visits` of all records.
EMSCRIPTEN_KEEPALIVE int data_visits() {
  int sum = 0;
  for (const work::record &r : all_records) sum += r.visits;
  return sum;
}

/// `size` bytes for copies, at a multiple of 64; the same ones as long as `size` stays the same.
EMSCRIPTEN_KEEPALIVE unsigned char *data_buffer(unsigned size) {
  static unsigned char *buffer;
  static unsigned current;
  if (size != current) {
    std::free(buffer);
    buffer = static_cast<unsigned char *>(std::aligned_alloc(64, (size + 63) / 64 * 64));
    current = size;
  }
  return buffer;
}
}
