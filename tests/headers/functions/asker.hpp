// The API of asker.
#pragma once

#include "asker_api.h"

#include "types.hpp"

ASKER_FUNCTION(ask, bytes<64>(std::uint8_t));
ASKER_FUNCTION(ask_about, std::int32_t(wpl::ptr<std::int32_t, wpl::modules::asker>));
ASKER_FUNCTION(ask_guarded, bool());
