// The API of plugin, for those who look it up.
#pragma once

#include "functions_plugin_api.h"

#include "types.hpp"

using plugin_step = wpl::function_ptr<std::int32_t(std::int32_t), wpl::modules::functions_plugin>;
