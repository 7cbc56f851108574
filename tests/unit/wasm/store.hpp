// API of the side `store`: bytes of its memory for the unit tests.
#pragma once

#include "store_api.h"

#include <cstdint>

extern "C" {
// The address of `size` bytes, zero, in the side's memory; those of the call before are freed.
STORE_API std::uint32_t store_reserve(std::uint32_t size);
}
