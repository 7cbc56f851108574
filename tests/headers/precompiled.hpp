// Headers of the C++ standard library, for precompile_once() in the apps of the headers. WasmPseudoLink's own headers
// depend on the kind of module, so they stay out.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdio>
#include <functional>
#include <iterator>
#include <limits>
#include <memory>
#include <numeric>
#include <optional>
#include <ranges>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>
