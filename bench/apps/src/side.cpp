#include "side.hpp"

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace {

std::vector<std::vector<int>> kept;

}  // namespace

namespace side {

void init(wpl::bridge_ptr<memory> bridge) { rb_set_bridge(bridge); }

void quicksort_elements(wpl::span<int, wpl::main> numbers) { work::quicksort(numbers.begin(), numbers.end()); }

void quicksort_copy(wpl::span<int, wpl::main> numbers) {
  const auto size = static_cast<std::uint32_t>(numbers.size() * sizeof(int));
  const auto local = static_cast<int *>(std::malloc(size));
  const auto own = static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(local));
  main_mts_memcpy(own, numbers.data().local_address(), size);
  work::quicksort(local, local + numbers.size());
  main_stm_memcpy(numbers.data().local_address(), own, size);
  std::free(local);
}

void std_sort_elements(wpl::span<int, wpl::main> numbers) { std::sort(numbers.begin(), numbers.end()); }

void std_sort_view(wpl::span<int, wpl::main> numbers) { std::ranges::sort(wpl::local_view(numbers)); }

int sum_elements(wpl::span<const int, wpl::main> numbers) { return work::sum(numbers.begin(), numbers.end()); }

int sum_view(wpl::span<const int, wpl::main> numbers) {
  const wpl::local_view view(numbers, wpl::read_only);
  return work::sum(view.begin(), view.end());
}

void keep(wpl::span<const int, wpl::main> numbers, unsigned copies) {
  kept.resize(std::max<std::size_t>(kept.size(), copies));
  for (unsigned i = 0; i < copies; ++i) {
    kept[i].resize(numbers.size());
    wpl::copy(numbers, kept[i].begin());
  }
}

void own_quicksort(unsigned copy) { work::quicksort(kept[copy].data(), kept[copy].data() + kept[copy].size()); }

void own_std_sort(unsigned copy) { std::ranges::sort(kept[copy]); }

int own_sum() { return work::sum(kept[0].data(), kept[0].data() + kept[0].size()); }

void give(unsigned copy, wpl::span<int, wpl::main> to) { wpl::copy(kept[copy], to.data()); }

int add(int a, int b) { return a + b; }

float walk_elements(wpl::span<work::record, wpl::main> records) {
  float weight = 0;
  for (auto r = records.begin(); r != records.end(); ++r) {
    weight += r->*&work::record::weight;
    r->*&work::record::visits += r->*&work::record::id & 1;
  }
  return weight;
}

float walk_view(wpl::span<work::record, wpl::main> records) {
  float weight = 0;
  for (work::record &r : wpl::local_view(records)) {
    weight += r.weight;
    r.visits += r.id & 1;
  }
  return weight;
}

unsigned count_a(wpl::string_view<wpl::main> text) { return work::count_a(wpl::to_string(text)); }

void for_each(wpl::function_ptr<void(int), memory> function) {
  for (const int value : kept[0]) function(value);
}

wpl::ptr<unsigned char, memory> buffer(unsigned size) {
  static unsigned char *bytes;
  static unsigned current;
  if (size != current) {
    std::free(bytes);
    bytes = static_cast<unsigned char *>(std::aligned_alloc(64, (size + 63) / 64 * 64));
    current = size;
  }
  return bytes;
}

}  // namespace side
