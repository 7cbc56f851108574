;; Name: blocks
;; Needs: simd multivalue
;; Imports: module.memory
;; ABI: 1
;;
;; What bridge_fb.wat needs of one module's memory beside the accessor: its bounds, and pieces of 16 and 64 bytes. One
;; instance is made per module that has such a bridge. 128-bit values can reach neither JavaScript nor C.
;;
;; Units and rules for all functions below are those of accessor.wat:
;; - addr is a byte address in $module's memory, an unsigned 32-bit number; it needs no alignment.
;; - A function traps (memory access out of bounds) when one of the bytes it needs lies beyond the end of the memory as
;;   it is at the time of the call.
;; Source: WebAssembly core specification, "Memory Instructions" (v128.load, v128.store).

(module
  ;; The memory to be reached; a minimum of 0 accepts any size.
  (import "module" "memory" (memory $module 0))

  ;; checkRange (addr, size): traps unless addr + size is at most the number of bytes of $module. It only reads.
  ;;   addr     byte address in $module
  ;;   size     number of bytes, unsigned; 0 at the very end is in bounds, 0 beyond it is not
  ;;   traps    when the range reaches beyond the end of $module
  ;;   source   memory.size; the rules of memory.copy
  (func (export "checkRange") (param $addr i32) (param $size i32)
    ;; The end of the range in 64 bits, so that it cannot wrap around. If it is beyond, a byte is read that no memory
    ;; has: that gives the engine's own out-of-bounds error.
    (if (i64.gt_u
          (i64.add (i64.extend_i32_u (local.get $addr)) (i64.extend_i32_u (local.get $size)))
          (i64.shl (i64.extend_i32_u (memory.size $module)) (i64.const 16)))
      (then
        (drop (i32.load8_u $module offset=0xffff_ffff (i32.const 0xffff_ffff))))))

  ;; getV128 (addr) -> v128: the 16 bytes at addr.
  ;;   addr     byte address in $module
  ;;   traps    when one of the 16 bytes from addr is beyond the end of $module
  ;;   source   v128.load
  (func (export "getV128") (param $addr i32) (result v128)
    (v128.load $module (local.get $addr)))

  ;; setV128 (addr, value): puts value in the 16 bytes at addr.
  ;;   addr     byte address in $module
  ;;   value    v128
  ;;   traps    when one of the 16 bytes from addr is beyond the end of $module; nothing is written then
  ;;   source   v128.store
  (func (export "setV128") (param $addr i32) (param $value v128)
    (v128.store $module (local.get $addr) (local.get $value)))

  ;; getV128x4 (addr) -> v128 v128 v128 v128: the 64 bytes at addr.
  ;;   addr     byte address in $module
  ;;   traps    when one of the 64 bytes from addr is beyond the end of $module
  ;;   source   four v128.load
  (func (export "getV128x4") (param $addr i32) (result v128 v128 v128 v128)
    (v128.load $module (local.get $addr))
    (v128.load $module offset=16 (local.get $addr))
    (v128.load $module offset=32 (local.get $addr))
    (v128.load $module offset=48 (local.get $addr)))

  ;; setV128x4 (addr, first, second, third, fourth): puts the values in the 64 bytes at addr, first at addr itself.
  ;;   addr     byte address in $module
  ;;   first .. fourth   v128
  ;;   traps    when one of the 64 bytes from addr is beyond the end of $module; nothing is written then
  ;;   source   four v128.store, the last one first: it alone can be out of bounds when the others are not
  (func (export "setV128x4")
    (param $addr i32) (param $first v128) (param $second v128) (param $third v128) (param $fourth v128)
    (v128.store $module offset=48 (local.get $addr) (local.get $fourth))
    (v128.store $module offset=32 (local.get $addr) (local.get $third))
    (v128.store $module offset=16 (local.get $addr) (local.get $second))
    (v128.store $module (local.get $addr) (local.get $first)))
)
