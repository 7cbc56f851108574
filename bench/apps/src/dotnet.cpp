// Main of the app whose side is in C# (../script): calls for JavaScript to time.
#include "data.hpp"
#include "script_api.h"

#include <emscripten.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace {

template <class Sort>
void sort_copies(unsigned count, Sort sort) {
  for (unsigned i = 0; i < count; ++i) sort(data::numbers(i));
}

template <class Sum>
void sum_numbers(unsigned count, Sum sum) {
  for (unsigned i = 0; i < count; ++i) data::result = sum(data::numbers(0));
}

wpl::function<int(int, int)> add_by_name;

std::vector<unsigned char> copied;
std::vector<unsigned char> expected;
wpl::span<unsigned char, wpl::modules::script> there;
unsigned char first_byte;

}  // namespace

// .NET's own way from wasm to C#: a JavaScript function that it exports.
EM_JS(int, add_by_jsexport, (int a, int b), { return Module.addByJSExport(a, b); });

int main() { add_by_name = wpl::function<int(int, int)>(rb_find("script"), "cs_add"); }

extern "C" {

// --- what C# calls

EMSCRIPTEN_KEEPALIVE int plain_add(int a, int b) { return a + b; }
EMSCRIPTEN_KEEPALIVE double plain_mix(long long a, float b, double c, int d) {
  return static_cast<double>(a) + b + c + d;
}

// --- calls out of C#

EMSCRIPTEN_KEEPALIVE void out_jsimport(unsigned count) { data::result = cs_jsimport(count); }
EMSCRIPTEN_KEEPALIVE void out_import(unsigned count) { data::result = cs_import(count); }
EMSCRIPTEN_KEEPALIVE void out_function(unsigned count) { data::result = cs_function(count); }
EMSCRIPTEN_KEEPALIVE void out_pointer(unsigned count) { data::result = cs_pointer(count); }
EMSCRIPTEN_KEEPALIVE void out_mix_jsimport(unsigned count) { data::result = cs_mix_jsimport(count); }
EMSCRIPTEN_KEEPALIVE void out_mix_import(unsigned count) { data::result = cs_mix_import(count); }

// --- calls into C#

EMSCRIPTEN_KEEPALIVE void in_jsexport(unsigned count) {
  int s = 0;
  for (unsigned i = 0; i < count; ++i) s = add_by_jsexport(s, static_cast<int>(i));
  data::result = s;
}
EMSCRIPTEN_KEEPALIVE void in_import(unsigned count) {
  int s = 0;
  for (unsigned i = 0; i < count; ++i) s = cs_add(s, static_cast<int>(i));
  data::result = s;
}
EMSCRIPTEN_KEEPALIVE void in_function(unsigned count) {
  int s = 0;
  for (unsigned i = 0; i < count; ++i) s = add_by_name(s, static_cast<int>(i));
  data::result = s;
}

// --- sort; C#'s own array has a copy of main's numbers

EMSCRIPTEN_KEEPALIVE void net_own_unsort(unsigned) {
  data_unsort(1);
  cs_keep(data::numbers(0));
}
EMSCRIPTEN_KEEPALIVE bool net_own_is_sorted(unsigned) { return cs_is_sorted(); }
EMSCRIPTEN_KEEPALIVE void net_sort_own(unsigned) { cs_sort_own(data::numbers(0)); }
EMSCRIPTEN_KEEPALIVE void net_quicksort_own(unsigned) { cs_quicksort_own(data::numbers(0)); }
EMSCRIPTEN_KEEPALIVE void net_sort(unsigned count) { sort_copies(count, cs_sort); }
EMSCRIPTEN_KEEPALIVE void net_quicksort_copy(unsigned count) { sort_copies(count, cs_quicksort_copy); }
EMSCRIPTEN_KEEPALIVE void net_quicksort_copy_pointer(unsigned count) { sort_copies(count, cs_quicksort_copy_pointer); }
EMSCRIPTEN_KEEPALIVE void net_quicksort_elements(unsigned count) { sort_copies(count, cs_quicksort_elements); }
EMSCRIPTEN_KEEPALIVE void net_quicksort_elements_pointer(unsigned count) {
  sort_copies(count, cs_quicksort_elements_pointer);
}

// --- sum

EMSCRIPTEN_KEEPALIVE void net_sum_own(unsigned count) { sum_numbers(count, cs_sum_own); }
EMSCRIPTEN_KEEPALIVE void net_sum_chunks(unsigned count) { sum_numbers(count, cs_sum_chunks); }
EMSCRIPTEN_KEEPALIVE void net_sum_elements(unsigned count) { sum_numbers(count, cs_sum_elements); }

// --- copies, there and back

EMSCRIPTEN_KEEPALIVE void net_copy_prepare(unsigned size) {
  copied.resize(size);
  there = cs_buffer(static_cast<int>(size));
}
EMSCRIPTEN_KEEPALIVE void net_copy_begin(unsigned) {
  std::iota(copied.begin(), copied.end(), ++first_byte);
  expected = copied;
}
EMSCRIPTEN_KEEPALIVE bool net_copied() {
  return copied == expected && std::ranges::equal(wpl::local_view(there), expected);
}

EMSCRIPTEN_KEEPALIVE void net_copies_by_bridge(unsigned count) {
  const auto here = static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(copied.data()));
  for (unsigned i = 0; i < count; ++i) {
    script_mts_memcpy(there.data().local_address(), here, copied.size());
    script_stm_memcpy(here, there.data().local_address(), copied.size());
  }
}
EMSCRIPTEN_KEEPALIVE void net_copies(unsigned count) { cs_copies(copied, static_cast<int>(count)); }
}
