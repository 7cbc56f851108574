/*
 * The main module's memory in C: main_getI32, main_mts_memcpy and the others that memory.h describes. For C99 and C++,
 * in sides; the main module, whose own memory it is, may include it too and gets nothing.
 */
#ifndef WASM_PSEUDO_LINK_MAIN_MEMORY_H
#define WASM_PSEUDO_LINK_MAIN_MEMORY_H

#include <wasm_pseudo_link/memory.h>

#if !defined(WPL_MAIN_MODULE)
WPL_DECLARE_MEMORY(main)
#endif

#endif
