/* What every side of this folder offers its main. API, API_HEADER and MODULE are its own (CMakeLists.txt). */
#ifndef SIDE_H
#define SIDE_H

#include API_HEADER

/* Doubles `count` numbers at `first` in main's memory and returns the sum of them; in between they are copied into the
   side's own memory. */
WPL_EXTERN_C API int64_t double_all(uint32_t first, uint32_t count);

/* The sum of what `answer`, a function pointer of this side that main has lent, says of the numbers below `count`. */
WPL_EXTERN_C API int32_t ask(uint32_t answer, int32_t count);

/* How many blocks of 64 KiB malloc gives, up to `blocks` and 1024; they are freed again. */
WPL_EXTERN_C API int32_t take_blocks(int32_t blocks);

/* What SPECIAL_HEADER makes of the settings that this app is about. */
WPL_EXTERN_C API int32_t special(void);

#endif
