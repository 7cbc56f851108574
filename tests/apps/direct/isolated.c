#include "isolated_api.h"

ISOLATED_API int32_t isolated_twice(int32_t value);
int32_t isolated_twice(int32_t value) { return 2 * value; }
