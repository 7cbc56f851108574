//! The conformance suite's side in Rust. See tests/conformance/README.md.
#![allow(clippy::missing_safety_doc)]

include!(env!("WASM_PSEUDO_LINK_RUST_FILE"));

use core::arch::wasm32::{memory_grow, memory_size, unreachable};
use core::cell::UnsafeCell;
use core::sync::atomic::{AtomicI32, Ordering::Relaxed};
use wasm_pseudo_link::{main, MainFunction, Module};

wasm_pseudo_link::lend_allocator!();

type FunctionII = unsafe extern "C" fn(i32) -> i32;
type FunctionIII = unsafe extern "C" fn(i32, i32) -> i32;

#[repr(C, align(16))]
struct Buffer(UnsafeCell<[u8; 4096]>);
unsafe impl Sync for Buffer {}

static BUFFER: Buffer = Buffer(UnsafeCell::new([0; 4096]));
static COUNT: AtomicI32 = AtomicI32::new(0);

#[no_mangle]
pub extern "C" fn add(a: i32, b: i32) -> i32 {
    a.wrapping_add(b)
}

#[no_mangle]
pub extern "C" fn next_i64(a: i64) -> i64 {
    a.wrapping_add(1)
}

#[no_mangle]
pub extern "C" fn half_f64(a: f64) -> f64 {
    a / 2.0
}

#[no_mangle]
pub extern "C" fn half_f32(a: f32) -> f32 {
    a / 2.0
}

#[no_mangle]
pub extern "C" fn sum_of_main(address: u32, length: u32) -> i32 {
    (0..length).fold(0, |sum: i32, i| sum.wrapping_add(main::getI32(address + 4 * i)))
}

#[no_mangle]
pub extern "C" fn fill_main(address: u32, length: u32, value: i32) {
    for i in 0..length {
        main::setI32(address + 4 * i, value);
    }
}

#[no_mangle]
pub extern "C" fn f64_of_main(address: u32) -> f64 {
    main::getF64(address)
}

#[no_mangle]
pub extern "C" fn i64_of_main(address: u32) -> i64 {
    main::getI64(address)
}

#[no_mangle]
pub extern "C" fn buffer() -> u32 {
    BUFFER.0.get() as u32
}

#[no_mangle]
pub unsafe extern "C" fn take(dest: u32, src: u32, size: u32) {
    main::mts_memcpy(dest, src, size)
}

#[no_mangle]
pub unsafe extern "C" fn give(dest: u32, src: u32, size: u32) {
    main::stm_memcpy(dest, src, size)
}

#[no_mangle]
pub unsafe extern "C" fn ask(library: u32, name: *const u8) -> u32 {
    wasm_pseudo_link::rbBridge(library, name)
}

#[no_mangle]
pub unsafe extern "C" fn call_ii(pointer: FunctionII, a: i32) -> i32 {
    pointer(a)
}

#[no_mangle]
pub unsafe extern "C" fn call_iii(pointer: FunctionIII, a: i32, b: i32) -> i32 {
    pointer(a, b)
}

#[no_mangle]
pub unsafe extern "C" fn call_main_pointer(pointer: u32, a: i32) -> i32 {
    match MainFunction::<FunctionII>::new(pointer) {
        Ok(function) => (function.call)(a),
        Err(_) => -1,
    }
}

unsafe extern "C" fn twice(a: i32) -> i32 {
    2 * a
}

#[no_mangle]
pub extern "C" fn pointer_of_twice() -> FunctionII {
    twice
}

#[no_mangle]
pub extern "C" fn grow(pages: u32) -> u32 {
    memory_grow(0, pages as usize);
    memory_size(0) as u32
}

#[no_mangle]
pub unsafe extern "C" fn grow_mid_call(pointer: FunctionII, address: u32, pages: u32) -> i32 {
    let a = main::getI32(address);
    grow(pages);
    let b = pointer(pages as i32) as u32;
    main::mts_memcpy4(buffer(), b);
    a + (buffer() as *const i32).read() + main::getI32(b)
}

#[no_mangle]
pub extern "C" fn trap_now() {
    unreachable()
}

#[no_mangle]
pub extern "C" fn trap_deep(a: i32) -> i32 {
    let mut frame = [0u8; 512];
    for (i, byte) in frame.iter_mut().enumerate() {
        // Volatile: the frame must be there.
        unsafe { (byte as *mut u8).write_volatile(a as u8 ^ i as u8) };
    }
    if unsafe { (&frame[7] as *const u8).read_volatile() } == a as u8 ^ 7 {
        unreachable()
    }
    i32::from(frame[0])
}

#[no_mangle]
pub extern "C" fn stack_here() -> u32 {
    let here = 0u8;
    let address = &here as *const u8;
    unsafe { address.read_volatile() };
    address as u32
}

#[no_mangle]
pub extern "C" fn count_up() -> i32 {
    COUNT.fetch_add(1, Relaxed) + 1
}

#[no_mangle]
pub extern "C" fn initialized() -> i32 {
    42
}

/// What the module file for Rust gives beyond the functions above: `add` of another side, found by its name and type,
/// or the length of the error's text as a negative number.
#[no_mangle]
pub unsafe extern "C" fn add_by_name(name: u32, size: u32, a: i32, b: i32) -> i32 {
    let name = wasm_pseudo_link::text_from_main(name, size);
    let sum = Module::open(&name).and_then(|module| module.function::<FunctionIII>("add").map(|add| add(a, b)));
    sum.unwrap_or_else(|error| -(error.0.len() as i32))
}
