// Included before everything in the unit tests, and precompiled.
#pragma once

#include "failure.hpp"  // first: the headers take WPL_FAILURE from it

#include <wasm_pseudo_link/string.hpp>
#include <wasm_pseudo_link/wasm_pseudo_link.hpp>

#include "memories.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <random>
#include <ranges>
#include <string>
#include <utility>
#include <vector>
