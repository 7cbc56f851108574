#pragma once
#include "checksum_api.h"

/** CRC-32, as in zip and PNG, of `size` bytes in main's memory. */
WPL_EXTERN_C CHECKSUM_API uint32_t crc32_of(WPL_PTR(const char, main) first, uint32_t size);
