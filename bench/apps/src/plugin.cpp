// A side of which many are opened.
#include "plugin_api.h"

PLUGIN_FUNCTION(add, int(int, int));

int add(int a, int b) { return a + b; }
