#include "relay.h"
#include "shout.h"
#include <text/words.h>
#include <stdio.h>
#include <string.h>
int main(void) {
  char text[] = "two mains";
  shout_init();
  shout((uint32_t)text);
  char copy[sizeof text] = "";
  relay((uint32_t)text, (uint32_t)copy, sizeof text);
  words_init(1);
  printf("%s %d\n", text, words_count((uint32_t)text));
  return strcmp(copy, "TWO MAINS") != 0 || words_count((uint32_t)text) != 2;
}
