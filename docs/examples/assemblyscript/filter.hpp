#pragma once
#include "filter_api.h"

FILTER_FUNCTION(to_grey, void(wpl::span<std::uint8_t, wpl::main> pixels));
