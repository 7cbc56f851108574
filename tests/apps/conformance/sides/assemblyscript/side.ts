// The conformance suite's side in AssemblyScript. See tests/conformance/README.md.
import {
  main_getF64, main_getI32, main_getI64, main_setI32, main_mts_memcpy, main_mts_memcpy4, main_stm_memcpy,
  main_mts_addFnPtr, main_mts_removeFnPtr, rbBridge, rb_dlerror, rb_dlopen, rb_dlsym, text_from_main,
} from 'wasm_pseudo_link';

export { __stack_pointer };
export { wpl_malloc, wpl_free } from 'wasm_pseudo_link';

const buffer_ = memory.data(4096, 16);
let count: i32 = 0;
let started: i32 = 21;
started += started;

export function add(a: i32, b: i32): i32 { return a + b; }
export function next_i64(a: i64): i64 { return a + 1; }
export function half_f64(a: f64): f64 { return a / 2; }
export function half_f32(a: f32): f32 { return a / 2; }

export function sum_of_main(address: u32, length: u32): i32 {
  let sum = 0;
  for (let i: u32 = 0; i < length; i++) sum += main_getI32(address + 4 * i);
  return sum;
}

export function fill_main(address: u32, length: u32, value: i32): void {
  for (let i: u32 = 0; i < length; i++) main_setI32(address + 4 * i, value);
}

export function f64_of_main(address: u32): f64 { return main_getF64(address); }
export function i64_of_main(address: u32): i64 { return main_getI64(address); }

export function buffer(): usize { return buffer_; }
export function take(dest: usize, src: u32, size: u32): void { main_mts_memcpy(dest, src, size); }
export function give(dest: u32, src: usize, size: u32): void { main_stm_memcpy(dest, src, size); }

export function ask(library: u32, name: usize): u32 { return rbBridge(library, name); }
export function call_ii(pointer: u32, a: i32): i32 { return call_indirect<i32>(pointer, a); }
export function call_iii(pointer: u32, a: i32, b: i32): i32 { return call_indirect<i32>(pointer, a, b); }

export function call_main_pointer(pointer: u32, a: i32): i32 {
  const own = main_mts_addFnPtr(pointer);
  if (own == 0) return -1;
  const result = call_indirect<i32>(own, a);
  main_mts_removeFnPtr(own);
  return result;
}

function twice(a: i32): i32 { return 2 * a; }
export function pointer_of_twice(): u32 { return twice.index; }

export function grow(pages: i32): i32 {
  memory.grow(pages);
  return memory.size();
}

export function grow_mid_call(pointer: u32, address: u32, pages: i32): i32 {
  const a = main_getI32(address);
  grow(pages);
  const b: u32 = call_indirect<i32>(pointer, pages);
  main_mts_memcpy4(buffer_, b);
  return a + load<i32>(buffer_) + main_getI32(b);
}

export function trap_now(): void { unreachable(); }

// References on the stack in memory, one or two for each turn, 4 bytes each.
function deeper(turns: i32, from: StaticArray<i32>): i32 {
  const own = new StaticArray<i32>(1);
  own[0] = from[0] + 1;
  if (turns == 0) {
    if (own[0] > 0) unreachable();
    return 0;
  }
  return deeper(turns - 1, own) + own[0];
}

export function trap_deep(a: i32): i32 { return deeper(256, [a & 1]); }

export function stack_here(): usize { return __stack_pointer; }

export function count_up(): i32 { return ++count; }
export function initialized(): i32 { return started; }

/** Ends in env.abort with this text, file, line and column. */
export function abort_now(a: i32): void { assert(a > 1000, 'a is ' + a.toString() + ', too small \u{1F427}'); }

/** `add` of another side, found by its name; or the length of the error's text as a negative number. */
export function add_by_name(name: u32, size: u32, a: i32, b: i32): i32 {
  const handle = rb_dlopen(text_from_main(name, size));
  const pointer = rb_dlsym(handle, 'add:iii');
  if (pointer) return call_indirect<i32>(pointer, a, b);
  const error = rb_dlerror();
  return error ? -error.length : 0;
}
