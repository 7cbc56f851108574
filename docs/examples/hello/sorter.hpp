#pragma once
#include "sorter_api.h"

extern "C" SORTER_API void sort_delays(wpl::ptr<std::int16_t, wpl::main> first, std::uint32_t n);
