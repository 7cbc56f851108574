#pragma once
#include "words_api.h"
/* Texts are in main's memory, ended by 0. */
WPL_EXTERN_C WORDS_API void words_init(int least);
WPL_EXTERN_C WORDS_API int words_count(uint32_t text);
WPL_EXTERN_C WORDS_API int words_longest(uint32_t text);
