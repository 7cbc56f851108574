#include "counter.h"
#include "doubler.h"
#include "rb_checks.h"

static int32_t factor = 1;

void doubler_init(int32_t by) { factor = by; }

int32_t doubler_add(int32_t amount) { return counter_add(amount * factor); }

int32_t doubler_check_rb(void) { return check_rb("doubler"); }
