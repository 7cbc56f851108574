// API of the side `sorter`. Main and the side both include it: the pointers say whose memory they point into.
#pragma once
#include "sorter_api.h"

#include <cstdint>

extern "C" {

/// Sorts main's range: brought over in one copy, sorted here at full speed, and copied back. The way for a whole range.
SORTER_API void sort_range(wpl::ptr<std::int16_t, wpl::main> first, std::uint32_t n);

/// Sorts main's range where it is, one element at a time. No memory is needed here, but each access crosses over.
SORTER_API void sort_elements(wpl::ptr<std::int16_t, wpl::main> first, std::uint32_t n);

/// Copies main's range into the sorter's memory, sorts it and keeps it there until the next call.
SORTER_API wpl::ptr<const std::int16_t, wpl::modules::sorter> keep_sorted(wpl::ptr<const std::int16_t, wpl::main> first,
                                                                          std::uint32_t n);
}
