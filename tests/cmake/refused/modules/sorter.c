#include "sorter_api.h"
WPL_EXTERN_C SORTER_API int sorter_twice(int n);
int sorter_twice(int n) { return 2 * n; }
