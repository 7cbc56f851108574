#include "shout.h"
static int offset;
void shout_init(void) { offset = 'A' - 'a'; }
void shout(uint32_t text) {
  for (; main_getI8(text); ++text) {
    const int c = main_getI8(text);
    if (c >= 'a' && c <= 'z') main_setI8(text, (int8_t)(c + offset));
  }
}
