// Functions whose code calls.test.mjs reads: calls in main, and what the side exports.
#include "sorter_api.h"

#include <cstdint>

struct pair {
  std::int32_t a;
  float b;
};
struct triple {
  double a, b, c;
};

SORTER_FUNCTION(add, std::int32_t(std::int32_t, std::int64_t, double, bool));
SORTER_FUNCTION(mean, double(wpl::span<const double, wpl::main>, wpl::ptr<char, wpl::modules::sorter>));
SORTER_FUNCTION(turned, pair(pair));
SORTER_FUNCTION(sorted, triple(triple));

// The side's functions are defined elsewhere, so that calls of them can be seen.
#if !defined(sorter_EXPORTS)

extern "C" {

std::int32_t calls_add(std::int32_t a) { return add(a, 5, 0.5, true) + 1; }
double calls_mean(const double *first, std::uint32_t n, wpl::ptr<char, wpl::modules::sorter> p) {
  return mean({first, n}, p);
}
pair calls_turned(std::int32_t a) { return turned({a, 1.0f}); }
void calls_sorted(triple &t) { t = sorted(t); }

using scalar_function = wpl::function<double(std::int32_t, float, std::int64_t)>;
double calls_function(const scalar_function &f, std::int32_t a) { return f(a, 0.5f, 7); }

// What the loader calls for a callback: the context, then the parameters.
struct sum {
  double operator()(std::int32_t a, double b) const { return a + b; }
};
double (*callback_code())(void *, std::int32_t, double) {
  return wpl::detail::call_with_context<sum, double, std::int32_t, double>;
}
}

#endif
