// API of the lazy side.
#pragma once
#include "dotnet_plugin_api.h"

DOTNET_PLUGIN_FUNCTION(twice, int(int));
