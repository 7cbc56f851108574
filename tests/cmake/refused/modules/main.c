#include "sorter_api.h"
WPL_EXTERN_C SORTER_API int sorter_twice(int n);
int main(void) { return sorter_twice(0); }
