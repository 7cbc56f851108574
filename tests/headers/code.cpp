// One header shared by main and side, and functions whose code code.test.mjs and direct_code.test.mjs read.
#include "code_side_api.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>

// The API header of a side: exported by the side, imported elsewhere.
extern "C" CODE_SIDE_API std::int32_t sum_delays(wpl::ptr<const std::int16_t, wpl::main> first, std::uint32_t n);
extern "C" CODE_SIDE_API wpl::ptr<std::int16_t, wpl::modules::code_side> keep(
    wpl::ptr<const std::int16_t, wpl::main> first, std::uint32_t n);
extern "C" CODE_SIDE_API_AS(init) void code_side_init();

struct point {
  float x, y;
};
struct vector3 {
  std::int32_t x, y, z;
};
struct shape : vector3 {
  std::int8_t kind;
  double weight;
  std::int16_t values[8];
  point corners[2];
};
struct named {
  std::int32_t name;
};
struct circle : named, shape {};

#define EXPORT extern "C" __attribute__((used))

#if defined(code_side_EXPORTS)

template <class T>
using pointer_to = wpl::ptr<T, wpl::main>;

static std::int16_t kept[64];

std::int32_t sum_delays(wpl::ptr<const std::int16_t, wpl::main> first, std::uint32_t n) {
  return std::accumulate(first, first + n, 0);
}
wpl::ptr<std::int16_t, wpl::modules::code_side> keep(wpl::ptr<const std::int16_t, wpl::main> first, std::uint32_t n) {
  wpl::copy_n(first, n, kept);
  return kept;
}
void code_side_init() {}

#else

template <class T>
using pointer_to = wpl::ptr<T, wpl::modules::code_side>;

EXPORT std::int32_t calls_the_api(const std::int16_t *first, std::uint32_t n) {
  code_side_init();
  return *keep(first, n) + sum_delays(first, n);
}

#endif

using pointer = pointer_to<std::int16_t>;
using bytes = pointer_to<std::uint8_t>;

// Elements.
EXPORT std::int16_t read_one(pointer p) { return *p; }
EXPORT std::uint16_t read_unsigned(pointer p) {
  const pointer::rebind<void> any = p;
  return *static_cast<pointer::rebind<std::uint16_t>>(any);
}
EXPORT void write_one(pointer p, std::int16_t value) { p[3] = value; }
EXPORT void add_one(pointer p) { *p += 1; }
EXPORT float read_point(pointer_to<const point> p) { return (*p).value().y; }
EXPORT std::int32_t read_vector(pointer_to<const vector3> p) {
  const vector3 v = *p;
  return v.x + v.y + v.z;
}
EXPORT void write_vector(pointer_to<vector3> p, std::int32_t x, std::int32_t y, std::int32_t z) { *p = {x, y, z}; }

// Members.
EXPORT double read_member(pointer_to<const shape> p) { return p->*&shape::weight; }
EXPORT void write_member(pointer_to<shape> p, double value) { p->*&shape::weight = value; }
EXPORT std::int32_t read_base_member(pointer_to<const circle> p) { return p->*&shape::z; }
EXPORT std::int16_t read_array_member(pointer_to<const shape> p, std::uint32_t i) { return (p->*&shape::values)[i]; }
EXPORT float read_nested_member(pointer_to<shape> p) { return (&(p->*&shape::corners)[1])->*&point::y; }
EXPORT pointer_to<shape> to_base(pointer_to<circle> p) { return p; }
EXPORT pointer_to<circle> to_derived(pointer_to<shape> p) { return static_cast<pointer_to<circle>>(p); }

// The same in the module that the memory belongs to.
EXPORT double read_own_member(const shape *p) { return p->*&shape::weight; }
EXPORT std::int16_t read_own_array_member(const shape *p) { return (p->*&shape::values)[2]; }
EXPORT std::int32_t read_own_view(const std::int32_t *p, std::uint32_t n) {
  return std::ranges::max(wpl::local_view(p, n, wpl::read_only));
}

// Copies of a number that only the running program knows.
EXPORT void copy_there(const std::int16_t *from, std::uint32_t n, pointer p) { wpl::copy_n(from, n, p); }
EXPORT void copy_here(pointer p, std::uint32_t n, std::int16_t *to) { wpl::copy_n(p, n, to); }
EXPORT void copy_within(pointer p, std::uint32_t n, pointer q) { wpl::copy_n(p, n, q); }
EXPORT void reverse_view(pointer p, std::uint32_t n) { std::ranges::reverse(wpl::local_view(p, n)); }
EXPORT std::int16_t max_view(pointer p, std::uint32_t n) {
  return std::ranges::max(wpl::local_view(p, n, wpl::read_only));
}
EXPORT void fill_view(pointer p, std::uint32_t n) {
  std::ranges::fill(wpl::local_view(p, n, wpl::write_only), std::int16_t{1});
}

// Copies of a constant number.
#define CONSTANT_COPIES(n)                                                              \
  EXPORT void there_##n(const std::uint8_t *from, bytes p) { wpl::copy_n(from, n, p); } \
  EXPORT void here_##n(bytes p, std::uint8_t *to) { wpl::copy_n(p, n, to); }            \
  EXPORT void within_##n(bytes p, bytes q) { wpl::copy_n(p, n, q); }
CONSTANT_COPIES(1)
CONSTANT_COPIES(2)
CONSTANT_COPIES(3)
CONSTANT_COPIES(4)
CONSTANT_COPIES(5)
CONSTANT_COPIES(6)
CONSTANT_COPIES(7)
CONSTANT_COPIES(8)
CONSTANT_COPIES(9)
CONSTANT_COPIES(10)
CONSTANT_COPIES(11)
CONSTANT_COPIES(12)
CONSTANT_COPIES(13)
CONSTANT_COPIES(14)
CONSTANT_COPIES(15)
CONSTANT_COPIES(16)
CONSTANT_COPIES(17)

EXPORT void array_there(const std::array<float, 3> &from, pointer_to<float> p) { wpl::copy(from, p); }
EXPORT void array_here(pointer_to<const shape> p, std::int16_t (&to)[8]) { wpl::copy(p->*&shape::values, to); }
EXPORT void nothing_there(const std::uint8_t *from, bytes p) { wpl::copy_n(from, 0, p); }
EXPORT std::int64_t *optimised_away(pointer_to<std::int64_t> p, std::int64_t *to) {
  std::int64_t copies[2];
  wpl::copy_n(p, 2, copies);
  *to = copies[0] + copies[1];
  return to;
}
