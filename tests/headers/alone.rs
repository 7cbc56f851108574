// A crate that uses all macros of the package's file.
include!(env!("WASM_PSEUDO_LINK_RUST_FILE"));

wasm_pseudo_link::memory!(decoder);
wasm_pseudo_link::lend_allocator!();

/// Adds a number of main's to one of decoder's.
pub fn both(address: u32) -> f64 {
    wasm_pseudo_link::main::getF64(address) + decoder::getF64(address)
}

/// Calls a function of another module.
pub fn area(width: i32, height: i32) -> Result<i32, wasm_pseudo_link::Error> {
    let module = wasm_pseudo_link::Module::open("decoder")?;
    let area = module.function_guarded::<unsafe extern "C" fn(i32, i32) -> i32>("area")?;
    let result = unsafe { area(width, height) };
    wasm_pseudo_link::call_error().map_or(Ok(result), Err)
}
