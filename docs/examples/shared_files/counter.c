#include "counter.h"

#include <stdio.h>

int count_lines(void) {
  FILE *file = fopen("/main/notes.txt", "r+");  // main's file, in main's file system
  if (!file) return -1;
  int lines = 0;
  for (int c = fgetc(file); c != EOF; c = fgetc(file)) lines += c == '\n';
  fseek(file, 0, SEEK_END);
  fprintf(file, "%d lines\n", lines);
  fclose(file);
  return lines;
}
