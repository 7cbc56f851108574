// The data in the memory of the module that this is linked into, and how JavaScript prepares and checks it.
#pragma once

#include "work.hpp"

#include <span>
#include <string>
#include <vector>

namespace data {

/// Copies of the same unsorted numbers, so that a timed run can sort several.
std::span<int> numbers(unsigned copy);

std::span<work::record> records();
std::span<const std::string> texts();

/// What a run has computed, for JavaScript to compare with the expected value.
extern volatile int result;

}  // namespace data

extern "C" {
void data_unsort(unsigned count);
bool data_is_sorted(unsigned count);
}
