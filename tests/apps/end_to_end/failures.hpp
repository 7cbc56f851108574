// The ways in which a function fails, by number; support.mjs has the same list.
#ifndef FAILURES_HPP
#define FAILURES_HPP

#include <cstdint>
#include <cstdlib>
#include <stdexcept>

namespace failures {

enum kind : std::int32_t {
  none,
  runtime_error,
  thrown_int,
  unreachable,
  out_of_bounds,
  divide,
  abort,
  exit,
  deep_recursion
};

// Uses up the engine's stack and none of the module's own, which would run into its data.
inline std::int32_t deepen(volatile std::int32_t *depth) {
  if (*depth < 0) return 0;
  *depth = *depth + 1;
  const std::int32_t deeper = deepen(depth);
  return deeper + *depth;
}

// Uses up the module's own stack, and the static data behind which it may lie.
static volatile std::int32_t words[4096];
__attribute__((noinline)) inline std::int32_t overflow(std::int32_t depth) {
  volatile char frame[4096];
  frame[depth & 4095] = static_cast<char>(depth);
  if (depth == 1000) return frame[0];
  const std::int32_t deeper = overflow(depth + 1);
  return deeper + frame[depth & 4095];
}
inline std::int32_t damaged_words() {
  std::int32_t damaged = 0;
  for (const volatile std::int32_t &word : words) damaged += word != 0;
  return damaged;
}

// 42, or does not return. The frame is large, so that a stack pointer that is left behind soon shows.
__attribute__((noinline)) inline std::int32_t fail(std::int32_t kind) {
  volatile char frame[512];
  frame[kind & 511] = static_cast<char>(kind);
  volatile std::int32_t zero = 0;
  switch (kind) {
    case runtime_error:
      throw std::runtime_error("boom in " WPL_MODULE_NAME);
    case thrown_int:
      throw 7;
    case unreachable:
      __builtin_trap();
    case out_of_bounds:
      return *reinterpret_cast<volatile std::int32_t *>(0xfffffff0u);
    case divide:
      return frame[kind & 511] / zero;
    case abort:
      std::abort();
    case exit:
      std::exit(3);
    case deep_recursion:
      return deepen(&zero);
    default:
      return frame[kind & 511] == static_cast<char>(kind) ? 42 : -1;
  }
}

}  // namespace failures

#endif
