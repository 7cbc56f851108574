// The API of the side, whose name and access mode BENCH_SIDE and CMakeLists.txt say.
#pragma once

#include BENCH_API_HEADER

#include "work.hpp"

#define BENCH_JOINED_(a, b) a##b
#define BENCH_JOINED(a, b) BENCH_JOINED_(a, b)

namespace side {

using memory = wpl::modules::BENCH_SIDE;

/// For ACCESS POINTER: takes main's rbBridge.
BENCH_FUNCTION(init, void(wpl::bridge_ptr<side::memory>));

// On main's numbers: element by element, by a copy into own memory and back as C would do it, by a view.
BENCH_FUNCTION(quicksort_elements, void(wpl::span<int, wpl::main>));
BENCH_FUNCTION(quicksort_copy, void(wpl::span<int, wpl::main>));
BENCH_FUNCTION(std_sort_elements, void(wpl::span<int, wpl::main>));
BENCH_FUNCTION(std_sort_view, void(wpl::span<int, wpl::main>));
BENCH_FUNCTION(sum_elements, int(wpl::span<const int, wpl::main>));
BENCH_FUNCTION(sum_view, int(wpl::span<const int, wpl::main>));

// On numbers in the side's own memory: keeps copies of main's, works on them, gives them back.
BENCH_FUNCTION(keep, void(wpl::span<const int, wpl::main> numbers, unsigned copies));
BENCH_FUNCTION(own_quicksort, void(unsigned copy));
BENCH_FUNCTION(own_std_sort, void(unsigned copy));
BENCH_FUNCTION(own_sum, int());
BENCH_FUNCTION(give, void(unsigned copy, wpl::span<int, wpl::main> to));

BENCH_FUNCTION(add, int(int, int));

// Records, texts, callbacks.
BENCH_FUNCTION(walk_elements, float(wpl::span<work::record, wpl::main>));
BENCH_FUNCTION(walk_view, float(wpl::span<work::record, wpl::main>));
BENCH_FUNCTION(count_a, unsigned(wpl::string_view<wpl::main>));
BENCH_FUNCTION(for_each, void(wpl::function_ptr<void(int), side::memory>));

BENCH_FUNCTION(buffer, wpl::ptr<unsigned char, side::memory>(unsigned size));

}  // namespace side
