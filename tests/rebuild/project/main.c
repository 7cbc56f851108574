#include "sorter.h"
#include <stdio.h>
int main(void) {
  printf("%d\n", next(41));
  return 0;
}
