#include "upper.h"
static char room[64];
char *upper_room(void) { return room; }
void upper(char *text) {
  for (; *text; ++text)
    if (*text >= 'a' && *text <= 'z') *text = (char)(*text - 'a' + 'A');
}
