// Which exports of a module are its API: the functions that its own sources export, never the C runtime's.
//
// emcc itself tells what the sources export (link_report.mjs). Among that may still be functions of the C library,
// which -sEXPORTED_FUNCTIONS=_malloc adds for use from JavaScript. A stub for such a name would link silently into
// another module and break it, since that module's own JavaScript would then call the stub; so the names that emcc's
// JavaScript calls (emcc: __deps in src/lib/*.js, REQUIRED_EXPORTS in tools/link.py) are left out, as are names that
// start with an underscore, which C reserves. C++'s _Z stays, an error that module_checks.mjs reports, but for what C++
// reserves: a sanitizer's runtime and mimalloc mark some of their own functions as used. Functions of emcc's WebIDL
// binder are the user's: emscripten_bind_<class>_<method>_<arguments>, emscripten_enum_<enum>_<value> (emcc:
// tools/webidl_binder.py). Every module exports wpl_malloc and wpl_free (allocator.h): as API of two sides they would
// be one name twice.
const RUNTIME_FAMILIES =
  /^(_(?!Z)|_Z[dn][alw]|_ZN?[rVK]*(\d+__|S[at])|wpl_|emscripten_(?!bind_|enum_)|wasmfs_|dynCall_|asyncify_)/;
const RUNTIME_FUNCTIONS = new Set(
  `main malloc free calloc realloc memalign posix_memalign aligned_alloc sbrk memcpy memmove memset memcmp strlen
  strerror htonl htons ntohl ntohs setThrew sleep fflush fileno`.split(/\s+/),
);

/**
 * @param {string[]} exported names that the module's sources export
 * @returns {string[]} those which other modules may import
 */
export const apiNames = (exported) =>
  exported.filter((name) => !RUNTIME_FAMILIES.test(name) && !RUNTIME_FUNCTIONS.has(name)).sort();
