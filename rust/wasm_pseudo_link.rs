// WasmPseudoLink for Rust: other modules' memories, and whatever else a side finds by its name. The names are those of
// the C headers (memory.h, rb.h). Rust 1.63 or newer, editions 2018 to 2024; needs core and alloc.
//
// One line in the root of your crate makes it the module wasm_pseudo_link; CMake sets the variable, see docs/rust.md:
//
//     include!(env!("WASM_PSEUDO_LINK_RUST_FILE"));
//     use wasm_pseudo_link::main;
//
//     #[no_mangle]
//     pub extern "C" fn sum(address: u32, count: u32) -> i32 {
//         (0..count).map(|i| main::getI32(address + 4 * i)).sum()
//     }
//
// Addresses in another module's memory are u32 and have no lifetime: what is behind them is the other module's
// business. No safe function that takes one can break this module's memory; an address out of range traps.
#[allow(dead_code, non_snake_case, unsafe_op_in_unsafe_fn, unused_imports, unused_macros, unused_unsafe)]
mod wasm_pseudo_link {
    extern crate alloc;

    use alloc::{string::String, vec::Vec};
    use core::{convert::TryFrom, fmt, mem};

    /// Declares imports of the module env, or exports by their own names, as the crate's edition writes them: from 2024
    /// on with `unsafe`, which older compilers cannot read. Only from then on `_` is an expression to macros.
    macro_rules! import {
        ($($declarations:tt)*) => { $crate::wasm_pseudo_link::import_by_edition! { _, $($declarations)* } };
    }
    macro_rules! import_by_edition {
        ($edition:expr, $($declarations:tt)*) => {
            #[link(wasm_import_module = "env")]
            unsafe extern "C" { $($declarations)* }
        };
        (_, $($declarations:tt)*) => {
            #[link(wasm_import_module = "env")]
            extern "C" { $($declarations)* }
        };
    }
    macro_rules! export {
        ($edition:expr, $($function:tt)*) => {
            #[unsafe(no_mangle)]
            $($function)*
        };
        (_, $($function:tt)*) => {
            #[no_mangle]
            $($function)*
        };
    }
    pub(crate) use {export, import, import_by_edition};

    // ---- Memories

    /// Numbers that memories of modules consist of.
    ///
    /// # Safety
    /// Every pattern of bits is a value, and there is no padding.
    pub unsafe trait Element: Copy + Default {}
    unsafe impl Element for i8 {}
    unsafe impl Element for u8 {}
    unsafe impl Element for i16 {}
    unsafe impl Element for u16 {}
    unsafe impl Element for i32 {}
    unsafe impl Element for u32 {}
    unsafe impl Element for i64 {}
    unsafe impl Element for u64 {}
    unsafe impl Element for f32 {}
    unsafe impl Element for f64 {}

    /// Declares the functions over another module's memory, as a Rust module of its name: `main` is there already, for
    /// a side `decoder` say `wasm_pseudo_link::memory!(decoder);`. Only those that are used become wasm imports.
    ///
    /// - `getI8(address)`, `getI16`, `getI32`, `getI64`, `getF32`, `getF64`: the value at that address, of any
    ///   alignment. A wasm call each; of `main`, in the direct file of a DIRECT side, a plain load.
    /// - `setI8(address, value)` and so on.
    /// - `mts_memcpy(dest, src, size)`, `stm_memcpy`, `mts_memcpy1(dest, src)` (2, 4, 8): copies between the two
    ///   memories. Main and side in these names are the roles of the pair: the main module is always main; of two
    ///   sides, this one is. Unsafe: one address is in this module's memory. A range out of bounds traps before the
    ///   first byte is written.
    /// - `mts_addFnPtr(fnPtr)`, `mts_removeFnPtr`, `stm_addFnPtr`, `stm_removeFnPtr`: as in memory.h.
    macro_rules! memory {
        ($module:ident) => {
            #[allow(dead_code, non_snake_case)]
            pub mod $module {
                mod import {
                    $crate::wasm_pseudo_link::import! {
                        #[link_name = concat!(stringify!($module), "_getI8")]
                        pub fn getI8(address: u32) -> i32;
                        #[link_name = concat!(stringify!($module), "_getI16")]
                        pub fn getI16(address: u32) -> i32;
                        #[link_name = concat!(stringify!($module), "_getI32")]
                        pub fn getI32(address: u32) -> i32;
                        #[link_name = concat!(stringify!($module), "_getI64")]
                        pub fn getI64(address: u32) -> i64;
                        #[link_name = concat!(stringify!($module), "_getF32")]
                        pub fn getF32(address: u32) -> f32;
                        #[link_name = concat!(stringify!($module), "_getF64")]
                        pub fn getF64(address: u32) -> f64;
                        #[link_name = concat!(stringify!($module), "_setI8")]
                        pub fn setI8(address: u32, value: i32);
                        #[link_name = concat!(stringify!($module), "_setI16")]
                        pub fn setI16(address: u32, value: i32);
                        #[link_name = concat!(stringify!($module), "_setI32")]
                        pub fn setI32(address: u32, value: i32);
                        #[link_name = concat!(stringify!($module), "_setI64")]
                        pub fn setI64(address: u32, value: i64);
                        #[link_name = concat!(stringify!($module), "_setF32")]
                        pub fn setF32(address: u32, value: f32);
                        #[link_name = concat!(stringify!($module), "_setF64")]
                        pub fn setF64(address: u32, value: f64);
                    }
                }

                pub fn getI8(address: u32) -> i8 {
                    unsafe { import::getI8(address) as i8 }
                }
                pub fn getI16(address: u32) -> i16 {
                    unsafe { import::getI16(address) as i16 }
                }
                pub fn getI32(address: u32) -> i32 {
                    unsafe { import::getI32(address) }
                }
                pub fn getI64(address: u32) -> i64 {
                    unsafe { import::getI64(address) }
                }
                pub fn getF32(address: u32) -> f32 {
                    unsafe { import::getF32(address) }
                }
                pub fn getF64(address: u32) -> f64 {
                    unsafe { import::getF64(address) }
                }
                pub fn setI8(address: u32, value: i8) {
                    unsafe { import::setI8(address, value as i32) }
                }
                pub fn setI16(address: u32, value: i16) {
                    unsafe { import::setI16(address, value as i32) }
                }
                pub fn setI32(address: u32, value: i32) {
                    unsafe { import::setI32(address, value) }
                }
                pub fn setI64(address: u32, value: i64) {
                    unsafe { import::setI64(address, value) }
                }
                pub fn setF32(address: u32, value: f32) {
                    unsafe { import::setF32(address, value) }
                }
                pub fn setF64(address: u32, value: f64) {
                    unsafe { import::setF64(address, value) }
                }

                $crate::wasm_pseudo_link::import! {
                    #[link_name = concat!(stringify!($module), "_mts_memcpy")]
                    pub fn mts_memcpy(dest: u32, src: u32, size: u32);
                    #[link_name = concat!(stringify!($module), "_mts_memcpy1")]
                    pub fn mts_memcpy1(dest: u32, src: u32);
                    #[link_name = concat!(stringify!($module), "_mts_memcpy2")]
                    pub fn mts_memcpy2(dest: u32, src: u32);
                    #[link_name = concat!(stringify!($module), "_mts_memcpy4")]
                    pub fn mts_memcpy4(dest: u32, src: u32);
                    #[link_name = concat!(stringify!($module), "_mts_memcpy8")]
                    pub fn mts_memcpy8(dest: u32, src: u32);
                    #[link_name = concat!(stringify!($module), "_stm_memcpy")]
                    pub fn stm_memcpy(dest: u32, src: u32, size: u32);
                    #[link_name = concat!(stringify!($module), "_stm_memcpy1")]
                    pub fn stm_memcpy1(dest: u32, src: u32);
                    #[link_name = concat!(stringify!($module), "_stm_memcpy2")]
                    pub fn stm_memcpy2(dest: u32, src: u32);
                    #[link_name = concat!(stringify!($module), "_stm_memcpy4")]
                    pub fn stm_memcpy4(dest: u32, src: u32);
                    #[link_name = concat!(stringify!($module), "_stm_memcpy8")]
                    pub fn stm_memcpy8(dest: u32, src: u32);
                    #[link_name = concat!(stringify!($module), "_mts_addFnPtr")]
                    pub fn mts_addFnPtr(fn_ptr: u32) -> u32;
                    #[link_name = concat!(stringify!($module), "_mts_removeFnPtr")]
                    pub fn mts_removeFnPtr(fn_ptr: u32) -> u32;
                    #[link_name = concat!(stringify!($module), "_stm_addFnPtr")]
                    pub fn stm_addFnPtr(fn_ptr: u32) -> u32;
                    #[link_name = concat!(stringify!($module), "_stm_removeFnPtr")]
                    pub fn stm_removeFnPtr(fn_ptr: u32) -> u32;
                }
            }
        };
    }
    pub(crate) use memory;

    memory!(main);

    /// Fills `values` from `address` in main's memory: one copy, whatever the number.
    pub fn read_main<T: Element>(address: u32, values: &mut [T]) {
        // Safety: the range is that of `values`, whose elements any bytes make.
        unsafe { main::mts_memcpy(values.as_mut_ptr() as u32, address, mem::size_of_val(values) as u32) }
    }

    /// Writes `values` to `address` in main's memory.
    pub fn write_main<T: Element>(address: u32, values: &[T]) {
        // Safety: it only reads this module's memory, and there the range of `values`.
        unsafe { main::stm_memcpy(address, values.as_ptr() as u32, mem::size_of_val(values) as u32) }
    }

    /// `count` values from `address` in main's memory. The range is checked before anything is allocated for it: a
    /// wrong count traps.
    pub fn vec_from_main<T: Element>(address: u32, count: u32) -> Vec<T> {
        if count != 0 {
            let last = u64::from(address) + u64::from(count) * mem::size_of::<T>() as u64 - 1;
            main::getI8(u32::try_from(last).unwrap_or(u32::MAX));
        }
        let mut values = alloc::vec![T::default(); count as usize];
        read_main(address, &mut values);
        values
    }

    /// The UTF-8 text of `size` bytes at `address` in main's memory; what is no UTF-8 becomes U+FFFD.
    pub fn text_from_main(address: u32, size: u32) -> String {
        String::from_utf8_lossy(&vec_from_main::<u8>(address, size)).into_owned()
    }

    // ---- Functions of other modules

    /// A type of function pointers that other modules' functions can have: `unsafe extern "C" fn(A, B) -> R` with up to
    /// eight parameters of the types i32, u32, i64, u64, f32, f64, the result one of them or (). Calls go from wasm to
    /// wasm; they are unsafe since a pointer is dead when its module is closed.
    pub trait Function: Copy {
        /// Writes the signature as the loader spells it, result first: "vii".
        fn signature(text: &mut Vec<u8>);
        /// The function at an index of this module's table, if it is not 0.
        ///
        /// # Safety
        /// The index must be that of a function of this type.
        unsafe fn at(index: u32) -> Option<Self>;
        /// Its index in this module's table.
        fn index(self) -> u32;
    }

    /// Types of parameters and results.
    pub trait Value {
        const LETTER: u8;
    }
    macro_rules! value {
        ($($kind:ty, $letter:literal;)*) => { $(impl Value for $kind { const LETTER: u8 = $letter; })* };
    }
    value! { (), b'v'; i32, b'i'; u32, b'i'; i64, b'j'; u64, b'j'; f32, b'f'; f64, b'd'; }

    macro_rules! function {
        ($($parameter:ident)*) => {
            impl<R: Value, $($parameter: Value),*> Function for unsafe extern "C" fn($($parameter),*) -> R {
                fn signature(text: &mut Vec<u8>) {
                    text.push(R::LETTER);
                    $(text.push($parameter::LETTER);)*
                }
                unsafe fn at(index: u32) -> Option<Self> {
                    mem::transmute(index as usize)
                }
                fn index(self) -> u32 {
                    self as usize as u32
                }
            }
        };
    }
    function!();
    function!(A);
    function!(A B);
    function!(A B C);
    function!(A B C D);
    function!(A B C D E);
    function!(A B C D E F);
    function!(A B C D E F G);
    function!(A B C D E F G H);

    import! {
        /// The one function by which everything below is found: an index of this module's table, or 0. `name` ends with
        /// a NUL.
        pub fn rbBridge(library: u32, name: *const u8) -> u32;
    }

    /// Why something was not found, as rb_dlerror says it, or how a guarded call ended.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Error(pub String);

    impl fmt::Display for Error {
        fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
            out.write_str(&self.0)
        }
    }

    fn c_string(text: &str) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(text.len() + 1);
        bytes.extend_from_slice(text.as_bytes());
        bytes.push(0);
        bytes
    }

    /// "sort:vii", and a NUL.
    fn typed_name<F: Function>(name: &str) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(name.len() + 16);
        bytes.extend_from_slice(name.as_bytes());
        bytes.push(b':');
        F::signature(&mut bytes);
        bytes.push(0);
        bytes
    }

    /// "vii", and a NUL.
    fn signature_of<F: Function>() -> Vec<u8> {
        let mut bytes = Vec::with_capacity(16);
        F::signature(&mut bytes);
        bytes.push(0);
        bytes
    }

    /// A function of the loader. They are functions of library 0; the module is never without them.
    fn service<F: Function>(name: &str) -> F {
        let name = typed_name::<F>(name);
        // Safety: the loader checks the signature, and these functions stay.
        match unsafe { F::at(rbBridge(0, name.as_ptr())) } {
            Some(function) => function,
            None => panic!("the loader does not know a function of rb.h"),
        }
    }

    type OfName = unsafe extern "C" fn(u32) -> u32;
    type OfHandleAndName = unsafe extern "C" fn(u32, u32) -> u32;

    /// An error text of the loader: rb_dlerror or rb_call_error. Reading forgets it.
    fn take_text(name: &str) -> Option<String> {
        let read = service::<OfHandleAndName>(name);
        // Safety: it writes up to `size` bytes, the last of which is a NUL.
        unsafe {
            let length = read(0, 0) as usize;
            if length == 0 {
                return None;
            }
            let mut bytes = alloc::vec![0u8; length + 1];
            read(bytes.as_mut_ptr() as u32, bytes.len() as u32);
            bytes.truncate(length);
            Some(String::from_utf8_lossy(&bytes).into_owned())
        }
    }

    fn last_error() -> Error {
        Error(take_text("rb_dlerror").unwrap_or_default())
    }

    /// How the last guarded call made by this module ended; None if it succeeded or its error was read before.
    pub fn call_error() -> Option<Error> {
        take_text("rb_call_error").map(Error)
    }

    /// Another module, held open while this value lives.
    #[derive(Debug)]
    pub struct Module {
        handle: u32,
    }

    impl Module {
        /// Opens a module by its name, that of its CMake target. One of LAZY_SIDES must have been opened before.
        pub fn open(name: &str) -> Result<Module, Error> {
            let name = c_string(name);
            // Safety: rb_dlopen reads the text.
            match unsafe { service::<OfName>("rb_dlopen")(name.as_ptr() as u32) } {
                0 => Err(last_error()),
                handle => Ok(Module { handle }),
            }
        }

        /// The main module, always open.
        pub fn main() -> Module {
            Module { handle: 1 }
        }

        /// The handle that rb.h's functions want.
        pub fn handle(&self) -> u32 {
            self.handle
        }

        /// Looks up an exported function; its signature must be that of `F`. Goes through JavaScript: look up once.
        ///
        ///     let area = module.function::<unsafe extern "C" fn(i32, i32) -> i32>("area")?;
        pub fn function<F: Function>(&self, name: &str) -> Result<F, Error> {
            self.find("rb_dlsym", name)
        }

        /// As `function`, but a call that ends in a trap or exception returns 0, and `call_error` has the text.
        pub fn function_guarded<F: Function>(&self, name: &str) -> Result<F, Error> {
            self.find("rb_dlsym_guarded", name)
        }

        fn find<F: Function>(&self, service_name: &str, name: &str) -> Result<F, Error> {
            let name = typed_name::<F>(name);
            // Safety: the loader has checked the signature.
            unsafe {
                let pointer = service::<OfHandleAndName>(service_name)(self.handle, name.as_ptr() as u32);
                F::at(pointer).ok_or_else(last_error)
            }
        }

        /// A function that belongs to a module rather than being exported by it: accessor, bridge, "rbBridge".
        pub fn bridge<F: Function>(&self, name: &str) -> Result<F, Error> {
            let name = typed_name::<F>(name);
            // Safety: the loader has checked the signature.
            unsafe { F::at(rbBridge(self.handle, name.as_ptr())).ok_or_else(last_error) }
        }

        /// Puts a function of this module into that module's table, until `take_back`: gives that module's pointer.
        pub fn lend<F: Function>(&self, function: F) -> Result<u32, Error> {
            let direction = if self.handle == 1 { "stm_addFnPtr" } else { "mts_addFnPtr" };
            let add = self.bridge::<OfName>(direction)?;
            // Safety: it only asks for the number of a function.
            pointer_or_error(unsafe { add(function.index()) })
        }

        /// As `lend`, but if the function ends in a trap its caller gets 0, and the text as its own call error.
        pub fn lend_guarded<F: Function>(&self, function: F) -> Result<u32, Error> {
            let signature = signature_of::<F>();
            let lend = service::<unsafe extern "C" fn(u32, u32, u32) -> u32>("rb_lend_guarded");
            // Safety: it reads the text.
            pointer_or_error(unsafe { lend(self.handle, function.index(), signature.as_ptr() as u32) })
        }

        /// Takes back what `lend` or `lend_guarded` gave.
        pub fn take_back(&self, lent: u32) {
            // Safety: an unknown number is ignored.
            unsafe { service::<OfHandleAndName>("rb_take_back")(self.handle, lent) };
        }
    }

    impl Drop for Module {
        fn drop(&mut self) {
            if self.handle != 1 {
                // Safety: the handle is this value's own.
                unsafe { service::<unsafe extern "C" fn(u32) -> ()>("rb_release")(self.handle) }
            }
        }
    }

    fn pointer_or_error(pointer: u32) -> Result<u32, Error> {
        match pointer {
            0 => Err(last_error()),
            pointer => Ok(pointer),
        }
    }

    /// A function of main that main passed as its own function pointer, such as a callback: usable while this value
    /// lives.
    #[derive(Debug)]
    pub struct MainFunction<F: Function> {
        pointer: u32,
        /// Calls main's function. Traps if it is not of this type.
        pub call: F,
    }

    impl<F: Function> MainFunction<F> {
        /// # Safety
        /// `pointer` must be main's pointer to a function of type F.
        pub unsafe fn new(pointer: u32) -> Result<MainFunction<F>, Error> {
            let pointer = main::mts_addFnPtr(pointer);
            match F::at(pointer) {
                Some(call) => Ok(MainFunction { pointer, call }),
                None => Err(last_error()),
            }
        }
    }

    impl<F: Function> Drop for MainFunction<F> {
        fn drop(&mut self) {
            // Safety: the pointer is this value's own.
            unsafe { main::mts_removeFnPtr(self.pointer) };
        }
    }

    /// Exports wpl_malloc and wpl_free, by which other modules allocate in this module's memory (wpl::buffer and
    /// wpl::string in C++): `wasm_pseudo_link::lend_allocator!();`, once.
    macro_rules! lend_allocator {
        () => {
            $crate::wasm_pseudo_link::export! { _,
                pub extern "C" fn wpl_malloc(size: u32) -> u32 {
                    $crate::wasm_pseudo_link::lent_allocator::allocate(size)
                }
            }
            $crate::wasm_pseudo_link::export! { _,
                #[allow(unused_unsafe)]
                pub unsafe extern "C" fn wpl_free(address: u32) {
                    unsafe { $crate::wasm_pseudo_link::lent_allocator::free(address) }
                }
            }
        };
    }
    pub(crate) use lend_allocator;

    /// What lend_allocator exports. Rust's allocator wants the size again, so it is kept before the block.
    pub mod lent_allocator {
        extern crate alloc;
        use alloc::alloc::{alloc, dealloc, Layout};

        const HEAD: usize = 16;

        fn layout(size: usize) -> Option<Layout> {
            Layout::from_size_align(size.checked_add(HEAD)?, HEAD).ok()
        }

        pub fn allocate(size: u32) -> u32 {
            match layout(size as usize) {
                None => 0,
                // Safety: the layout is not empty, and its head has room for the size.
                Some(layout) => unsafe {
                    let block = alloc(layout);
                    if block.is_null() {
                        return 0;
                    }
                    (block as *mut u32).write(size);
                    block as u32 + HEAD as u32
                },
            }
        }

        /// # Safety
        /// `address` must come from `allocate`, or be 0.
        pub unsafe fn free(address: u32) {
            if address == 0 {
                return;
            }
            let block = (address - HEAD as u32) as *mut u8;
            if let Some(layout) = layout((block as *mut u32).read() as usize) {
                dealloc(block, layout);
            }
        }
    }
}
