#pragma once
#include "search_api.h"

SEARCH_FUNCTION(find_all, int(wpl::string_view<wpl::main> pattern, wpl::string_view<wpl::main> text,
                              wpl::function_ptr<void(std::uint32_t, std::uint32_t), wpl::modules::search> found));
