#include "start_api.hpp"

#include <algorithm>

void sort_numbers(wpl::span<int, wpl::main> numbers) { std::ranges::sort(wpl::local_view(numbers)); }
