/*
 * WasmPseudoLink for AssemblyScript: the main module's memory, and whatever else a side finds by its name. The names
 * are those of the C headers (memory.h, rb.h).
 *
 *     asc side.ts --lib <package>/assemblyscript ...
 *
 *     import { main_getI32 } from "wasm_pseudo_link";
 *     export function sum(address: u32, count: u32): i32 {
 *       let sum = 0;
 *       for (let i: u32 = 0; i < count; i++) sum += main_getI32(address + 4 * i);
 *       return sum;
 *     }
 *
 * Addresses in another module's memory are u32, those in this module's own memory usize. A function pointer is a u32,
 * an index of this module's own table: `f.index` of an AssemblyScript function, and call_indirect<i32>(pointer, a, b)
 * calls one, wasm to wasm.
 *
 * A module's memory has no name in AssemblyScript that a generic could make, so declare the functions over another
 * side's memory that you need as those of main are declared below:
 *
 *     // @ts-ignore: decorator
 *     @external("env", "decoder_getI32")
 *     declare function decoder_getI32(address: u32): i32;
 *
 * Two lines for the file whose exports are the module's:
 *
 *     export { __stack_pointer };                              // a guarded call that fails puts it back; else it leaks
 *     export { wpl_malloc, wpl_free } from "wasm_pseudo_link"; // others may allocate here: wpl::buffer, wpl::string
 */

// ---- The main module's memory, element by element: a wasm call each, in a direct file a plain load or store. An
// address out of range traps. Any alignment.

/** The byte at `address` in main's memory. */
// @ts-ignore: decorator
@external("env", "main_getI8") export declare function main_getI8(address: u32): i8;
// @ts-ignore: decorator
@external("env", "main_getI16") export declare function main_getI16(address: u32): i16;
// @ts-ignore: decorator
@external("env", "main_getI32") export declare function main_getI32(address: u32): i32;
// @ts-ignore: decorator
@external("env", "main_getI64") export declare function main_getI64(address: u32): i64;
// @ts-ignore: decorator
@external("env", "main_getF32") export declare function main_getF32(address: u32): f32;
// @ts-ignore: decorator
@external("env", "main_getF64") export declare function main_getF64(address: u32): f64;

/** Puts `value` at `address` in main's memory. */
// @ts-ignore: decorator
@external("env", "main_setI8") export declare function main_setI8(address: u32, value: i8): void;
// @ts-ignore: decorator
@external("env", "main_setI16") export declare function main_setI16(address: u32, value: i16): void;
// @ts-ignore: decorator
@external("env", "main_setI32") export declare function main_setI32(address: u32, value: i32): void;
// @ts-ignore: decorator
@external("env", "main_setI64") export declare function main_setI64(address: u32, value: i64): void;
// @ts-ignore: decorator
@external("env", "main_setF32") export declare function main_setF32(address: u32, value: f32): void;
// @ts-ignore: decorator
@external("env", "main_setF64") export declare function main_setF64(address: u32, value: f64): void;

// ---- Copies between main's memory and this module's: mts brings data in, stm takes it out. An address out of range
// traps before the first byte is written.

/** Copies `size` bytes from `src` in main's memory to `dest` in this module's. */
// @ts-ignore: decorator
@external("env", "main_mts_memcpy") export declare function main_mts_memcpy(dest: usize, src: u32, size: u32): void;
// @ts-ignore: decorator
@external("env", "main_mts_memcpy1") export declare function main_mts_memcpy1(dest: usize, src: u32): void;
// @ts-ignore: decorator
@external("env", "main_mts_memcpy2") export declare function main_mts_memcpy2(dest: usize, src: u32): void;
// @ts-ignore: decorator
@external("env", "main_mts_memcpy4") export declare function main_mts_memcpy4(dest: usize, src: u32): void;
// @ts-ignore: decorator
@external("env", "main_mts_memcpy8") export declare function main_mts_memcpy8(dest: usize, src: u32): void;

/** Copies `size` bytes from `src` in this module's memory to `dest` in main's. */
// @ts-ignore: decorator
@external("env", "main_stm_memcpy") export declare function main_stm_memcpy(dest: u32, src: usize, size: u32): void;
// @ts-ignore: decorator
@external("env", "main_stm_memcpy1") export declare function main_stm_memcpy1(dest: u32, src: usize): void;
// @ts-ignore: decorator
@external("env", "main_stm_memcpy2") export declare function main_stm_memcpy2(dest: u32, src: usize): void;
// @ts-ignore: decorator
@external("env", "main_stm_memcpy4") export declare function main_stm_memcpy4(dest: u32, src: usize): void;
// @ts-ignore: decorator
@external("env", "main_stm_memcpy8") export declare function main_stm_memcpy8(dest: u32, src: usize): void;

/**
 * `count` values from `address` in main's memory, as an array of this module.
 *
 * @param address  of the first value in main's memory
 * @param count    number of values of T, which is a number type
 */
export function from_main<T extends number>(address: u32, count: i32): StaticArray<T> {
  const values = new StaticArray<T>(count);
  main_mts_memcpy(changetype<usize>(values), address, <u32>count << alignof<T>());
  return values;
}

/** Writes all of `values` to `address` in main's memory. */
export function to_main<T extends number>(address: u32, values: StaticArray<T>): void {
  main_stm_memcpy(address, changetype<usize>(values), <u32>values.length << alignof<T>());
}

/** The UTF-8 text of `size` bytes at `address` in main's memory. */
export function text_from_main(address: u32, size: i32): string {
  const bytes = from_main<u8>(address, size);
  return String.UTF8.decodeUnsafe(changetype<usize>(bytes), size);
}

// ---- Functions lent and taken over between main and this module.

/** Puts main's function into this module's table; 0: rb_dlerror says why. Wants one main_mts_removeFnPtr. */
// @ts-ignore: decorator
@external("env", "main_mts_addFnPtr") export declare function main_mts_addFnPtr(fnPtr: u32): u32;
/** Gives back what main_mts_addFnPtr returned: 1, or 0 if it is not known. */
// @ts-ignore: decorator
@external("env", "main_mts_removeFnPtr") export declare function main_mts_removeFnPtr(fnPtr: u32): u32;
/** Puts this module's function into main's table; 0: rb_dlerror says why. Wants one main_stm_removeFnPtr. */
// @ts-ignore: decorator
@external("env", "main_stm_addFnPtr") export declare function main_stm_addFnPtr(fnPtr: u32): u32;
// @ts-ignore: decorator
@external("env", "main_stm_removeFnPtr") export declare function main_stm_removeFnPtr(fnPtr: u32): u32;

// ---- Other modules, after dlfcn (rb.h says more). Looking up goes through JavaScript: look up once, keep the pointer.

/**
 * The one function by which everything below is found; `name` is a zero-terminated UTF-8 text in this module's memory.
 */
// @ts-ignore: decorator
@external("env", "rbBridge") export declare function rbBridge(library: u32, name: usize): u32;

/** No module: what rb_dlopen returns when it fails. */
export const RB_NONE: u32 = 0;
/** The main module, always open. */
export const RB_MAIN: u32 = 1;

function find(library: u32, name: string): u32 {
  const text = String.UTF8.encode(name, true);
  return rbBridge(library, changetype<usize>(text));
}

const services = new Map<string, u32>();

/* The loader's own functions are found as functions of library 0. */
function service(name: string): u32 {
  if (!services.has(name)) services.set(name, find(0, name));
  return services.get(name);
}

/** A function that belongs to a module: accessor, bridge, "rbBridge", or an export. 0: rb_dlerror says why. */
export function rb_bridge(handle: u32, name: string): u32 {
  return handle == RB_NONE ? rb_dlsym(handle, name) : find(handle, name);
}

/** This module's own handle. */
export function rb_self(): u32 {
  return call_indirect<u32>(service("rb_self"));
}

/**
 * Opens a module, or finds it open: each successful call wants one rb_dlclose.
 *
 * @param name  the module's name: that of its CMake target
 * @return its handle, or RB_NONE: rb_dlerror says why. A side of LAZY_SIDES must have been opened before.
 */
export function rb_dlopen(name: string): u32 {
  const text = String.UTF8.encode(name, true);
  return call_indirect<u32>(service("rb_dlopen"), changetype<usize>(text));
}

/** As rb_dlopen, but not counted. */
export function rb_find(name: string): u32 {
  const text = String.UTF8.encode(name, true);
  return call_indirect<u32>(service("rb_find"), changetype<usize>(text));
}

/**
 * Opens a module of LAZY_SIDES.
 *
 * @param callback  called later, from JavaScript's event loop, with the handle, or with RB_NONE: rb_dlerror, called
 *                  inside it, says why
 * @param user      given back to the callback
 */
export function rb_dlopen_async(name: string, callback: (handle: u32, user: usize) => void, user: usize = 0): void {
  const text = String.UTF8.encode(name, true);
  call_indirect<void>(service("rb_dlopen_async"), changetype<usize>(text), callback.index, user);
}

/**
 * Looks up an exported function of an open module.
 *
 * @param name  with the signature that you are going to call it with, "sort:vii": one letter for the result, then one
 *              for each parameter; v none, i 32-bit integer or address, j i64, f f32, d f64. A wrong guess is an error
 *              here.
 * @return its pointer, for call_indirect, or 0: rb_dlerror says why. Valid while the module is open.
 */
export function rb_dlsym(handle: u32, name: string): u32 {
  const text = String.UTF8.encode(name, true);
  return call_indirect<u32>(service("rb_dlsym"), handle, changetype<usize>(text));
}

/** As rb_dlsym, but a call that ends in a trap or exception returns 0, and rb_call_error has the text. */
export function rb_dlsym_guarded(handle: u32, name: string): u32 {
  const text = String.UTF8.encode(name, true);
  return call_indirect<u32>(service("rb_dlsym_guarded"), handle, changetype<usize>(text));
}

/** The function behind a pointer of this module, guarded as rb_dlsym_guarded does it; 0: rb_dlerror says why. */
export function rb_guard(pointer: u32, signature: string): u32 {
  const text = String.UTF8.encode(signature, true);
  return call_indirect<u32>(service("rb_guard"), pointer, changetype<usize>(text));
}

/** Gives back what one rb_dlopen took: 0, or -1: rb_dlerror says why. */
export function rb_dlclose(handle: u32): i32 {
  return call_indirect<i32>(service("rb_dlclose"), handle);
}

/** As rb_dlclose, but leaves no text for rb_dlerror. */
export function rb_release(handle: u32): void {
  call_indirect<void>(service("rb_release"), handle);
}

function error_text(name: string): string | null {
  const size = call_indirect<u32>(service(name), <usize>0, <u32>0);
  if (size == 0) return null;
  const buffer = new ArrayBuffer(size + 1);
  call_indirect<u32>(service(name), changetype<usize>(buffer), size + 1);
  return String.UTF8.decodeUnsafe(changetype<usize>(buffer), size);
}

/** What went wrong in the last function above that failed, and forgets it; null if nothing did. */
export function rb_dlerror(): string | null {
  return error_text("rb_dlerror");
}

/** How the last guarded call made by this module ended; null if it succeeded or its error was read before. */
export function rb_call_error(): string | null {
  return error_text("rb_call_error");
}

/**
 * Puts a function of this module into another module's table.
 *
 * @param pointer  `f.index`
 * @return a function pointer of the OTHER module, or 0: rb_dlerror says why. Wants one rb_take_back.
 */
export function rb_lend(handle: u32, pointer: u32): u32 {
  const add = rb_bridge(handle, handle == RB_MAIN ? "stm_addFnPtr" : "mts_addFnPtr");
  return add ? call_indirect<u32>(add, pointer) : 0;
}

/** As rb_lend, but if the function ends in a trap or exception, its caller gets 0 and the text by rb_call_error. */
export function rb_lend_guarded(handle: u32, pointer: u32, signature: string): u32 {
  const text = String.UTF8.encode(signature, true);
  return call_indirect<u32>(service("rb_lend_guarded"), handle, pointer, changetype<usize>(text));
}

/** Lends f(context, a, b) as a function of (a, b); `signature` is the latter's. Each call gives a new pointer. */
export function rb_lend_bound(handle: u32, pointer: u32, context: usize, signature: string): u32 {
  const text = String.UTF8.encode(signature, true);
  return call_indirect<u32>(service("rb_lend_bound"), handle, pointer, context, changetype<usize>(text));
}

/** As rb_lend_bound, guarded as rb_lend_guarded. */
export function rb_lend_bound_guarded(handle: u32, pointer: u32, context: usize, signature: string): u32 {
  const text = String.UTF8.encode(signature, true);
  return call_indirect<u32>(service("rb_lend_bound_guarded"), handle, pointer, context, changetype<usize>(text));
}

/** Takes back a lent function: 0, or -1 if `lent` is none. */
export function rb_take_back(handle: u32, lent: u32): i32 {
  return call_indirect<i32>(service("rb_take_back"), handle, lent);
}

// ---- This module's memory, lent to the others.

/** The address of `size` bytes in this module's memory, not seen by the garbage collector. */
export function wpl_malloc(size: u32): usize {
  return heap.alloc(size);
}

/** Gives back what wpl_malloc returned; 0 is allowed. */
export function wpl_free(address: usize): void {
  if (address) heap.free(address);
}
