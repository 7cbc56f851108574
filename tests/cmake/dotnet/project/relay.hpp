#pragma once
#include "relay_api.h"

RELAY_FUNCTION(four_times, int(int n));
