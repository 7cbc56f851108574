#pragma once
#include "effect_interface.h"

EFFECT_INTERFACE {
  EFFECT_FUNCTION(apply, int(int brightness));        // each plugin defines it
  EFFECT_OPTIONAL_FUNCTION(quality, int());           // may be missing
  EFFECT_HOST_FUNCTION(progress, void(int percent));  // the host defines it
};
