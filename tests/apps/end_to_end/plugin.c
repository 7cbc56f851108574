/* A lazy side: holds memory, functions of main's and its own in main's table while it is open. */
#include <wasm_pseudo_link/main_memory.h>

#include <emscripten/stack.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT __attribute__((used, visibility("default")))

static int32_t opened;

__attribute__((constructor)) static void construct(void) { opened = 7; }

EXPORT int32_t plugin_value(void) { return opened++; }
EXPORT int32_t plugin_call(uint32_t function, int32_t value) { return ((int32_t (*)(int32_t))function)(value); }

static int32_t negate(int32_t value) { return -value; }
static int32_t twice(int32_t value) { return 2 * value; }

/* Never taken back: closing the side must do it. */
EXPORT uint32_t plugin_lend_negate(void) { return rb_lend(RB_MAIN, (rb_fn)negate); }
EXPORT uint32_t plugin_lend_twice(void) { return rb_lend(RB_MAIN, (rb_fn)twice); }

EXPORT int32_t plugin_use_memory(void) {
  char *block = malloc(100000);
  memset(block, 1, 100000);
  return block[99999];
}

/* Closes the module that it is part of, while it runs. */
EXPORT int32_t plugin_close_itself(void) { return rb_dlclose(rb_self()); }
EXPORT uint32_t plugin_last_error(uint32_t main_buffer, uint32_t size) {
  const char *text = rb_dlerror();
  if (!text) return 0;
  const uint32_t length = (uint32_t)strlen(text) + 1;
  if (length > size) return 0;
  main_stm_memcpy(main_buffer, (uint32_t)text, length);
  return length - 1;
}

EXPORT uint32_t stack_pointer(void) { return (uint32_t)emscripten_stack_get_current(); }
