#include "relay.hpp"
#include "script_api.h"

int four_times(int n) { return twice(twice(n)); }
