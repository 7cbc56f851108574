// API of the side `filter`: works on main's memory where it is, element by element, and needs next to none of its own.
#pragma once
#include "filter_api.h"

#include <cstdint>

/// Writes the numbers of the rows whose value lies between `least` and `most`; returns how many these are.
FILTER_FUNCTION(find_rows, std::uint32_t(wpl::span<const double, wpl::main> values, double least, double most,
                                         wpl::span<std::uint32_t, wpl::main> rows));
