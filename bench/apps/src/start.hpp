// What start.cpp wants of the file that joins it to the other module.
#pragma once

void sort_elsewhere(int *first, unsigned n);
