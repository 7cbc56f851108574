// API of the lazy side.
#pragma once
#include "plugin_api.h"

PLUGIN_FUNCTION(twice, int(int));
