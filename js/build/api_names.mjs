// Which exports of a module are its API, that is: its own functions and not the C runtime's.
//
// A stub for a runtime function (malloc, say) in a js-library would link silently and break the other module, whose own
// JavaScript would then call the stub. So the runtime's names are left out: all that start with an underscore followed by
// anything but C++'s _Z, those of emcc's own families, and the functions of libc that emcc's JavaScript may export for
// its own use (emcc: __deps in src/lib/*.js, tools/native_sigs.py).
const RUNTIME_FAMILIES = /^(_(?!Z)|emscripten_|dynCall_|asyncify_|stack(Save|Restore|Alloc)$|(get|set)TempRet0$|orig\$)/;
const RUNTIME_FUNCTIONS = new Set(
  `main malloc free calloc realloc memalign posix_memalign aligned_alloc emmalloc_usable_size malloc_usable_size
  setThrew saveSetjmp testSetjmp fflush fileno strerror htonl htons ntohs ntohl memcpy memmove memset memcmp
  setThreadState trim untrap wasmfs_flush`.split(/\s+/),
);

/** @param {string[]} exports names of exported functions @returns {string[]} those which other modules may import */
export const apiNames = (exports) =>
  exports.filter((name) => !RUNTIME_FAMILIES.test(name) && !RUNTIME_FUNCTIONS.has(name)).sort();
