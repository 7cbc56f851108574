#include "sorter.h"
int common(int n);
int next(int n) { return common(n + 1); }
// more
