// The module's own files: one that was linked in, and one that it writes.
#include <stdio.h>

static int32_t special_value() {
  int32_t number = 0;
  if (FILE *file = fopen("/data/numbers.txt", "r")) {
    if (fscanf(file, "%d", &number) != 1) number = -1;
    fclose(file);
  }
  FILE *file = fopen("/own.txt", "w+");
  if (!file) return -2;
  fprintf(file, "%d", number + 1);
  rewind(file);
  if (fscanf(file, "%d", &number) != 1) number = -3;
  fclose(file);
  return number;
}
