#include "counter_api.h"

/** Counts the lines of notes.txt and adds one that says how many there were; -1: the file is not there. */
WPL_EXTERN_C COUNTER_API int count_lines(void);
