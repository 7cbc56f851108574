#pragma once
#include "searcher_api.h"

#include <cstdint>

// Calls `found` with each place of `needle` in `text`, until it returns false.
SEARCHER_FUNCTION(find_all, void(wpl::string_view<wpl::main> text, wpl::string_view<wpl::main> needle,
                                 wpl::function_ptr<bool(std::uint32_t place), wpl::modules::searcher> found));
