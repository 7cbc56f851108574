// API of the side `sorter`: brings the whole range over by views, sorts it, and the rows go back.
#pragma once
#include "sorter_api.h"

#include <cstdint>

/// Puts numbers of rows in the order of their values; rows without a value (NaN) come last.
SORTER_FUNCTION(order_rows, void(wpl::span<const double, wpl::main> values, wpl::span<std::uint32_t, wpl::main> rows,
                                 bool descending));
