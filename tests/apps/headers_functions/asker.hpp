// The API of asker.
#pragma once

#include "functions_asker_api.h"

#include "types.hpp"

FUNCTIONS_ASKER_FUNCTION(ask, bytes<64>(std::uint8_t));
FUNCTIONS_ASKER_FUNCTION(ask_about, std::int32_t(wpl::ptr<std::int32_t, wpl::modules::functions_asker>));
FUNCTIONS_ASKER_FUNCTION(ask_guarded, bool());
