// API of the side `punctuality`, which main opens by name when it wants it. Main takes only types from here: the
// functions of a lazy side are looked up, not called by name.
#pragma once
#include "punctuality_api.h"

#include <cstdint>

/// The flights of one hour of the day.
struct hour_count {
  std::int32_t flights;
  std::int32_t late;  // by more than 15 minutes
};

extern "C" {

/// Counts main's flights by hour. `time` is the hour of the day; `hours` has room for 24.
PUNCTUALITY_API void count_late_flights(wpl::ptr<const float, wpl::main> time,
                                        wpl::ptr<const std::int16_t, wpl::main> delay, std::uint32_t n,
                                        wpl::ptr<hour_count, wpl::main> hours);
}
