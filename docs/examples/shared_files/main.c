#include "counter.h"

#include <stdio.h>
#include <string.h>

int main(void) {
  FILE *file = fopen("/notes.txt", "w");
  fputs("one\ntwo\n", file);
  fclose(file);

  const int lines = count_lines();

  char text[64] = "";
  file = fopen("/notes.txt", "r");
  fread(text, 1, sizeof text - 1, file);
  fclose(file);
  printf("%d lines, and the side has added one:\n%s", lines, text);
  return lines == 2 && strcmp(text, "one\ntwo\n2 lines\n") == 0 ? 0 : 1;
}
