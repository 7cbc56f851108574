;; A side with WASI and the API of another side; its memory is main's to make.
(module
  (import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
  (import "adder" "starts" (func $starts (result i32)))
  (import "env" "memory" (memory 1))
  (func (export "setup")
    (i32.store (i32.const 0) (call $random_get (i32.const 16) (i32.const 8))))
  ;; 10 * the adder's starts, if WASI is there.
  (func (export "check") (result i32)
    (i32.add (i32.load (i32.const 0)) (i32.mul (call $starts) (i32.const 10)))))
