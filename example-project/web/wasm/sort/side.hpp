// API of the side that sorts main's data. CMakeLists.txt says its name (SORT_SIDE) and how it reaches main.
#pragma once

#include SORT_API_HEADER

#include "work.hpp"

namespace side {

using memory = wpl::modules::SORT_SIDE;

/// For ACCESS POINTER: takes main's rbBridge.
SORT_FUNCTION(init, void(wpl::bridge_ptr<side::memory>));

// Where they are, element by element.
SORT_FUNCTION(elements_int32, void(wpl::span<std::int32_t, wpl::main>));
SORT_FUNCTION(elements_float64, void(wpl::span<double, wpl::main>));
SORT_FUNCTION(elements_record, void(wpl::span<work::record, wpl::main>));

// In a copy in the side's memory, which is then copied back: by the bridge's functions, as C would do it.
SORT_FUNCTION(copy_int32, void(wpl::span<std::int32_t, wpl::main>));
SORT_FUNCTION(copy_float64, void(wpl::span<double, wpl::main>));
SORT_FUNCTION(copy_record, void(wpl::span<work::record, wpl::main>));

// The same by wpl::local_view.
SORT_FUNCTION(view_int32, void(wpl::span<std::int32_t, wpl::main>));
SORT_FUNCTION(view_float64, void(wpl::span<double, wpl::main>));
SORT_FUNCTION(view_record, void(wpl::span<work::record, wpl::main>));

}  // namespace side
