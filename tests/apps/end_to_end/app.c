/* The main module of most tests, in C99. The tests drive it through its exports; text goes through `scratch`. */
#include "answer.h"
#include "counter.h"
#include "doubler.h"
#include "rb_checks.h"

#include <emscripten/em_js.h>
#include <emscripten/stack.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

#define EXPORT __attribute__((used, visibility("default")))

static char scratch_memory[4096];

EXPORT char *scratch(void) { return scratch_memory; }
EXPORT uint32_t scratch_size(void) { return sizeof scratch_memory; }
EXPORT uint32_t stack_pointer(void) { return (uint32_t)emscripten_stack_get_current(); }
EXPORT uint32_t malloc_in_use(void) { return (uint32_t)mallinfo().uordblks; }
EXPORT void *main_malloc(uint32_t size) { return malloc(size); }
EXPORT void main_free(void *block) { free(block); }

EM_JS_DEPS(table_length, "$wasmTable")
EM_JS(uint32_t, table_length_of_main, (void), { return wasmTable.length; })
EXPORT uint32_t table_length(void) { return table_length_of_main(); }

static char *keep_error(const char *text) {
  snprintf(scratch_memory, sizeof scratch_memory, "%s", text ? text : "");
  return scratch_memory;
}
EXPORT char *last_error(void) { return keep_error(rb_dlerror()); }
EXPORT char *last_call_error(void) { return keep_error(rb_call_error()); }

/* ---- API headers ---- */

EXPORT void init_both(int32_t start, int32_t factor) {
  counter_init(start);
  doubler_init(factor);
}
EXPORT int32_t add_direct(int32_t amount) { return counter_add(amount); }
int32_t app_answer(int32_t question) { return question + 42; }
EXPORT int32_t ask_through_doubler(int32_t question) { return doubler_ask(question); }
EXPORT int32_t first_answer(void) { return doubler_first_answer(); }
EXPORT int32_t add_through_doubler(int32_t amount) { return doubler_add(amount); }

/* ---- The rb_ functions ---- */

EXPORT int32_t check_rb_in_main(void) { return check_rb("main"); }
EXPORT int32_t check_rb_in_side(void) { return doubler_check_rb(); }
EXPORT rb_handle open_by_name(const char *name) { return rb_dlopen(name); }
EXPORT int32_t close_handle(rb_handle handle) { return rb_dlclose(handle); }
EXPORT uint32_t find(rb_handle handle, const char *name) { return (uint32_t)rb_dlsym(handle, name); }
EXPORT uint32_t find_guarded(rb_handle handle, const char *name) { return (uint32_t)rb_dlsym_guarded(handle, name); }
EXPORT uint32_t find_any(rb_handle handle, const char *name) { return (uint32_t)rb_bridge(handle, name); }

/* Call what was found, wasm to wasm. */
EXPORT int32_t call_i(uint32_t function) { return ((int32_t (*)(void))function)(); }
EXPORT int32_t call_ii(uint32_t function, int32_t a) { return ((int32_t (*)(int32_t))function)(a); }
EXPORT int32_t call_iii(uint32_t function, int32_t a, int32_t b) {
  return ((int32_t (*)(int32_t, int32_t))function)(a, b);
}
EXPORT void call_viii(uint32_t function, int32_t a, int32_t b, int32_t c) {
  ((void (*)(int32_t, int32_t, int32_t))function)(a, b, c);
}

/* ---- Opening in C, which cannot wait ---- */

static rb_handle async_handle;
static int32_t async_answers;
static char async_error[512];

static void opened(rb_handle handle, void *user) {
  async_handle = handle;
  async_answers += *(int32_t *)user;
  const char *text = rb_dlerror();
  snprintf(async_error, sizeof async_error, "%s", text ? text : "");
}

EXPORT int32_t open_async(const char *name) {
  static int32_t one = 1;
  const int32_t before = async_answers;
  rb_dlopen_async(name, opened, &one);
  return async_answers - before; /* 0: never from inside the call */
}
EXPORT int32_t answers(void) { return async_answers; }
EXPORT rb_handle answered_handle(void) { return async_handle; }
EXPORT char *answered_error(void) { return async_error; }

/* ---- Functions lent to sides ---- */

static uint32_t lent_visit;

/* The callback of counter_visit: goes back into counter until depth is used up. */
static int32_t visit(int32_t depth, uint32_t user) {
  volatile uint32_t frame[16];
  frame[7] = user + (uint32_t)depth;
  const int32_t nested = counter_visit(lent_visit, depth, user);
  return frame[7] == user + (uint32_t)depth ? nested : -1000000;
}

EXPORT int32_t recurse(int32_t depth) {
  const rb_handle counter = rb_dlopen("counter");
  lent_visit = rb_lend(counter, (rb_fn)visit);
  const int32_t nested = counter_visit(lent_visit, depth, 17);
  return rb_take_back(counter, lent_visit) == 0 ? nested : -1;
}

static int32_t increment(int32_t value) { return value + 1; }
static int32_t square(int32_t value) { return value * value; }
/* More memory than any module has at the start: the memory grows while the side waits for the answer. */
static int32_t grow_memory(int32_t megabytes) {
  char *block = malloc((uint32_t)megabytes << 20);
  if (!block) return -1;
  block[((uint32_t)megabytes << 20) - 1] = 1;
  return (int32_t)(uint32_t)block;
}

EXPORT uint32_t function_to_lend(int32_t which) {
  int32_t (*const functions[])(int32_t) = {increment, square, grow_memory};
  return (uint32_t)functions[which];
}
EXPORT uint32_t lend(rb_handle handle, uint32_t function) { return rb_lend(handle, (rb_fn)function); }
EXPORT int32_t take_back(rb_handle handle, uint32_t lent) { return rb_take_back(handle, lent); }
EXPORT uint32_t bridge_for(rb_handle handle) { return rb_bridge_for(handle); }

/* Lends as often as the side's table takes it and more: `count` different functions of one side, found by main. */
EXPORT int32_t main_local_sum(const int32_t *first, uint32_t n) {
  int32_t sum = 0;
  for (uint32_t i = 0; i < n; ++i) sum += first[i];
  return sum;
}

/* ---- Memory of sides ---- */

EXPORT int32_t counter_memory_word(uint32_t address) { return counter_getI32(address); }

int main(int argc, char **argv) {
  printf("app started with %d arguments:", argc - 1);
  for (int i = 1; i < argc; ++i) printf(" %s", argv[i]);
  printf("\n");
  return argc > 2 ? atoi(argv[2]) : 0;
}
