// Calls the C# side in every way that there is, and counts what is wrong. JavaScript calls check(); see ../run_app.mjs.
#include "script_imports.h"
#include "types.hpp"

#include <emscripten.h>
#include <emscripten/heap.h>

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

int wrong;

void expect(bool right, const char *what) {
  if (right) return;
  ++wrong;
  const char *error = rb_call_error();
  std::printf("WRONG: %s (%s)\n", what, error ? error : "no failed call");
}
#define EXPECT(condition) expect(condition, #condition)

void check_values() {
  EXPECT(sum_of_all(-1, 200, -300, 60000, -70000, 4000000000u, -5000000000ll, 6000000000ull, 0.5f, 0.25, true, u'A',
                    color::blue) == 4999989967.75);
  EXPECT(sum_by_main() == 4999989967.75);
  EXPECT(negated(-9007199254740993ll) == 9007199254740993ll);
  const point mirror = mirrored({1, 2, 3});
  EXPECT(mirror.x == 2 && mirror.y == 1 && mirror.z == -3);
}

void check_texts() {
  EXPECT(wpl::to_string(shouted("grüße, 世界")) == "GRÜSSE, 世界!" || wpl::to_string(shouted("grüße")) == "GRÜßE!");
  EXPECT(wpl::to_string(shouted("")) == "!");
  const std::u16string_view text = u"drei kleine Wörter";
  EXPECT(count_utf16({text.data(), text.size()}) == 3);
  EXPECT(count_answers() == 3);
}

void check_memory() {
  std::vector<double> values(10000);
  std::iota(values.rbegin(), values.rend(), 0.5);
  sort_all(values);
  EXPECT(std::ranges::is_sorted(values) && values.front() == 0.5);
  sort_all(std::span<double>());

  const auto numbers = pinned_numbers(5000);
  int sum = 0;
  for (const int number : wpl::local_view(numbers, wpl::read_only)) sum += number;
  EXPECT(sum == 4999 * 5000 / 2);
  numbers[10] = 1000;
  EXPECT(pinned_sum() == sum + 990);

  std::vector<int> counted(20000, 7);
  add_one_under_pressure(counted);
  EXPECT(std::ranges::count(counted, 8) == 20000);
}

void check_batches() {
  std::vector<request> requests(3000);
  for (int i = 0; i < 3000; ++i) requests[i] = {i, 2 * i, -1};
  answer_all(requests);
  EXPECT(std::ranges::all_of(requests, [](const request &r) { return r.sum == r.a + r.b; }));
}

void check_failures(int count) {
  const auto failed = wpl::call_guarded(fail, 7);
  EXPECT(!failed && failed.error().text == "script.fail threw System.InvalidOperationException: number 7");
  int failures = 0;
  for (int i = 0; i < count; ++i) {
    EXPECT(fail(i) == 0);
    const char *error = rb_call_error();
    failures += error && std::string_view(error).ends_with("number " + std::to_string(i));
  }
  EXPECT(failures == count);
  EXPECT(count_failures(count) == count);
  EXPECT(negated(1) == -1);  // it goes on
}

void check_calls() {
  EXPECT(dive(100) == 100);
  const double base = 2;
  const wpl::callback<double(double, int), wpl::modules::script> step(
      [base](double value, int i) { return value * base + i; });
  EXPECT(apply(step.pointer(), 4) == 27);
}

}  // namespace

// What C# calls, as script_imports.h declares it.

double sum_in_main(signed char a, unsigned char b, short c, unsigned short d, int e, unsigned f, std::int64_t g,
                   std::uint64_t h, float i, double j, bool k, char16_t l, color m) {
  return a + b + c + d + e + static_cast<double>(f) + static_cast<double>(g) + static_cast<double>(h) + i + j + k + l +
         static_cast<int>(m);
}

wpl::string_view<wpl::main> joined(wpl::string_view<wpl::modules::script> first,
                                   wpl::string_view<wpl::modules::script> second,
                                   wpl::span<int, wpl::modules::script> sizes) {
  static std::string answer;
  answer = "<" + wpl::to_string(first) + "><" + wpl::to_string(second) + ">";
  sizes[0] = static_cast<int>(first.size());
  sizes[1] = static_cast<int>(second.size());
  sizes[2] = static_cast<int>(sizes.size());
  return answer;
}

point mirrored_in_main(point given) { return {given.y, given.x, -given.z}; }

void grow_main() {
  const std::vector<char> more(emscripten_get_heap_size() / 16 + 65536, 'x');
  if (more.back() != 'x') ++wrong;
}

void main_trap() { __builtin_trap(); }
void main_throw(int number) { throw std::runtime_error("from main: " + std::to_string(number)); }
int dive_in_main(int depth) { return dive(depth); }

int main() {}

extern "C" {

EMSCRIPTEN_KEEPALIVE int use_kept_plugin() { return keep_plugin(); }
EMSCRIPTEN_KEEPALIVE int kept_plugin_is_dead() { return kept_is_dead(); }

/// Returns the number of wrong results. `count` is how often things fail on purpose.
EMSCRIPTEN_KEEPALIVE int check(int count) {
  wrong = 0;
  check_values();
  check_texts();
  check_memory();
  check_batches();
  check_failures(count);
  check_calls();
  return wrong;
}
}
