// start.cpp with a SIDE_MODULE.
#include "start.hpp"

extern "C" void sort_numbers(int *first, unsigned n);

void sort_elsewhere(int *first, unsigned n) { sort_numbers(first, n); }
