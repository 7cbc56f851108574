#include "sorter.hpp"
#include <algorithm>

// main's memory, seen as local for one whole-range job, written back at the end
void sort_delays(wpl::ptr<std::int16_t, wpl::main> first, std::uint32_t n) { std::ranges::sort(wpl::local_view(first, n)); }
