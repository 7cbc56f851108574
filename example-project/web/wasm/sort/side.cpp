#include "side.hpp"

#include <cstdlib>

namespace {

template <class T>
void sort_elements(wpl::remote_span<T, wpl::main> range) {
  work::quicksort(range.begin(), range.end());
}

template <class T>
void sort_copy(wpl::remote_span<T, wpl::main> range) {
  const auto size = static_cast<std::uint32_t>(range.size() * sizeof(T));
  const auto local = static_cast<T *>(std::malloc(size));
  const auto address = static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(local));
  main_mts_memcpy(address, range.data().local_address(), size);
  work::quicksort(local, local + range.size());
  main_stm_memcpy(range.data().local_address(), address, size);
  std::free(local);
}

template <class T>
void sort_view(wpl::remote_span<T, wpl::main> range) {
  wpl::local_view view(range);
  work::quicksort(view.data(), view.data() + view.size());
}

}  // namespace

namespace side {

void init(wpl::bridge_ptr<memory> bridge) { rb_set_bridge(bridge); }

void elements_int32(wpl::span<std::int32_t, wpl::main> range) { sort_elements(range); }
void elements_float64(wpl::span<double, wpl::main> range) { sort_elements(range); }
void elements_record(wpl::span<work::record, wpl::main> range) { sort_elements(range); }

void copy_int32(wpl::span<std::int32_t, wpl::main> range) { sort_copy(range); }
void copy_float64(wpl::span<double, wpl::main> range) { sort_copy(range); }
void copy_record(wpl::span<work::record, wpl::main> range) { sort_copy(range); }

void view_int32(wpl::span<std::int32_t, wpl::main> range) { sort_view(range); }
void view_float64(wpl::span<double, wpl::main> range) { sort_view(range); }
void view_record(wpl::span<work::record, wpl::main> range) { sort_view(range); }

}  // namespace side
