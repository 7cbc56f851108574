#include "script_api.h"
#include "script_imports.h"
#include <cmath>
#include <cstdio>
#include <vector>

double weight_of(double value) { return value < 10 ? 1 : 3; }  // declared from the C# code, too

int main() {
  std::vector<double> values = {4, 8, 12};
  const double mean = weighted_mean(values);  // wasm to C#, which reads this vector and calls weight_of
  std::printf("mean %g\n", mean);

  const wpl::span<const int, wpl::modules::script> five = squares(5);  // in C#'s memory
  const int last = five[4];
  std::printf("last square %d\n", last);

  values.clear();
  const auto failed = wpl::call_guarded(weighted_mean, values);  // the exception, as a value
  std::printf("%s\n", failed.error().text.c_str());

  return mean == 9.6 && last == 16 && !failed ? 0 : 1;
}
