/* The rb_ functions in C99, the same checks in a main and in a side. Each returns 0, or the line of the check that
   failed. */
#ifndef RB_CHECKS_H
#define RB_CHECKS_H

#include <wasm_pseudo_link/rb.h>

#include <string.h>

#define CHECK(condition)               \
  do {                                 \
    if (!(condition)) return __LINE__; \
  } while (0)

static int error_has(const char *word) {
  const char *text = rb_dlerror();
  return text != NULL && strstr(text, word) != NULL;
}

static int32_t check_open_and_lookup(void) {
  const rb_handle counter = rb_dlopen("counter");
  CHECK(counter != RB_NONE && counter != RB_MAIN);
  CHECK(rb_dlopen("counter") == counter);
  CHECK(rb_dlopen("main") == RB_MAIN && rb_dlopen(NULL) == RB_MAIN);
  rb_dlerror();

  int32_t (*const add)(int32_t) = (int32_t (*)(int32_t))rb_dlsym(counter, "counter_add");
  CHECK(add != NULL);
  CHECK((int32_t (*)(int32_t))rb_dlsym(counter, "counter_add:ii") == add);
  CHECK(rb_dlerror() == NULL);
  const int32_t before = add(0);
  CHECK(add(5) == before + 5 && add(-5) == before);

  CHECK(rb_dlsym(counter, "counter_add:iii") == NULL);
  CHECK(error_has("counter_add is \"ii\", not \"iii\""));
  CHECK(rb_dlerror() == NULL);
  CHECK(rb_dlsym(counter, "counter_ad") == NULL);
  CHECK(error_has("counter: has no function \"counter_ad\""));
  CHECK(rb_dlsym(counter, "getI32") == NULL && error_has("getI32"));
  CHECK(rb_dlsym(counter, NULL) == NULL && error_has("null pointer"));
  CHECK(rb_dlsym(99, "counter_add") == NULL && error_has("99 is no handle"));
  CHECK(rb_dlopen("nothing") == RB_NONE && error_has("no module \"nothing\""));
  CHECK(rb_dlopen("plugin") == RB_NONE && error_has("plugin: is a lazy side that is not open"));
  CHECK(rb_dlclose(counter) == -1 && error_has("counter: lives as long as main"));
  CHECK(rb_dlclose(RB_MAIN) == -1 && error_has("lives as long as main"));
  CHECK(rb_dlclose(RB_NONE) == -1 && error_has("0 is no handle"));
  CHECK(add(0) == before);
  return 0;
}

static int32_t check_bridge(const char *self) {
  const rb_handle own = rb_self();
  CHECK(own == rb_dlopen(self));
  CHECK((own == RB_MAIN) == (strcmp(self, "main") == 0));

  int32_t value = 41;
  int32_t (*const get)(const int32_t *) = (int32_t (*)(const int32_t *))rb_bridge(own, "getI32");
  void (*const set)(int32_t *, int32_t) = (void (*)(int32_t *, int32_t))rb_bridge(own, "setI32:vii");
  CHECK(get != NULL && set != NULL && get(&value) == 41);
  set(&value, 42);
  CHECK(*(volatile int32_t *)&value == 42);
  CHECK(rb_bridge(own, "getI32:fi") == NULL && error_has("getI32 is \"ii\", not \"fi\""));

  const rb_handle counter = rb_dlopen("counter");
  CHECK(rb_bridge(counter, "counter_add") == rb_dlsym(counter, "counter_add"));
  CHECK(rb_bridge(counter, "mts_memcpy") != NULL && rb_bridge(counter, "stm_addFnPtr") != NULL);
  CHECK(rb_bridge(counter, "no_such_name") == NULL && error_has("no_such_name"));
  CHECK(rb_bridge(RB_NONE, "getI32") == NULL && error_has("handle"));
  return 0;
}

static int32_t check_rb(const char *self) {
  const int32_t line = check_open_and_lookup();
  return line ? line : check_bridge(self);
}

#endif
