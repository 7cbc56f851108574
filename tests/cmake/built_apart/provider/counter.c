#include "counter.h"
#include "common.h"
#include <text/words.h>
void counter_init(int least) { words_init(least); }
int counter_words_and_letters(uint32_t text) {
  int letters = 0;
  for (uint32_t at = text; main_getI8(at); ++at) letters += is_letter(main_getI8(at));
  return 100 * words_count(text) + letters;
}
