;; A main module that nobody's compiler made: ends with 0 if the adder gives 42.
(module
  (import "adder" "add" (func $add (param i32 i32) (result i32)))
  (import "env" "check" (func $check (param i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "\14\00\00\00\14\00\00\00")
  (func (export "main") (result i32)
    (call $check (call $add (i32.const 16) (i32.const 2)))))
