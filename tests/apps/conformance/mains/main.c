/*
 * The conformance suite's main module in C, for Emscripten and for plain clang. SIDE: the name of its side, e.g.
 * side_rust. suite/mains.mjs knows what it exports.
 */
#include <stdint.h>
#include <wasm_pseudo_link/memory.h>
#include <wasm_pseudo_link/rb.h>

#define EXPORT(name) __attribute__((export_name(#name)))
#define TEXT_OF(name) #name
#define TEXT(name) TEXT_OF(name)
#define JOIN_OF(a, b) a##b
#define JOIN(a, b) JOIN_OF(a, b)
#define OF_SIDE(function) JOIN(SIDE, function)
#define DECLARE(side) WPL_DECLARE_MEMORY(side)

DECLARE(SIDE)
__attribute__((import_module(TEXT(SIDE)), import_name("add"))) int32_t side_add(int32_t a, int32_t b);

typedef int32_t (*function_ii)(int32_t);
typedef int32_t (*function_iii)(int32_t, int32_t);

static _Alignas(16) int32_t numbers_[1024];
static int32_t runs;

int main(void) {
  runs += side_add(20, 22);
  return 0;
}

static int32_t add_one_(int32_t a) { return a + 1; }
static int32_t trap_on_(int32_t a) {
  volatile unsigned char frame[512];
  frame[0] = (unsigned char)a;
  if (frame[0] == (unsigned char)a) __builtin_trap();
  return 0;
}
static int32_t grow_main_(int32_t pages) {
  __builtin_wasm_memory_grow(0, (unsigned long)pages);
  int32_t *const last = (int32_t *)(__builtin_wasm_memory_size(0) * 65536) - 1;
  *last = 7;
  return (int32_t)(uintptr_t)last;
}

/* What sides find by name. */
EXPORT(add_one) int32_t add_one(int32_t a) { return add_one_(a); }
EXPORT(trap_on) int32_t trap_on(int32_t a) { return trap_on_(a); }
EXPORT(grow_main) int32_t grow_main(int32_t pages) { return grow_main_(pages); }

EXPORT(pointer_of_add_one) function_ii pointer_of_add_one(void) { return add_one_; }
EXPORT(pointer_of_trap_on) function_ii pointer_of_trap_on(void) { return trap_on_; }
EXPORT(pointer_of_grow_main) function_ii pointer_of_grow_main(void) { return grow_main_; }

EXPORT(numbers) int32_t *numbers(void) { return numbers_; }
EXPORT(result_of_main) int32_t result_of_main(void) { return runs; }
EXPORT(stack_here) uint32_t stack_here(void) {
  volatile uint32_t here;
  here = (uint32_t)(uintptr_t)&here;
  return here;
}

EXPORT(via_side) int32_t via_side(int32_t a, int32_t b) { return side_add(a, b); }
EXPORT(peek_side) int32_t peek_side(uint32_t address) { return OF_SIDE(_getI32)(address); }
EXPORT(poke_side) void poke_side(uint32_t address, int32_t value) { OF_SIDE(_setI32)(address, value); }
EXPORT(send) void send(uint32_t dest, uint32_t src, uint32_t size) { OF_SIDE(_mts_memcpy)(dest, src, size); }
EXPORT(fetch) void fetch(uint32_t dest, uint32_t src, uint32_t size) { OF_SIDE(_stm_memcpy)(dest, src, size); }
EXPORT(lend) uint32_t lend(uint32_t pointer) { return OF_SIDE(_mts_addFnPtr)(pointer); }
EXPORT(take_back) uint32_t take_back(uint32_t pointer) { return OF_SIDE(_mts_removeFnPtr)(pointer); }
EXPORT(borrow) uint32_t borrow(uint32_t pointer) { return OF_SIDE(_stm_addFnPtr)(pointer); }

EXPORT(ask) rb_fn ask(rb_handle library, const char *name) { return rbBridge(library, name); }
EXPORT(call_ii) int32_t call_ii(function_ii pointer, int32_t a) { return pointer(a); }
EXPORT(call_iii) int32_t call_iii(function_iii pointer, int32_t a, int32_t b) { return pointer(a, b); }
