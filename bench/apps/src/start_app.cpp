// start.cpp joined to its side by the package.
#include "start.hpp"
#include "start_api.hpp"

void sort_elsewhere(int *first, unsigned n) { sort_numbers({first, n}); }
