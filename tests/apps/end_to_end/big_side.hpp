#ifndef BIG_SIDE_HPP
#define BIG_SIDE_HPP

#include "big_side_api.h"

// A block of this side's memory that lies above 2 GiB, or 0.
extern "C" BIG_SIDE_API std::uint32_t block_above_2gib(std::uint32_t size);

// Plain C++ copies by the side; 1 when they return.
extern "C" BIG_SIDE_API std::int32_t copy_in(wpl::ptr<std::uint8_t, wpl::modules::big_side> dest,
                                             wpl::ptr<const std::uint8_t, wpl::main> src, std::uint32_t n);
extern "C" BIG_SIDE_API std::int32_t copy_out(wpl::ptr<std::uint8_t, wpl::main> dest,
                                              wpl::ptr<const std::uint8_t, wpl::modules::big_side> src,
                                              std::uint32_t n);

// Copies, calls main's `grow` (a function pointer of this side), grows this memory too, and copies again: 1 if all is
// right.
extern "C" BIG_SIDE_API std::int32_t copy_around(std::uint32_t grow, std::int32_t megabytes,
                                                 wpl::ptr<std::uint8_t, wpl::modules::big_side> own,
                                                 wpl::ptr<std::uint8_t, wpl::main> main_bytes, std::uint32_t n);

#endif
