#pragma once
#include "sorter_api.h"
// the API
WPL_EXTERN_C SORTER_API int next(int n);
