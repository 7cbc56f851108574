// A side in C++20: works on main's memory by wpl::ptr, wpl::copy and wpl::local_view.
#ifndef SHAPES_HPP
#define SHAPES_HPP

#include "shapes_api.h"

struct point {
  double x, y;
  std::int32_t tag;
};

extern "C" SHAPES_API void sort_values(wpl::ptr<std::int16_t, wpl::main> first, std::uint32_t n);
extern "C" SHAPES_API void sort_in_place(wpl::ptr<std::int16_t, wpl::main> first, std::uint32_t n);
extern "C" SHAPES_API std::int64_t sum_values(wpl::ptr<const std::int16_t, wpl::main> first, std::uint32_t n);
extern "C" SHAPES_API void move_points(wpl::ptr<point, wpl::main> first, std::uint32_t n, double dx);

// Memory of the side, for main to fill and read.
extern "C" SHAPES_API wpl::ptr<std::int32_t, wpl::modules::shapes> own_buffer(std::uint32_t n);
extern "C" SHAPES_API std::int32_t own_buffer_sum();
extern "C" SHAPES_API wpl::ptr<std::int32_t, wpl::modules::shapes> next_word(
    wpl::ptr<std::int32_t, wpl::modules::shapes> p);

#endif
