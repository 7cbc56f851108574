#pragma once
#include "sorter_api.h"

extern "C" {
// Sorts main's range, keeps a copy and returns where.
SORTER_API wpl::ptr<const int, wpl::modules::sorter> sort(wpl::ptr<int, wpl::main> first, unsigned n);
}
