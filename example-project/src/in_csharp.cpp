// The main module's calls of the C# side, which look like those of any other; left out where there is no .NET SDK.
#include "columns.hpp"
#include "script_api.h"
#include "stats.h"

#include <emscripten.h>

namespace {
std::vector<stats_band> script_band_list;
std::uint32_t bands_taken;
}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE const std::int16_t *sort_in_csharp(std::uint32_t rows) {
  std::vector<std::int16_t> &delays = unsorted(rows);
  script_sort(delays);
  return delays.data();
}

// Null if main has not been called for each band.
EMSCRIPTEN_KEEPALIVE const stats_band *describe_bands_in_csharp() {
  bands_taken = 0;
  script_band_list.assign(band_edges.size() - 1, {});
  script_bands(flights.distance, flights.delay, band_edges, script_band_list);
  return bands_taken == script_band_list.size() ? script_band_list.data() : nullptr;
}

// Called by C# for each band that it has filled.
EMSCRIPTEN_KEEPALIVE void take_script_band(std::int32_t index) {
  if (script_band_list[index].flights > 0) ++bands_taken;
}
}
