#pragma once
#include "parser_api.h"

#include <cstdint>

PARSER_FUNCTION(parse, std::int32_t(wpl::string_view<wpl::main> text));
