#include "sorter_api.h"

#include <type_traits>

static_assert(std::is_same_v<wpl::ptr<int, wpl::modules::sorter>, int *>);

int part() { return 7; }
