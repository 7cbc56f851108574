#include "relay.hpp"
#include "script_api.h"
#include <cstdio>

int main() { std::printf("%d %d\n", twice(4), four_times(4)); }
