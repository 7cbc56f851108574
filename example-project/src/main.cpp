// The main module: holds the flights in its memory and has its sides work on them. JavaScript (js/flights_app.mjs)
// fills the columns, then calls the functions below; each shows one way to a side.
#include "columns.hpp"
#include "punctuality.hpp"
#include "sorter.hpp"
#include "stats.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include <emscripten.h>

// Tells JavaScript that count_by_hour() has ended.
EM_JS(void, counted_by_hour, (bool complete), { Module.countedByHour(complete); });

flight_columns flights;

namespace {

// The results, for JavaScript to read.
std::vector<std::int16_t> work;
wpl::ptr<const std::int16_t, wpl::modules::sorter> kept;  // in the sorter's memory
std::array<std::int16_t, 3> quartiles;
std::vector<stats_band> bands;
std::array<hour_count, 24> hours;

// What main() gets from the sides for the whole run.
decltype(&keep_sorted) keep_sorted_pointer;
std::uint32_t lent_take_band;
std::string lazy_side;

// Says why a function of rb.h failed. Returns the exit code for it.
int failed(const char *what) {
  std::fprintf(stderr, "flights: %s: %s\n", what, rb_dlerror());
  return 1;
}

// Called by stats, through the pointer lent to it: `band` is in the memory of stats; `out` is main's own again.
void take_band(wpl::ptr<const stats_band, wpl::modules::stats> band, std::vector<stats_band> *out) {
  out->push_back(*band);
}

template <class T>
T *resized(std::vector<T> &column, std::uint32_t rows) {
  column.resize(rows);
  return column.data();
}

// Called when the side that count_by_hour() wants is there, or with RB_NONE if it cannot be had.
void count_with(rb_handle side, void *) {
  using function = decltype(&count_late_flights);
  const auto count = side ? reinterpret_cast<function>(rb_dlsym(side, "count_late_flights:viiii")) : nullptr;
  if (count) {
    count(flights.departure.data(), flights.delay.data(), flights.delay.size(), hours.data());
  } else {
    failed(lazy_side.c_str());
  }
  if (side) rb_dlclose(side);
  counted_by_hour(count != nullptr);
}

// For a parameter of a C side that is an address in main's memory.
std::uint32_t address_of(const void *p) { return reinterpret_cast<std::uintptr_t>(p); }

}  // namespace

std::vector<std::int16_t> &unsorted(std::uint32_t rows) {
  work.assign(flights.delay.begin(), flights.delay.begin() + rows);
  return work;
}

// Started by the loader when all sides are there. Argument: the name of the side that count_by_hour() opens.
int main(int argc, char **argv) {
  lazy_side = argc > 1 ? argv[1] : "";

  // With its signature in the name, a function that has changed is an error here rather than a trap later.
  const rb_handle sorter = rb_dlopen("sorter");
  keep_sorted_pointer = reinterpret_cast<decltype(&keep_sorted)>(rb_dlsym(sorter, "keep_sorted:iii"));
  if (!keep_sorted_pointer) return failed("keep_sorted");

  const rb_handle stats = rb_dlopen("stats");
  lent_take_band = rb_lend(stats, reinterpret_cast<rb_fn>(take_band));
  if (!lent_take_band) return failed("take_band");
  return 0;
}

extern "C" {

// --- where JavaScript puts the columns

EMSCRIPTEN_KEEPALIVE std::int16_t *new_delay(std::uint32_t rows) { return resized(flights.delay, rows); }
EMSCRIPTEN_KEEPALIVE std::int16_t *new_distance(std::uint32_t rows) { return resized(flights.distance, rows); }
EMSCRIPTEN_KEEPALIVE float *new_departure(std::uint32_t rows) { return resized(flights.departure, rows); }

// --- sorting: each of the first three sorts a fresh copy of the first delays

// Main's own, to compare the others with.
EMSCRIPTEN_KEEPALIVE const std::int16_t *sort_here(std::uint32_t rows) {
  std::ranges::sort(unsorted(rows));
  return work.data();
}

// Calls of a side through its API header: they look like any other call.
EMSCRIPTEN_KEEPALIVE const std::int16_t *sort_through_view(std::uint32_t rows) {
  sort_range(unsorted(rows).data(), rows);
  return work.data();
}
EMSCRIPTEN_KEEPALIVE const std::int16_t *sort_by_element(std::uint32_t rows) {
  sort_elements(unsorted(rows).data(), rows);
  return work.data();
}

// Through the pointer that main() looked up. The result stays in the sorter's memory ...
EMSCRIPTEN_KEEPALIVE std::uint32_t sort_copy() {
  kept = keep_sorted_pointer(flights.delay.data(), flights.delay.size());
  return kept.local_address();
}

// ... where main reads single elements, as if it had them itself.
EMSCRIPTEN_KEEPALIVE const std::int16_t *read_quartiles() {
  for (std::size_t i = 0; i < quartiles.size(); ++i) quartiles[i] = kept[flights.delay.size() * (i + 1) / 4];
  return quartiles.data();
}

// --- statistics: main calls stats, which calls take_band() for each band

EMSCRIPTEN_KEEPALIVE const stats_band *describe_bands() {
  bands.clear();
  const int result =
      stats_by_distance(address_of(flights.distance.data()), address_of(flights.delay.data()), flights.delay.size(),
                        address_of(band_edges.data()), band_edges.size() - 1, lent_take_band, address_of(&bands));
  return result == 0 ? bands.data() : nullptr;
}
EMSCRIPTEN_KEEPALIVE std::uint32_t band_count() { return band_edges.size() - 1; }

// --- a side that is fetched only now, used once and closed

EMSCRIPTEN_KEEPALIVE const hour_count *count_by_hour() {
  rb_dlopen_async(lazy_side.c_str(), count_with, nullptr);
  return hours.data();
}
}
