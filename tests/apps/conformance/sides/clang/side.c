/* The conformance suite's side in C, for plain clang without a C library; wasi/side.c has it with one. See
   tests/conformance/README.md. */
#include <wasm_pseudo_link/main_memory.h>
#include <wasm_pseudo_link/rb.h>

#define EXPORT(name) __attribute__((export_name(#name)))

typedef int32_t (*function_ii)(int32_t);
typedef int32_t (*function_iii)(int32_t, int32_t);

static _Alignas(16) unsigned char buffer_[4096];
static int32_t count;
static int32_t constructed;

__attribute__((constructor)) static void construct(void) { constructed += 42; }

EXPORT(add) int32_t add(int32_t a, int32_t b) { return (int32_t)((uint32_t)a + (uint32_t)b); }
EXPORT(next_i64) int64_t next_i64(int64_t a) { return (int64_t)((uint64_t)a + 1); }
EXPORT(half_f64) double half_f64(double a) { return a / 2; }
EXPORT(half_f32) float half_f32(float a) { return a / 2; }

EXPORT(sum_of_main) int32_t sum_of_main(uint32_t address, uint32_t length) {
  uint32_t sum = 0;
  for (uint32_t i = 0; i < length; ++i) sum += (uint32_t)main_getI32(address + 4 * i);
  return (int32_t)sum;
}

EXPORT(fill_main) void fill_main(uint32_t address, uint32_t length, int32_t value) {
  for (uint32_t i = 0; i < length; ++i) main_setI32(address + 4 * i, value);
}

EXPORT(f64_of_main) double f64_of_main(uint32_t address) { return main_getF64(address); }
EXPORT(i64_of_main) int64_t i64_of_main(uint32_t address) { return main_getI64(address); }

EXPORT(buffer) void *buffer(void) { return buffer_; }
EXPORT(take) void take(uint32_t dest, uint32_t src, uint32_t size) { main_mts_memcpy(dest, src, size); }
EXPORT(give) void give(uint32_t dest, uint32_t src, uint32_t size) { main_stm_memcpy(dest, src, size); }

EXPORT(ask) rb_fn ask(rb_handle library, const char *name) { return rbBridge(library, name); }
EXPORT(call_ii) int32_t call_ii(function_ii pointer, int32_t a) { return pointer(a); }
EXPORT(call_iii) int32_t call_iii(function_iii pointer, int32_t a, int32_t b) { return pointer(a, b); }

EXPORT(call_main_pointer) int32_t call_main_pointer(uint32_t pointer, int32_t a) {
  const uint32_t own = main_mts_addFnPtr(pointer);
  if (own == 0) return -1;
  const int32_t result = ((function_ii)(uintptr_t)own)(a);
  main_mts_removeFnPtr(own);
  return result;
}

static int32_t twice(int32_t a) { return 2 * a; }
EXPORT(pointer_of_twice) function_ii pointer_of_twice(void) { return twice; }

EXPORT(grow) uint32_t grow(uint32_t pages) {
  __builtin_wasm_memory_grow(0, pages);
  return __builtin_wasm_memory_size(0);
}

EXPORT(grow_mid_call) int32_t grow_mid_call(function_ii pointer, uint32_t address, uint32_t pages) {
  const int32_t a = main_getI32(address);
  grow(pages);
  const uint32_t b = (uint32_t)pointer((int32_t)pages);
  main_mts_memcpy4((uint32_t)(uintptr_t)buffer_, b);
  return a + *(const int32_t *)buffer_ + main_getI32(b);
}

EXPORT(trap_now) void trap_now(void) { __builtin_trap(); }

EXPORT(trap_deep) int32_t trap_deep(int32_t a) {
  volatile unsigned char frame[512];
  for (int32_t i = 0; i < 512; ++i) frame[i] = (unsigned char)(a + i);
  if (frame[7] == (unsigned char)(a + 7)) __builtin_trap();
  return frame[0];
}

EXPORT(stack_here) uint32_t stack_here(void) {
  volatile uint32_t here;
  here = (uint32_t)(uintptr_t)&here;
  return here;
}

EXPORT(count_up) int32_t count_up(void) { return ++count; }
EXPORT(initialized) int32_t initialized(void) { return constructed; }
