#include <text/words.h>
#include <stdexcept>
extern "C" {
#include "common.h"
}
static int measure(std::uint32_t text) {
  if (!main_getI8(text)) throw std::invalid_argument("no text");
  int longest = 0, length = 0;
  for (; main_getI8(text); ++text) {
    length = is_letter(main_getI8(text)) ? length + 1 : 0;
    if (length > longest) longest = length;
  }
  return longest;
}
int words_longest(std::uint32_t text) {
  try {
    return measure(text);
  } catch (const std::invalid_argument &) {
    return -1;
  }
}
