#include "stats.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static int compare(const void *a, const void *b) {
  const double difference = *(const double *)a - *(const double *)b;
  return (difference > 0) - (difference < 0);
}

double median_of(uint32_t text, uint32_t size) {
  char *const own = malloc(size + 1);
  main_mts_memcpy((uint32_t)own, text, size); /* one copy from main's memory into this module's */
  own[size] = '\0';

  double *const values = malloc((size / 2 + 2) * sizeof(double)); /* one more, for the end */
  size_t count = 0;
  char *end;
  for (char *next = own; values[count] = strtod(next, &end), end != next; next = end) ++count;

  qsort(values, count, sizeof(double), compare);
  const double median = count == 0 ? NAN : (values[(count - 1) / 2] + values[count / 2]) / 2;
  printf("%zu values, the median is %g\n", count, median); /* by WASI to the console */
  fflush(stdout);
  free(values);
  free(own);
  return median;
}
