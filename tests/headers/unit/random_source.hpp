// Random numbers for tests, the same from the same seed on every machine, and the loop over seeds.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#if defined(__EMSCRIPTEN__)
#include <emscripten/em_asm.h>
#endif

// SplitMix64: fast, and std's distributions differ from library to library.
class random_source {
 public:
  explicit random_source(std::uint64_t seed) : state_(seed * 0x9e37'79b9'7f4a'7c15) {}
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9e37'79b9'7f4a'7c15;
    z = (z ^ (z >> 30)) * 0xbf58'476d'1ce4'e5b9;
    z = (z ^ (z >> 27)) * 0x94d0'49bb'1331'11eb;
    return z ^ (z >> 31);
  }
  // 0 to n - 1
  std::size_t below(std::size_t n) { return static_cast<std::size_t>((next() >> 32) * n >> 32); }
  bool flip() { return next() >> 63 != 0; }

 private:
  std::uint64_t state_;
};

// The number in an environment variable, `otherwise` if it is not set.
inline std::uint64_t number_in_environment(const char *name, std::uint64_t otherwise) {
#if defined(__EMSCRIPTEN__)  // getenv does not see the environment of Node
  return static_cast<std::uint64_t>(
      EM_ASM_DOUBLE({ return Number(process.env[UTF8ToString($0)] || $1); }, name, static_cast<double>(otherwise)));
#else
  const char *text = std::getenv(name);
  return text == nullptr || *text == '\0' ? otherwise : std::strtoull(text, nullptr, 10);
#endif
}

// Calls run(seed, cases) with one seed after another, `length` cases each; it returns nullptr, or what went wrong.
template <class Run>
void random_runs(std::uint64_t length, Run run) {
#if defined(__EMSCRIPTEN__)
  constexpr std::uint64_t usual_cases = 50'000;
#else
  constexpr std::uint64_t usual_cases = 2'000'000;
#endif
  const std::uint64_t cases = number_in_environment("WPL_RANDOM_CASES", usual_cases);
  std::uint64_t seed = number_in_environment("WPL_RANDOM_SEED", 20261123);
  if (seed == 0)
    seed = static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch().count()) % 1'000'000'000;
  std::printf("WPL_RANDOM_SEED=%llu, %llu cases\n", static_cast<unsigned long long>(seed),
              static_cast<unsigned long long>(cases));
  for (std::uint64_t done = 0; done < cases; done += length, ++seed) {
    const char *wrong = run(seed, length);
    if (wrong != nullptr) {
      FAIL() << "`" << wrong << "` differs; repeat it by WPL_RANDOM_SEED=" << seed << " WPL_RANDOM_CASES=1";
    }
  }
}
