#include "counter.h"
#include "words.h"
#include <stdio.h>
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
  faults += check("none", words_longest((uint32_t) ""), -1);
  return faults;
}
