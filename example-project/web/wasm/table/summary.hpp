// API of the side `summary`, which is opened when it is wanted first: keeps copies in its own memory. It is guarded, so
// a crash in it ends the call and not the page.
#pragma once
#include "summary_api.h"

#include <cstdint>

/// The rows whose x lies in one of equal steps.
struct group {
  double first_x;
  double quartiles[3];  // of y
  double rows;          // how many
};

/// What there is to know of x and y in the given rows: `groups` steps of x between its least and its greatest value.
using summarise_function = void(wpl::span<const double, wpl::main> x, wpl::span<const double, wpl::main> y,
                                wpl::span<const std::uint32_t, wpl::main> rows, wpl::span<group, wpl::main> groups);
SUMMARY_FUNCTION(summarise, summarise_function);
