include!(env!("WASM_PSEUDO_LINK_RUST_FILE"));

use regex::bytes::Regex;
use wasm_pseudo_link::{text_from_main, vec_from_main};

/// Calls `found` with the range of each match of `pattern` in `text`, both in main's memory; -1 if `pattern` is none.
#[no_mangle]
pub extern "C" fn find_all(
    pattern: u32, pattern_size: u32, text: u32, text_size: u32, found: unsafe extern "C" fn(u32, u32),
) -> i32 {
    let regex = match Regex::new(&text_from_main(pattern, pattern_size)) {
        Ok(regex) => regex,
        Err(_) => return -1,
    };
    let text: Vec<u8> = vec_from_main(text, text_size); // one copy from main's memory into this one
    let mut count = 0;
    for range in regex.find_iter(&text) {
        unsafe { found(range.start() as u32, range.end() as u32) }; // main's function, from wasm to wasm
        count += 1;
    }
    count
}
