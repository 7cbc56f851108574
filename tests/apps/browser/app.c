/* Main module: does a fixed piece of work over each kind of call and copy; the page reads the results back. */
#include "sorter.h"
#include "stats.h"

#include <emscripten/emscripten.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wasm_pseudo_link/rb.h>

#define COUNT 1000u

static int32_t values[COUNT];
static int64_t total;
static uint32_t blocks;
static uint32_t copies_checked;
static rb_handle plugin;
static char plugin_error[1024];

static void on_block(uint32_t block, int32_t sum) {
  (void)sum;
  blocks += block == blocks;
}

static void require(int holds, const char *what) {
  if (holds) return;
  printf("wrong: %s\n", what);
  exit(7);
}

/* Fetches every length up to 67 bytes to every offset below 8, and tries the copies of a fixed size. */
static void check_copies(void) {
  const uint32_t theirs = stats_buffer();
  uint8_t ours[128];
  for (uint32_t offset = 0; offset < 8; ++offset) {
    for (uint32_t size = 0; size <= 67; ++size) {
      memset(ours, 0xEE, sizeof ours);
      stats_stm_memcpy((uint32_t)(uintptr_t)ours + offset, theirs + 3 + size, size);
      for (uint32_t i = 0; i < sizeof ours; ++i) {
        const int inside = i >= offset && i < offset + size;
        require(ours[i] == (inside ? (uint8_t)(3 + size + i - offset) : 0xEE), "a copy from stats");
      }
      ++copies_checked;
    }
  }
  const uint64_t eight = 0x1122334455667788u;
  const uint32_t source = (uint32_t)(uintptr_t)&eight;
  stats_mts_memcpy1(theirs, source);
  require(stats_getI8(theirs) == (int8_t)0x88, "mts_memcpy1");
  stats_mts_memcpy2(theirs + 1, source);
  require(stats_getI16(theirs + 1) == 0x7788, "mts_memcpy2");
  stats_mts_memcpy4(theirs + 3, source);
  require(stats_getI32(theirs + 3) == 0x55667788, "mts_memcpy4");
  stats_mts_memcpy8(theirs + 7, source);
  require(stats_getI64(theirs + 7) == (int64_t)eight, "mts_memcpy8");
  stats_setF64(theirs + 1, 1.5);
  require(stats_getF64(theirs + 1) == 1.5, "setF64");
}

int main(int argc, char **argv) {
  for (int i = 1; i < argc; ++i) printf("argument %s\n", argv[i]);
  uint32_t state = 1;
  for (uint32_t i = 0; i < COUNT; ++i) {
    state = state * 1664525u + 1013904223u;
    values[i] = (int32_t)(state >> 8) - 8000000;
  }
  sorter_sort((uint32_t)(uintptr_t)values, COUNT);
  const uint32_t callback = stats_mts_addFnPtr((uint32_t)(uintptr_t)on_block);
  total = stats_sum((uint32_t)(uintptr_t)values, COUNT, callback);
  require(stats_mts_removeFnPtr(callback) == 1, "removeFnPtr");
  check_copies();
  printf("blocks %u, copies %u\n", (unsigned)blocks, (unsigned)copies_checked);
  return argc > 1 && strcmp(argv[1], "--fail") == 0 ? 3 : 0;
}

EMSCRIPTEN_KEEPALIVE int32_t *app_values(void) { return values; }
EMSCRIPTEN_KEEPALIVE uint32_t app_count(void) { return COUNT; }
EMSCRIPTEN_KEEPALIVE int64_t app_total(void) { return total; }
EMSCRIPTEN_KEEPALIVE uint32_t app_sorter_runs(void) { return sorter_runs(); }
EMSCRIPTEN_KEEPALIVE void app_sort(void) { sorter_sort((uint32_t)(uintptr_t)values, COUNT); }

EM_JS(uint32_t, table_length, (void), { return wasmTable.length; });
EMSCRIPTEN_KEEPALIVE uint32_t app_table_length(void) { return table_length(); }

/* The lazy side, opened by C. */
EM_JS(void, tell_page, (void), { globalThis.pluginAnswered ?.(); });

static void on_open(rb_handle handle, void *user) {
  (void)user;
  plugin = handle;
  const char *error = handle ? NULL : rb_dlerror();
  strncpy(plugin_error, error ? error : "", sizeof plugin_error - 1);
  tell_page();
}

EMSCRIPTEN_KEEPALIVE void app_open_plugin(void) { rb_dlopen_async("web_plugin", on_open, NULL); }
EMSCRIPTEN_KEEPALIVE rb_handle app_plugin(void) { return plugin; }
EMSCRIPTEN_KEEPALIVE const char *app_plugin_error(void) { return plugin_error; }
EMSCRIPTEN_KEEPALIVE int app_close_plugin(void) { return rb_dlclose(plugin); }

/* Looked up anew each time, as after a reopening. */
EMSCRIPTEN_KEEPALIVE uint32_t app_use_plugin(void) {
  const rb_handle handle = rb_dlopen("web_plugin");
  if (!handle) return 0;
  uint32_t (*const count)(void) = (uint32_t (*)(void))rb_dlsym(handle, "plugin_count:i");
  void (*const twice)(uint32_t, uint32_t) = (void (*)(uint32_t, uint32_t))rb_dlsym(handle, "plugin_double:vii");
  const uint32_t result = count();
  twice((uint32_t)(uintptr_t)values, COUNT);
  rb_dlclose(handle);
  return result;
}
