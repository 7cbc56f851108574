;; Name: accessor
;; Needs: none
;; Imports: module.memory host.rbBridge
;; ABI: 1
;;
;; Element access to one module's memory for every other module, and the rbBridge through which that module finds
;; everything else. One instance is made per module.
;;
;; Units and rules for all functions below:
;; - addr is a byte address in $module's memory, an unsigned 32-bit number; it needs no alignment.
;; - A function traps (memory access out of bounds) when one of the bytes it needs lies beyond the end of the memory as
;;   it is at the time of the call. A setter that traps has written nothing.
;; - Multi-byte values are little-endian, as in all WebAssembly memories.
;; Source: WebAssembly core specification, "Memory Instructions" (t.load, t.store).

(module
  ;; The memory to be reached; a minimum of 0 accepts any size.
  (import "module" "memory" (memory $module 0))

  ;; rbBridge of the same module, written in JavaScript by the loader.
  (import "host" "rbBridge" (func $rbBridge (param $libId i32) (param $namePtr i32) (result i32)))

  ;; rbBridge (libId, namePtr) -> fnPtr: finds the function that is called name in the library libId.
  ;;   libId    0 = services of this module, else a handle that rb_dlopen returned
  ;;   namePtr  byte address in $module of a zero-terminated UTF-8 name
  ;;   result   index in the table of $module; 0 = not found, rb_dlerror then says why
  ;;   traps    never by itself; errors thrown by the host function pass through
  ;;   source   the host function unchanged; exported from here it is a wasm function and can be put in a table
  (export "rbBridge" (func $rbBridge))

  ;; ---- Getters -------------------------------------------------------------------------------------------------

  ;; getI8 (addr) -> i32: the byte at addr, sign-extended from 8 to 32 bits.
  ;;   addr     byte address in $module
  ;;   traps    when addr is beyond the end of $module
  ;;   source   i32.load8_s
  (func (export "getI8") (param $addr i32) (result i32)
    (i32.load8_s $module (local.get $addr)))

  ;; getI16 (addr) -> i32: the 2 bytes at addr, sign-extended from 16 to 32 bits.
  ;;   addr     byte address in $module
  ;;   traps    when one of the 2 bytes from addr is beyond the end of $module
  ;;   source   i32.load16_s
  (func (export "getI16") (param $addr i32) (result i32)
    (i32.load16_s $module (local.get $addr)))

  ;; getI32 (addr) -> i32: the 4 bytes at addr as an integer.
  ;;   addr     byte address in $module
  ;;   traps    when one of the 4 bytes from addr is beyond the end of $module
  ;;   source   i32.load
  (func (export "getI32") (param $addr i32) (result i32)
    (i32.load $module (local.get $addr)))

  ;; getI64 (addr) -> i64: the 8 bytes at addr as an integer.
  ;;   addr     byte address in $module
  ;;   traps    when one of the 8 bytes from addr is beyond the end of $module
  ;;   source   i64.load
  (func (export "getI64") (param $addr i32) (result i64)
    (i64.load $module (local.get $addr)))

  ;; getF32 (addr) -> f32: the 4 bytes at addr as a float; a NaN keeps its payload.
  ;;   addr     byte address in $module
  ;;   traps    when one of the 4 bytes from addr is beyond the end of $module
  ;;   source   f32.load
  (func (export "getF32") (param $addr i32) (result f32)
    (f32.load $module (local.get $addr)))

  ;; getF64 (addr) -> f64: the 8 bytes at addr as a double; a NaN keeps its payload.
  ;;   addr     byte address in $module
  ;;   traps    when one of the 8 bytes from addr is beyond the end of $module
  ;;   source   f64.load
  (func (export "getF64") (param $addr i32) (result f64)
    (f64.load $module (local.get $addr)))

  ;; ---- Setters -------------------------------------------------------------------------------------------------

  ;; setI8 (addr, value): puts the low 8 bits of value in the byte at addr.
  ;;   addr     byte address in $module
  ;;   value    i32
  ;;   traps    when addr is beyond the end of $module; nothing is written then
  ;;   source   i32.store8
  (func (export "setI8") (param $addr i32) (param $value i32)
    (i32.store8 $module (local.get $addr) (local.get $value)))

  ;; setI16 (addr, value): puts the low 16 bits of value in the 2 bytes at addr.
  ;;   addr     byte address in $module
  ;;   value    i32
  ;;   traps    when one of the 2 bytes from addr is beyond the end of $module; nothing is written then
  ;;   source   i32.store16
  (func (export "setI16") (param $addr i32) (param $value i32)
    (i32.store16 $module (local.get $addr) (local.get $value)))

  ;; setI32 (addr, value): puts value in the 4 bytes at addr.
  ;;   addr     byte address in $module
  ;;   value    i32
  ;;   traps    when one of the 4 bytes from addr is beyond the end of $module; nothing is written then
  ;;   source   i32.store
  (func (export "setI32") (param $addr i32) (param $value i32)
    (i32.store $module (local.get $addr) (local.get $value)))

  ;; setI64 (addr, value): puts value in the 8 bytes at addr.
  ;;   addr     byte address in $module
  ;;   value    i64
  ;;   traps    when one of the 8 bytes from addr is beyond the end of $module; nothing is written then
  ;;   source   i64.store
  (func (export "setI64") (param $addr i32) (param $value i64)
    (i64.store $module (local.get $addr) (local.get $value)))

  ;; setF32 (addr, value): puts value in the 4 bytes at addr; a NaN keeps its payload.
  ;;   addr     byte address in $module
  ;;   value    f32
  ;;   traps    when one of the 4 bytes from addr is beyond the end of $module; nothing is written then
  ;;   source   f32.store
  (func (export "setF32") (param $addr i32) (param $value f32)
    (f32.store $module (local.get $addr) (local.get $value)))

  ;; setF64 (addr, value): puts value in the 8 bytes at addr; a NaN keeps its payload.
  ;;   addr     byte address in $module
  ;;   value    f64
  ;;   traps    when one of the 8 bytes from addr is beyond the end of $module; nothing is written then
  ;;   source   f64.store
  (func (export "setF64") (param $addr i32) (param $value f64)
    (f64.store $module (local.get $addr) (local.get $value)))
)
