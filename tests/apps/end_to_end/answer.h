/* A function of main that sides call. */
#ifndef ANSWER_H
#define ANSWER_H

#include "app_api.h"

WPL_EXTERN_C APP_API int32_t app_answer(int32_t question);

#endif
