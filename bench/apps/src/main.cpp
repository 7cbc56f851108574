// Main of an app with one side: calls for the side's work on main's data, for JavaScript to time.
#include "data.hpp"
#include "side.hpp"

#include <emscripten.h>

namespace {

using add_function = int (*)(int, int);

rb_handle side_handle;
add_function add_by_pointer;  // as the table's index that a look-up gives
add_function add_guarded_pointer;
wpl::function<int(int, int)> add_by_name;

int seen;

template <class Sort>
void sort_copies(unsigned count, Sort sort) {
  for (unsigned i = 0; i < count; ++i) sort(data::numbers(i));
}

}  // namespace

int main() {
  side::init(wpl::lend_bridge<side::memory>());
  side_handle = rb_find(side::memory::module_name);
  add_by_pointer = reinterpret_cast<add_function>(rb_dlsym(side_handle, "add:iii"));
  add_guarded_pointer = reinterpret_cast<add_function>(rb_dlsym_guarded(side_handle, "add:iii"));
  add_by_name = wpl::function<int(int, int)>(side_handle, "add");
}

extern "C" {

// --- sort

EMSCRIPTEN_KEEPALIVE void side_quicksort_elements(unsigned count) { sort_copies(count, side::quicksort_elements); }
EMSCRIPTEN_KEEPALIVE void side_quicksort_copy(unsigned count) { sort_copies(count, side::quicksort_copy); }
EMSCRIPTEN_KEEPALIVE void side_std_sort_elements(unsigned count) { sort_copies(count, side::std_sort_elements); }
EMSCRIPTEN_KEEPALIVE void side_std_sort_view(unsigned count) { sort_copies(count, side::std_sort_view); }

EMSCRIPTEN_KEEPALIVE void side_own_unsort(unsigned count) {
  data_unsort(1);
  side::keep(data::numbers(0), count);
}
EMSCRIPTEN_KEEPALIVE void side_own_quicksort(unsigned count) {
  for (unsigned i = 0; i < count; ++i) side::own_quicksort(i);
}
EMSCRIPTEN_KEEPALIVE void side_own_std_sort(unsigned count) {
  for (unsigned i = 0; i < count; ++i) side::own_std_sort(i);
}
EMSCRIPTEN_KEEPALIVE bool side_own_is_sorted(unsigned count) {
  bool sorted = true;
  for (unsigned i = 0; i < count; ++i) {
    side::give(i, data::numbers(0));
    sorted = sorted && data_is_sorted(1);
  }
  return sorted;
}

// --- sum

EMSCRIPTEN_KEEPALIVE void side_sum_elements(unsigned count) {
  for (unsigned i = 0; i < count; ++i) data::result = side::sum_elements(data::numbers(0));
}
EMSCRIPTEN_KEEPALIVE void side_sum_view(unsigned count) {
  for (unsigned i = 0; i < count; ++i) data::result = side::sum_view(data::numbers(0));
}
EMSCRIPTEN_KEEPALIVE void side_own_sum(unsigned count) {
  for (unsigned i = 0; i < count; ++i) data::result = side::own_sum();
}

// --- calls

EMSCRIPTEN_KEEPALIVE void side_calls(unsigned count) {
  int s = 0;
  for (unsigned i = 0; i < count; ++i) s = side::add(s, static_cast<int>(i));
  data::result = s;
}
EMSCRIPTEN_KEEPALIVE void side_calls_by_pointer(unsigned count) {
  int s = 0;
  for (unsigned i = 0; i < count; ++i) s = add_by_pointer(s, static_cast<int>(i));
  data::result = s;
}
EMSCRIPTEN_KEEPALIVE void side_calls_by_name(unsigned count) {
  int s = 0;
  for (unsigned i = 0; i < count; ++i) s = add_by_name(s, static_cast<int>(i));
  data::result = s;
}
EMSCRIPTEN_KEEPALIVE void side_calls_guarded(unsigned count) {
  int s = 0;
  for (unsigned i = 0; i < count; ++i) s = add_guarded_pointer(s, static_cast<int>(i));
  data::result = s;
}
EMSCRIPTEN_KEEPALIVE void side_calls_guarded_result(unsigned count) {
  int s = 0;
  for (unsigned i = 0; i < count; ++i) s = *wpl::call_guarded(side::add, s, static_cast<int>(i));
  data::result = s;
}

// --- records, texts, callbacks

EMSCRIPTEN_KEEPALIVE void side_walk_elements(unsigned count) {
  for (unsigned i = 0; i < count; ++i) data::result = static_cast<int>(side::walk_elements(data::records()));
}
EMSCRIPTEN_KEEPALIVE void side_walk_view(unsigned count) {
  for (unsigned i = 0; i < count; ++i) data::result = static_cast<int>(side::walk_view(data::records()));
}
EMSCRIPTEN_KEEPALIVE void side_texts(unsigned count) {
  for (unsigned i = 0; i < count; ++i) {
    unsigned n = 0;
    for (const std::string &text : data::texts()) n += side::count_a(text);
    data::result = static_cast<int>(n);
  }
}
EMSCRIPTEN_KEEPALIVE void side_callbacks(unsigned count) {
  static const wpl::callback<void(int), side::memory> see([](int value) { seen += value; });
  for (unsigned i = 0; i < count; ++i) {
    seen = 0;
    side::for_each(see.pointer());
    data::result = seen;
  }
}

// --- copies, by the bridge functions of memory.h

EMSCRIPTEN_KEEPALIVE unsigned side_buffer(unsigned size) { return side::buffer(size).local_address(); }

EMSCRIPTEN_KEEPALIVE void side_copies_in(unsigned to, unsigned from, unsigned size, unsigned count) {
  for (unsigned i = 0; i < count; ++i) BENCH_JOINED(BENCH_SIDE, _mts_memcpy)(to, from, size);
}
EMSCRIPTEN_KEEPALIVE void side_copies_out(unsigned to, unsigned from, unsigned size, unsigned count) {
  for (unsigned i = 0; i < count; ++i) BENCH_JOINED(BENCH_SIDE, _stm_memcpy)(to, from, size);
}
}
