#include "sorter.h"
#include <stdio.h>
int common(int n);
int main(void) {
  printf("%d\n", common(next(41)));
  return 0;
}
