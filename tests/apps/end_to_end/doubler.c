#include "answer.h"
#include "counter.h"
#include "doubler.h"
#include "rb_checks.h"

static int32_t factor = 1;

void doubler_init(int32_t by) { factor = by; }

int32_t doubler_add(int32_t amount) { return counter_add(amount * factor); }

int32_t doubler_ask(int32_t question) { return factor * app_answer(question); }

static int32_t first_answer;
__attribute__((constructor)) static void ask_first(void) { first_answer = app_answer(0); }
int32_t doubler_first_answer(void) { return first_answer; }

int32_t doubler_check_rb(void) { return check_rb("doubler"); }
