// Peer: Emscripten's dynamic linking. The side module shares this module's memory and is found by dlopen and dlsym.
#include "data.hpp"

#include <dlfcn.h>
#include <emscripten.h>

#include <cstdio>

namespace {

void (*dynamic_quicksort)(int *, unsigned);
void (*dynamic_std_sort)(int *, unsigned);
int (*dynamic_sum)(const int *, unsigned);
int (*dynamic_add)(int, int);
unsigned (*dynamic_count_a)(const char *, unsigned);
void (*dynamic_for_each)(const int *, unsigned, void (*)(int));

int seen;

template <class F>
void look_up(void *library, const char *name, F *&function) {
  function = reinterpret_cast<F *>(dlsym(library, name));
}

}  // namespace

int main() {
  void *const library = dlopen("dynamic_side.wasm", RTLD_NOW);
  if (library == nullptr) {
    std::puts(dlerror());
    return 1;
  }
  look_up(library, "dynamic_quicksort", dynamic_quicksort);
  look_up(library, "dynamic_std_sort", dynamic_std_sort);
  look_up(library, "dynamic_sum", dynamic_sum);
  look_up(library, "dynamic_add", dynamic_add);
  look_up(library, "dynamic_count_a", dynamic_count_a);
  look_up(library, "dynamic_for_each", dynamic_for_each);
  return dynamic_add != nullptr ? 0 : 1;
}

extern "C" {

EMSCRIPTEN_KEEPALIVE void side_quicksort(unsigned count) {
  for (unsigned i = 0; i < count; ++i) dynamic_quicksort(data::numbers(i).data(), data::numbers(i).size());
}
EMSCRIPTEN_KEEPALIVE void side_std_sort(unsigned count) {
  for (unsigned i = 0; i < count; ++i) dynamic_std_sort(data::numbers(i).data(), data::numbers(i).size());
}
EMSCRIPTEN_KEEPALIVE void side_sum(unsigned count) {
  for (unsigned i = 0; i < count; ++i) data::result = dynamic_sum(data::numbers(0).data(), data::numbers(0).size());
}
EMSCRIPTEN_KEEPALIVE void side_calls(unsigned count) {
  int s = 0;
  for (unsigned i = 0; i < count; ++i) s = dynamic_add(s, static_cast<int>(i));
  data::result = s;
}
EMSCRIPTEN_KEEPALIVE void side_texts(unsigned count) {
  for (unsigned i = 0; i < count; ++i) {
    unsigned n = 0;
    for (const std::string &text : data::texts()) n += dynamic_count_a(text.data(), text.size());
    data::result = static_cast<int>(n);
  }
}
EMSCRIPTEN_KEEPALIVE void side_callbacks(unsigned count) {
  for (unsigned i = 0; i < count; ++i) {
    seen = 0;
    dynamic_for_each(data::numbers(0).data(), data::numbers(0).size(), [](int value) { seen += value; });
    data::result = seen;
  }
}
}
