// Included before everything in the unit tests: a broken precondition throws, so that tests can see it.
#pragma once

#include <stdexcept>

struct precondition_broken : std::runtime_error {
  using std::runtime_error::runtime_error;
};

#define WPL_FAILURE(text) throw precondition_broken(text)
