// One header shared by main and side, and functions whose code check_code.mjs reads.
#include "sorter_api.h"

#include <algorithm>
#include <cstdint>
#include <numeric>

// The API header of a side: exported by the side, imported elsewhere.
extern "C" SORTER_API std::int32_t sum_delays(wpl::ptr<const std::int16_t, wpl::main> first, std::uint32_t n);
extern "C" SORTER_API wpl::ptr<std::int16_t, wpl::modules::sorter> keep(wpl::ptr<const std::int16_t, wpl::main> first,
                                                                        std::uint32_t n);
extern "C" SORTER_API_AS(init) void sorter_init();

struct point {
  float x, y;
};

#if defined(sorter_EXPORTS)

using pointer = wpl::ptr<std::int16_t, wpl::main>;

static std::int16_t kept[64];

std::int32_t sum_delays(wpl::ptr<const std::int16_t, wpl::main> first, std::uint32_t n) {
  return std::accumulate(first, first + n, 0);
}
wpl::ptr<std::int16_t, wpl::modules::sorter> keep(wpl::ptr<const std::int16_t, wpl::main> first, std::uint32_t n) {
  wpl::copy_n(first, n, kept);
  return kept;
}
void sorter_init() {}

#else

using pointer = wpl::ptr<std::int16_t, wpl::modules::sorter>;

extern "C" std::int32_t calls_the_api(const std::int16_t *first, std::uint32_t n) {
  sorter_init();
  return *keep(first, n) + sum_delays(first, n);
}

#endif

extern "C" {
std::int16_t read_one(pointer p) { return *p; }
std::uint16_t read_unsigned(pointer p) {
  const pointer::rebind<void> any = p;
  return *static_cast<pointer::rebind<std::uint16_t>>(any);
}
void write_one(pointer p, std::int16_t value) { p[3] = value; }
void add_one(pointer p) { *p += 1; }
float read_point(pointer::rebind<const point> p) { return (*p).value().y; }
void copy_there(const std::int16_t *from, std::uint32_t n, pointer p) { wpl::copy_n(from, n, p); }
void copy_here(pointer p, std::uint32_t n, std::int16_t *to) { wpl::copy_n(p, n, to); }
void reverse_view(pointer p, std::uint32_t n) { std::ranges::reverse(wpl::local_view(p, n)); }
}
