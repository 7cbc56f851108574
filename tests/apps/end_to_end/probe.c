/*
 * One side for all access modes. No API header: main finds these functions by name, in each of the probes. A function
 * that checks returns 0, or the line of the check that failed. Addresses are main's unless the name says `own`.
 */
#include <wasm_pseudo_link/main_memory.h>

#include <stdlib.h>
#include <string.h>

#define EXPORT __attribute__((used, visibility("default")))
#define CHECK(condition)               \
  do {                                 \
    if (!(condition)) return __LINE__; \
  } while (0)

EXPORT int32_t add(int32_t a, int32_t b) { return a + b; }

EXPORT uint32_t own_malloc(uint32_t size) { return (uint32_t)malloc(size); }
EXPORT void own_free(uint32_t address) { free((void *)address); }
EXPORT int32_t own_sum(const int32_t *first, uint32_t n) {
  int32_t sum = 0;
  for (uint32_t i = 0; i < n; ++i) sum += first[i];
  return sum;
}

/* Calls a function that main has lent to this side. */
EXPORT int32_t call(uint32_t function, int32_t value) { return ((int32_t (*)(int32_t))function)(value); }

#if !defined(WPL_ACCESS_NONE)

static rb_bridge_fn given;

/* Way 1: main hands rbBridge over. In the modes that import rbBridge it may be 0. */
EXPORT rb_handle init(rb_bridge_fn bridge) {
  given = bridge;
  if (bridge) rb_set_bridge(bridge);
  return rb_self();
}

/* The same without any of our headers' helpers: only what main handed over. */
EXPORT int32_t sum_by_given_bridge(uint32_t first, uint32_t n) {
  int32_t (*const get)(uint32_t) = (int32_t (*)(uint32_t))given(RB_MAIN, "getI32");
  int32_t sum = 0;
  for (uint32_t i = 0; i < n; ++i) sum += get(first + 4 * i);
  return sum;
}

EXPORT int32_t sum(uint32_t first, uint32_t n) {
  int32_t sum = 0;
  for (uint32_t i = 0; i < n; ++i) sum += main_getI32(first + 4 * i);
  return sum;
}

EXPORT void fill(uint32_t first, uint32_t n, int32_t value) {
  for (uint32_t i = 0; i < n; ++i) main_setI32(first + 4 * i, value);
}

EXPORT void copy_in(uint32_t own_dest, uint32_t src, uint32_t size) { main_mts_memcpy(own_dest, src, size); }
EXPORT void copy_out(uint32_t dest, uint32_t own_src, uint32_t size) { main_stm_memcpy(dest, own_src, size); }

/* Each accessor and each sized copy, at odd addresses too; `address` has 64 bytes to write to. */
EXPORT int32_t check_all_functions(uint32_t address) {
  for (uint32_t at = address; at < address + 4; ++at) {
    main_setI8(at, -2);
    CHECK(main_getI8(at) == -2);
    main_setI16(at, -300);
    CHECK(main_getI16(at) == -300);
    main_setI32(at, INT32_MIN + 1);
    CHECK(main_getI32(at) == INT32_MIN + 1);
    main_setI64(at, INT64_MIN + 3);
    CHECK(main_getI64(at) == INT64_MIN + 3);
    main_setF32(at, 0.5f);
    CHECK(main_getF32(at) == 0.5f && main_getI32(at) == 0x3f000000);
    main_setF64(at, -1e300);
    CHECK(main_getF64(at) == -1e300);

    unsigned char own[16], back[16];
    for (int i = 0; i < 16; ++i) own[i] = (unsigned char)(at + i);
    main_stm_memcpy(at, (uint32_t)own, 16);
    memset(back, 0, 16);
    main_mts_memcpy1((uint32_t)back, at);
    main_mts_memcpy2((uint32_t)(back + 1), at + 1);
    main_mts_memcpy4((uint32_t)(back + 3), at + 3);
    main_mts_memcpy8((uint32_t)(back + 7), at + 7);
    main_mts_memcpy((uint32_t)(back + 15), at + 15, 1);
    CHECK(memcmp(own, back, 16) == 0);
    main_stm_memcpy1(at + 20, (uint32_t)own);
    main_stm_memcpy2(at + 21, (uint32_t)(own + 1));
    main_stm_memcpy4(at + 23, (uint32_t)(own + 3));
    main_stm_memcpy8(at + 27, (uint32_t)(own + 7));
    for (uint32_t i = 0; i < 15; ++i) CHECK((unsigned char)main_getI8(at + 20 + i) == own[i]);
  }
  return 0;
}

static int32_t triple(int32_t value) { return 3 * value; }

/* A function of this side for main to call, twice: the same pointer, counted. Returns main's function pointer, or 0. */
EXPORT uint32_t lend_triple(void) {
  const uint32_t lent = main_stm_addFnPtr((uint32_t)triple);
  return main_stm_addFnPtr((uint32_t)triple) == lent ? lent : 0;
}
EXPORT int32_t take_triple_back(uint32_t lent) {
  CHECK(main_stm_removeFnPtr(lent) == 1);
  CHECK(main_stm_removeFnPtr(lent) == 1);
  CHECK(main_stm_removeFnPtr(lent) == 0);
  return 0;
}

/* Lends any function pointer of this side to main, one that main lent before included. */
EXPORT uint32_t lend(uint32_t own_function) { return main_stm_addFnPtr(own_function); }
EXPORT int32_t take_back(uint32_t lent) { return (int32_t)main_stm_removeFnPtr(lent); }
EXPORT uint32_t own_triple(void) { return (uint32_t)triple; }

/* Another side, found by name: its memory, its functions, and its own rbBridge, by which it finds things for itself. */
EXPORT int32_t check_other_side(uint32_t name_in_main, uint32_t length) {
  char name[32];
  CHECK(length < sizeof name);
  main_mts_memcpy((uint32_t)name, name_in_main, length);
  name[length] = '\0';
  const rb_handle other = rb_dlopen(name);
  CHECK(other != RB_NONE && other != RB_MAIN && other != rb_self());

  uint32_t (*const other_malloc)(uint32_t) = (uint32_t (*)(uint32_t))rb_dlsym(other, "own_malloc:ii");
  void (*const other_free)(uint32_t) = (void (*)(uint32_t))rb_dlsym(other, "own_free:vi");
  int32_t (*const other_sum)(uint32_t, uint32_t) = (int32_t (*)(uint32_t, uint32_t))rb_dlsym(other, "own_sum:iii");
  void (*const to_other)(uint32_t, const void *, uint32_t) =
      (void (*)(uint32_t, const void *, uint32_t))rb_bridge(other, "mts_memcpy:viii");
  int32_t (*const other_get)(uint32_t) = (int32_t (*)(uint32_t))rb_bridge(other, "getI32:ii");
  CHECK(other_malloc && other_free && other_sum && to_other && other_get);

  const int32_t values[4] = {1, 20, 300, 4000};
  const uint32_t there = other_malloc(sizeof values);
  to_other(there, values, sizeof values);
  CHECK(other_sum(there, 4) == 4321 && other_get(there + 12) == 4000);

  /* A function of mine in the other's table; the other calls it there. */
  uint32_t (*const lend)(uint32_t) = (uint32_t (*)(uint32_t))rb_bridge(other, "mts_addFnPtr");
  uint32_t (*const take_back)(uint32_t) = (uint32_t (*)(uint32_t))rb_bridge(other, "mts_removeFnPtr");
  int32_t (*const other_call)(uint32_t, int32_t) = (int32_t (*)(uint32_t, int32_t))rb_dlsym(other, "call:iii");
  const uint32_t lent = lend((uint32_t)triple);
  CHECK(lent != 0 && other_call(lent, 14) == 42 && take_back(lent) == 1 && take_back(lent) == 0);
  other_free(there);
  return 0;
}

/* The other side's rbBridge, called from here: the name lies in its memory, the answer is for its table. */
EXPORT uint32_t find_through_other(uint32_t other, uint32_t library, uint32_t other_name) {
  uint32_t (*const bridge)(uint32_t, uint32_t) = (uint32_t (*)(uint32_t, uint32_t))rb_bridge(other, "rbBridge");
  return bridge ? bridge(library, other_name) : 0;
}

EXPORT uint32_t own_table_call(uint32_t function, uint32_t a) { return ((uint32_t (*)(uint32_t))function)(a); }

#endif
