// API of the side `unit_store`: bytes of its memory for the unit tests.
#pragma once

#include "unit_store_api.h"

#include <cstdint>

extern "C" {
// The address of `size` bytes, zero, in the side's memory; those of the call before are freed.
UNIT_STORE_API std::uint32_t unit_store_reserve(std::uint32_t size);
}
