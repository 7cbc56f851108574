/* The version of WasmPseudoLink. CMake reads it from here. */
#ifndef WASM_PSEUDO_LINK_VERSION_H
#define WASM_PSEUDO_LINK_VERSION_H

#define WPL_VERSION_MAJOR 0
#define WPL_VERSION_MINOR 1
#define WPL_VERSION_PATCH 0

/* Changes when modules built before can no longer be wired to modules built after; checked when they are loaded. */
#define WPL_ABI_VERSION 1

#endif
