;; Name: bridge
;; Needs: multimemory bulk-memory simd
;; Imports: main.memory side.memory host.mts_addFnPtr host.stm_addFnPtr host.mts_removeFnPtr host.stm_removeFnPtr
;; Imports: wpl:host.memory_copy_from
;; ABI: 1
;;
;; Copies between the memories of a pair of modules, and the exchange of their function pointers, in engines with
;; multi-memory; bridge_fb.wat has the same exports for the others. One instance is made per pair.
;;
;; Directions: mts = main to side (src in $main, dest in $side), stm = side to main (src in $side, dest in $main).
;; Units and rules for all copies below:
;; - dest and src are byte addresses, size is a number of bytes, all unsigned 32-bit; no alignment is needed.
;; - A copy is all or nothing: it traps before the first byte is written when dest + size or src + size, computed
;;   without wrap-around, lies beyond the end of its memory as it is at the time of the call. Size 0 at the very end
;;   is in bounds, size 0 beyond the end traps.
;; - $main and $side are two different memories.
;; SIMD asks for no newer engine, all with multi-memory have it (webassembly.org/features; SIMD and multi-memory:
;; Chrome 91 and 120, Firefox 89 and 125, Node 16.4 and 22).
;; Source: WebAssembly core specification, "Memory Instructions" (memory.copy, t.load, t.store).

(module
  ;; The two memories; a minimum of 0 accepts any size. Main comes first: it is the busier one, and some engines
  ;; are fastest on memory 0.
  (import "main" "memory" (memory $main 0))
  (import "side" "memory" (memory $side 0))

  ;; Copies of this many bytes and more, unsigned, go by memory.copy, smaller ones by a loop. Which is faster depends on
  ;; the engine and on the size, so the loader decides (js/loader/memory/memory_copy.mjs). The result is the same.
  (import "wpl:host" "memory_copy_from" (global $memory_copy_from i32))

  ;; Function pointers are exchanged by the loader: only JavaScript can put a function of one table into another.
  (import "host" "mts_addFnPtr" (func $mts_addFnPtr (param $fnPtr i32) (result i32)))
  (import "host" "stm_addFnPtr" (func $stm_addFnPtr (param $fnPtr i32) (result i32)))
  (import "host" "mts_removeFnPtr" (func $mts_removeFnPtr (param $fnPtr i32) (result i32)))
  (import "host" "stm_removeFnPtr" (func $stm_removeFnPtr (param $fnPtr i32) (result i32)))

  ;; ---- Copies of any size --------------------------------------------------------------------------------------
  ;; The copy route is in these two functions and nowhere else.

  ;; mts_memcpy (dest, src, size): copies size bytes from the memory of main to the memory of side.
  ;;   dest     byte address in $side
  ;;   src      byte address in $main
  ;;   size     number of bytes; 0 is allowed
  ;;   traps    when either range reaches beyond the end of its memory; nothing is written then
  ;;   source   memory.copy; loads and stores below $memory_copy_from bytes
  (func (export "mts_memcpy") (param $dest i32) (param $src i32) (param $size i32)
    (local $dest_last i32) (local $src_last i32) (local $ahead i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)

    ;; The loop is for small copies. Empty ranges and those that wrap around go by memory.copy, too.
    (block $memory_copy
      (br_if $memory_copy (i32.ge_u (local.get $size) (global.get $memory_copy_from)))
      (br_if $memory_copy (i32.eqz (local.get $size)))
      (local.set $dest_last (i32.add (local.get $dest) (i32.sub (local.get $size) (i32.const 1))))
      (local.set $src_last (i32.add (local.get $src) (i32.sub (local.get $size) (i32.const 1))))
      (br_if $memory_copy (i32.lt_u (local.get $dest_last) (local.get $dest)))
      (br_if $memory_copy (i32.lt_u (local.get $src_last) (local.get $src)))

      ;; Reading the last byte of each range traps if it is out of bounds, before anything is written. memory.size would
      ;; do as well, but takes 10 ns in SpiderMonkey, where it is a call.
      (drop (i32.load8_u $side (local.get $dest_last)))
      (drop (i32.load8_u $main (local.get $src_last)))

      ;; Stores across cache lines take a third longer: in large copies 16 bytes first, then on from an aligned dest.
      (if (i32.ge_u (local.get $size) (i32.const 2048))
        (then
          (v128.store $side (local.get $dest) (v128.load $main (local.get $src)))
          (local.set $ahead (i32.sub (i32.const 16) (i32.and (local.get $dest) (i32.const 15))))
          (local.set $dest (i32.add (local.get $dest) (local.get $ahead)))
          (local.set $src (i32.add (local.get $src) (local.get $ahead)))
          (local.set $size (i32.sub (local.get $size) (local.get $ahead)))))

      ;; 64 bytes a turn, loads before stores. dest and src may wrap to 0 after the last byte of a 4 GiB memory; size is
      ;; 0 then and they are not used again.
      (if (i32.ge_u (local.get $size) (i32.const 64))
        (then
          (loop $turn_of_64
            (local.set $a (v128.load $main (local.get $src)))
            (local.set $b (v128.load $main offset=16 (local.get $src)))
            (local.set $c (v128.load $main offset=32 (local.get $src)))
            (local.set $d (v128.load $main offset=48 (local.get $src)))
            (v128.store $side (local.get $dest) (local.get $a))
            (v128.store $side offset=16 (local.get $dest) (local.get $b))
            (v128.store $side offset=32 (local.get $dest) (local.get $c))
            (v128.store $side offset=48 (local.get $dest) (local.get $d))
            (local.set $dest (i32.add (local.get $dest) (i32.const 64)))
            (local.set $src (i32.add (local.get $src) (i32.const 64)))
            (local.set $size (i32.sub (local.get $size) (i32.const 64)))
            (br_if $turn_of_64 (i32.ge_u (local.get $size) (i32.const 64))))))

      ;; 16 bytes a turn.
      (if (i32.ge_u (local.get $size) (i32.const 16))
        (then
          (loop $turn_of_16
            (v128.store $side (local.get $dest) (v128.load $main (local.get $src)))
            (local.set $dest (i32.add (local.get $dest) (i32.const 16)))
            (local.set $src (i32.add (local.get $src) (i32.const 16)))
            (local.set $size (i32.sub (local.get $size) (i32.const 16)))
            (br_if $turn_of_16 (i32.ge_u (local.get $size) (i32.const 16))))))

      ;; The bits of what is left, 0 to 15 bytes, say which smaller elements remain.
      (if (i32.and (local.get $size) (i32.const 8))
        (then
          (i64.store $side (local.get $dest) (i64.load $main (local.get $src)))
          (local.set $dest (i32.add (local.get $dest) (i32.const 8)))
          (local.set $src (i32.add (local.get $src) (i32.const 8)))))
      (if (i32.and (local.get $size) (i32.const 4))
        (then
          (i32.store $side (local.get $dest) (i32.load $main (local.get $src)))
          (local.set $dest (i32.add (local.get $dest) (i32.const 4)))
          (local.set $src (i32.add (local.get $src) (i32.const 4)))))
      (if (i32.and (local.get $size) (i32.const 2))
        (then
          (i32.store16 $side (local.get $dest) (i32.load16_u $main (local.get $src)))
          (local.set $dest (i32.add (local.get $dest) (i32.const 2)))
          (local.set $src (i32.add (local.get $src) (i32.const 2)))))
      (if (i32.and (local.get $size) (i32.const 1))
        (then
          (i32.store8 $side (local.get $dest) (i32.load8_u $main (local.get $src)))))
      (return))

    ;; memory.copy checks both ranges before it writes.
    (memory.copy $side $main (local.get $dest) (local.get $src) (local.get $size)))

  ;; stm_memcpy (dest, src, size): copies size bytes from the memory of side to the memory of main.
  ;;   dest     byte address in $main
  ;;   src      byte address in $side
  ;;   size     number of bytes; 0 is allowed
  ;;   traps    when either range reaches beyond the end of its memory; nothing is written then
  ;;   source   memory.copy; loads and stores below $memory_copy_from bytes
  (func (export "stm_memcpy") (param $dest i32) (param $src i32) (param $size i32)
    (local $dest_last i32) (local $src_last i32) (local $ahead i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)

    ;; The loop is for small copies. Empty ranges and those that wrap around go by memory.copy, too.
    (block $memory_copy
      (br_if $memory_copy (i32.ge_u (local.get $size) (global.get $memory_copy_from)))
      (br_if $memory_copy (i32.eqz (local.get $size)))
      (local.set $dest_last (i32.add (local.get $dest) (i32.sub (local.get $size) (i32.const 1))))
      (local.set $src_last (i32.add (local.get $src) (i32.sub (local.get $size) (i32.const 1))))
      (br_if $memory_copy (i32.lt_u (local.get $dest_last) (local.get $dest)))
      (br_if $memory_copy (i32.lt_u (local.get $src_last) (local.get $src)))

      ;; Reading the last byte of each range traps if it is out of bounds, before anything is written. memory.size would
      ;; do as well, but takes 10 ns in SpiderMonkey, where it is a call.
      (drop (i32.load8_u $main (local.get $dest_last)))
      (drop (i32.load8_u $side (local.get $src_last)))

      ;; Stores across cache lines take a third longer: in large copies 16 bytes first, then on from an aligned dest.
      (if (i32.ge_u (local.get $size) (i32.const 2048))
        (then
          (v128.store $main (local.get $dest) (v128.load $side (local.get $src)))
          (local.set $ahead (i32.sub (i32.const 16) (i32.and (local.get $dest) (i32.const 15))))
          (local.set $dest (i32.add (local.get $dest) (local.get $ahead)))
          (local.set $src (i32.add (local.get $src) (local.get $ahead)))
          (local.set $size (i32.sub (local.get $size) (local.get $ahead)))))

      ;; 64 bytes a turn, loads before stores. dest and src may wrap to 0 after the last byte of a 4 GiB memory; size is
      ;; 0 then and they are not used again.
      (if (i32.ge_u (local.get $size) (i32.const 64))
        (then
          (loop $turn_of_64
            (local.set $a (v128.load $side (local.get $src)))
            (local.set $b (v128.load $side offset=16 (local.get $src)))
            (local.set $c (v128.load $side offset=32 (local.get $src)))
            (local.set $d (v128.load $side offset=48 (local.get $src)))
            (v128.store $main (local.get $dest) (local.get $a))
            (v128.store $main offset=16 (local.get $dest) (local.get $b))
            (v128.store $main offset=32 (local.get $dest) (local.get $c))
            (v128.store $main offset=48 (local.get $dest) (local.get $d))
            (local.set $dest (i32.add (local.get $dest) (i32.const 64)))
            (local.set $src (i32.add (local.get $src) (i32.const 64)))
            (local.set $size (i32.sub (local.get $size) (i32.const 64)))
            (br_if $turn_of_64 (i32.ge_u (local.get $size) (i32.const 64))))))

      ;; 16 bytes a turn.
      (if (i32.ge_u (local.get $size) (i32.const 16))
        (then
          (loop $turn_of_16
            (v128.store $main (local.get $dest) (v128.load $side (local.get $src)))
            (local.set $dest (i32.add (local.get $dest) (i32.const 16)))
            (local.set $src (i32.add (local.get $src) (i32.const 16)))
            (local.set $size (i32.sub (local.get $size) (i32.const 16)))
            (br_if $turn_of_16 (i32.ge_u (local.get $size) (i32.const 16))))))

      ;; The bits of what is left, 0 to 15 bytes, say which smaller elements remain.
      (if (i32.and (local.get $size) (i32.const 8))
        (then
          (i64.store $main (local.get $dest) (i64.load $side (local.get $src)))
          (local.set $dest (i32.add (local.get $dest) (i32.const 8)))
          (local.set $src (i32.add (local.get $src) (i32.const 8)))))
      (if (i32.and (local.get $size) (i32.const 4))
        (then
          (i32.store $main (local.get $dest) (i32.load $side (local.get $src)))
          (local.set $dest (i32.add (local.get $dest) (i32.const 4)))
          (local.set $src (i32.add (local.get $src) (i32.const 4)))))
      (if (i32.and (local.get $size) (i32.const 2))
        (then
          (i32.store16 $main (local.get $dest) (i32.load16_u $side (local.get $src)))
          (local.set $dest (i32.add (local.get $dest) (i32.const 2)))
          (local.set $src (i32.add (local.get $src) (i32.const 2)))))
      (if (i32.and (local.get $size) (i32.const 1))
        (then
          (i32.store8 $main (local.get $dest) (i32.load8_u $side (local.get $src)))))
      (return))

    ;; memory.copy checks both ranges before it writes.
    (memory.copy $main $side (local.get $dest) (local.get $src) (local.get $size)))

  ;; ---- Copies of a fixed size ----------------------------------------------------------------------------------
  ;; One load, then one store: whichever is out of bounds traps before anything is written.

  ;; mts_memcpy1 (dest, src): copies one byte from the memory of main to the memory of side.
  ;;   dest     byte address in $side
  ;;   src      byte address in $main
  ;;   traps    when either byte is beyond the end of its memory; nothing is written then
  ;;   source   i32.store8 of i32.load8_u
  (func (export "mts_memcpy1") (param $dest i32) (param $src i32)
    (i32.store8 $side (local.get $dest) (i32.load8_u $main (local.get $src))))

  ;; mts_memcpy2 (dest, src): copies 2 bytes from the memory of main to the memory of side.
  ;;   dest     byte address in $side
  ;;   src      byte address in $main
  ;;   traps    when either range reaches beyond the end of its memory; nothing is written then
  ;;   source   i32.store16 of i32.load16_u
  (func (export "mts_memcpy2") (param $dest i32) (param $src i32)
    (i32.store16 $side (local.get $dest) (i32.load16_u $main (local.get $src))))

  ;; mts_memcpy4 (dest, src): copies 4 bytes from the memory of main to the memory of side.
  ;;   dest     byte address in $side
  ;;   src      byte address in $main
  ;;   traps    when either range reaches beyond the end of its memory; nothing is written then
  ;;   source   i32.store of i32.load
  (func (export "mts_memcpy4") (param $dest i32) (param $src i32)
    (i32.store $side (local.get $dest) (i32.load $main (local.get $src))))

  ;; mts_memcpy8 (dest, src): copies 8 bytes from the memory of main to the memory of side.
  ;;   dest     byte address in $side
  ;;   src      byte address in $main
  ;;   traps    when either range reaches beyond the end of its memory; nothing is written then
  ;;   source   i64.store of i64.load
  (func (export "mts_memcpy8") (param $dest i32) (param $src i32)
    (i64.store $side (local.get $dest) (i64.load $main (local.get $src))))

  ;; stm_memcpy1 (dest, src): copies one byte from the memory of side to the memory of main.
  ;;   dest     byte address in $main
  ;;   src      byte address in $side
  ;;   traps    when either byte is beyond the end of its memory; nothing is written then
  ;;   source   i32.store8 of i32.load8_u
  (func (export "stm_memcpy1") (param $dest i32) (param $src i32)
    (i32.store8 $main (local.get $dest) (i32.load8_u $side (local.get $src))))

  ;; stm_memcpy2 (dest, src): copies 2 bytes from the memory of side to the memory of main.
  ;;   dest     byte address in $main
  ;;   src      byte address in $side
  ;;   traps    when either range reaches beyond the end of its memory; nothing is written then
  ;;   source   i32.store16 of i32.load16_u
  (func (export "stm_memcpy2") (param $dest i32) (param $src i32)
    (i32.store16 $main (local.get $dest) (i32.load16_u $side (local.get $src))))

  ;; stm_memcpy4 (dest, src): copies 4 bytes from the memory of side to the memory of main.
  ;;   dest     byte address in $main
  ;;   src      byte address in $side
  ;;   traps    when either range reaches beyond the end of its memory; nothing is written then
  ;;   source   i32.store of i32.load
  (func (export "stm_memcpy4") (param $dest i32) (param $src i32)
    (i32.store $main (local.get $dest) (i32.load $side (local.get $src))))

  ;; stm_memcpy8 (dest, src): copies 8 bytes from the memory of side to the memory of main.
  ;;   dest     byte address in $main
  ;;   src      byte address in $side
  ;;   traps    when either range reaches beyond the end of its memory; nothing is written then
  ;;   source   i64.store of i64.load
  (func (export "stm_memcpy8") (param $dest i32) (param $src i32)
    (i64.store $main (local.get $dest) (i64.load $side (local.get $src))))

  ;; ---- Function pointers ---------------------------------------------------------------------------------------
  ;; The host functions unchanged; exported from here they are wasm functions and can be put in a table.

  ;; mts_addFnPtr (fnPtr) -> fnPtr: lends a function of the main module to the side.
  ;;   fnPtr    index in the table of main
  ;;   result   index in the table of the side under which the side can call it
  ;;   traps    never by itself; errors thrown by the host function pass through
  ;;   source   host.mts_addFnPtr
  (export "mts_addFnPtr" (func $mts_addFnPtr))

  ;; stm_addFnPtr (fnPtr) -> fnPtr: lends a function of the side to the main module.
  ;;   fnPtr    index in the table of the side
  ;;   result   index in the table of main under which main can call it
  ;;   traps    never by itself; errors thrown by the host function pass through
  ;;   source   host.stm_addFnPtr
  (export "stm_addFnPtr" (func $stm_addFnPtr))

  ;; mts_removeFnPtr (fnPtr) -> known: gives back one reference that mts_addFnPtr handed out.
  ;;   fnPtr    index in the table of the side, as mts_addFnPtr returned it
  ;;   result   1 if the pointer was known, else 0
  ;;   traps    never by itself; errors thrown by the host function pass through
  ;;   source   host.mts_removeFnPtr
  (export "mts_removeFnPtr" (func $mts_removeFnPtr))

  ;; stm_removeFnPtr (fnPtr) -> known: gives back one reference that stm_addFnPtr handed out.
  ;;   fnPtr    index in the table of main, as stm_addFnPtr returned it
  ;;   result   1 if the pointer was known, else 0
  ;;   traps    never by itself; errors thrown by the host function pass through
  ;;   source   host.stm_removeFnPtr
  (export "stm_removeFnPtr" (func $stm_removeFnPtr))
)
