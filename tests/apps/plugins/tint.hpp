#pragma once
#include "tint_interface.h"

TINT_INTERFACE {
  TINT_FUNCTION(apply, int(int brightness));
  TINT_HOST_FUNCTION(progress, void(int percent));
};
