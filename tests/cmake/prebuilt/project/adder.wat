;; A side that reaches main's memory, and asks a script for `report`; counts how often it was started.
(module
  (import "env" "main_getI32" (func $main_getI32 (param i32) (result i32)))
  (import "env" "report" (func $report (param i32)))
  (import "words.v1" "offset" (global $offset i32))
  (memory (export "memory") 1 4)
  (table (export "table") 1 funcref)
  (global $starts (mut i32) (i32.const 0))
  (func (export "_initialize")
    (global.set $starts (i32.add (global.get $starts) (i32.const 1))))
  (func (export "starts") (result i32)
    (global.get $starts))
  (func (export "add") (param $address i32) (param $count i32) (result i32)
    (local $sum i32)
    (local.set $sum (global.get $offset))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $count)))
        (local.set $sum (i32.add (local.get $sum) (call $main_getI32 (local.get $address))))
        (local.set $address (i32.add (local.get $address) (i32.const 4)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $next)))
    (call $report (local.get $sum))
    (local.get $sum))
  ;; Names that emcc's JavaScript has, too: they need no stub, and must not break main.
  (func (export "alert"))
  (func (export "emscripten_console_log"))
  (func (export "puts") (param i32) (result i32) (unreachable))
  ;; No C names.
  (func (export "Adder#constructor"))
  (func (export "pair") (result i32 i32) (i32.const 1) (i32.const 2)))
