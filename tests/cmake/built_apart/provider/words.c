#include <text/words.h>
#include "common.h"
static int least = 1;
void words_init(int wanted) { least = wanted; }
int words_count(uint32_t text) {
  int count = 0;
  for (;;) {
    int length = 0;
    while (is_letter(main_getI8(text))) ++text, ++length;
    count += length >= least;
    if (!main_getI8(text++)) return count;
  }
}
