#include "counter.h"
#include <text/words.h>
#include <stdio.h>
#include <string.h>
static int check(const char *what, int found, int expected) {
  if (found != expected) printf("%s: %d, expected %d\n", what, found, expected);
  return found != expected;
}
int main(void) {
  const char *text = "built apart, used together";
  int faults = check("words", counter_words_and_letters((uint32_t)text), 422);
  counter_init(6);
  faults += check("long words", counter_words_and_letters((uint32_t)text), 122);
  faults += check("longest", words_longest((uint32_t)text), 8);
  faults += check("none", words_longest((uint32_t)""), -1);
  /* A library's function, on memory of the side that it is in. */
  char *const room = upper_room();
  char back[6] = "";
  words_mts_memcpy((uint32_t)room, (uint32_t)"apart", sizeof back);
  upper(room);
  words_stm_memcpy((uint32_t)back, (uint32_t)room, sizeof back);
  faults += check("upper", strcmp(back, "APART"), 0);
  return faults;
}
