;; A main module that nobody's compiler made: ends with 0 if the adder gives 42.
(module
  (import "adder" "add" (func $add (param i32 i32) (result i32)))
  (import "env" "adder_getI32" (func $adder_getI32 (param i32) (result i32)))
  (import "env" "check" (func $check (param i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "\14\00\00\00\14\00\00\00")
  ;; The adder's memory has a 0 at 8.
  (func (export "main") (result i32)
    (i32.add (call $adder_getI32 (i32.const 8)) (call $check (call $add (i32.const 16) (i32.const 2))))))
