// API of the side that sorts main's data. CMakeLists.txt says its name (SORT_SIDE) and how it reaches main.
#pragma once

#include SORT_API_HEADER

#include "work.hpp"

namespace side {

#ifdef SORT_CSHARP

// The header that is made from the C# code (../csharp) declares them all.
using ::copy_float64, ::copy_int32, ::copy_record;
using ::elements_float64, ::elements_int32, ::elements_record;
using ::view_float64, ::view_int32, ::view_record;

inline void connect() {}

#else

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

#ifdef WPL_MAIN_MODULE
inline void connect() { init(wpl::lend_bridge<memory>()); }
#endif

#endif

}  // namespace side
