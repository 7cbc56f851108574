// The API of the side of start.cpp, which is built under several names.
#pragma once

#include BENCH_API_HEADER

BENCH_FUNCTION(sort_numbers, void(wpl::span<int, wpl::main>));
