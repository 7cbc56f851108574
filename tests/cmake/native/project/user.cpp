#include "user.hpp"

#include "sorter.hpp"

int smaller() { return *sort(wpl::ptr<int, wpl::main>() + 1, 2); }
