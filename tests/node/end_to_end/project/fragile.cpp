// A main module whose constructor (module argument `failing`) or main() (first argument) fails.
#include "counter.h"

#include <emscripten/em_js.h>

#include <cstdio>
#include <cstdlib>

#include "failures.hpp"

EM_JS(int, fragile_failing, (), { return Module["failing"] || 0; })
EM_JS(void, fragile_throw_js, (), { throw new TypeError("main's JavaScript failed"); })

static std::int32_t constructed = failures::fail(fragile_failing());

extern "C" __attribute__((used, visibility("default"))) std::int32_t value() { return constructed + counter_add(0); }

int main(int argc, char **argv) {
  const int kind = argc > 1 ? std::atoi(argv[1]) : 0;
  std::printf("main(%d)\n", kind);
  if (kind == 100) fragile_throw_js();
  if (kind > 100) return kind - 100;
  return failures::fail(kind) == 42 ? 0 : 99;
}
