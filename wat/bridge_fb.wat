;; Name: bridge_fb
;; Needs: simd multivalue
;; Imports: main.getI8 main.getI16 main.getI32 main.getI64 main.setI8 main.setI16 main.setI32 main.setI64
;; Imports: side.getI8 side.getI16 side.getI32 side.getI64 side.setI8 side.setI16 side.setI32 side.setI64
;; Imports: main.checkRange main.getV128 main.setV128 main.getV128x4 main.setV128x4
;; Imports: side.checkRange side.getV128 side.setV128 side.getV128x4 side.setV128x4
;; Imports: host.mts_copyLarge host.stm_copyLarge
;; Imports: host.mts_addFnPtr host.stm_addFnPtr host.mts_removeFnPtr host.stm_removeFnPtr
;; ABI: 1
;;
;; The exports of bridge.wat with the same behaviour, for engines without multi-memory: it has no memory and reaches
;; those of the pair through accessor.wat and blocks.wat of the two modules. One instance is made per pair.
;;
;; Directions: mts = main to side (src belongs to main's memory, dest to the side's), stm = side to main (the reverse).
;; Units and rules for all copies below:
;; - dest and src are byte addresses, size is a number of bytes, all unsigned 32-bit; no alignment is needed.
;; - A copy is all or nothing: it traps before the first byte is written when dest + size or src + size, computed
;;   without wrap-around, lies beyond the end of its memory as it is at the time of the call. Size 0 at the very end
;;   is in bounds, size 0 beyond the end traps.
;; - The memories of main and side are two different ones.
;; Source: the rules of memory.copy in the WebAssembly core specification, "Memory Instructions"; elements are moved by
;; the functions of accessor.wat and blocks.wat.

(module
  ;; Accessor and blocks of the main module; addresses given to $main_... belong to the memory of main.
  (import "main" "getI8" (func $main_getI8 (param $addr i32) (result i32)))
  (import "main" "getI16" (func $main_getI16 (param $addr i32) (result i32)))
  (import "main" "getI32" (func $main_getI32 (param $addr i32) (result i32)))
  (import "main" "getI64" (func $main_getI64 (param $addr i32) (result i64)))
  (import "main" "setI8" (func $main_setI8 (param $addr i32) (param $value i32)))
  (import "main" "setI16" (func $main_setI16 (param $addr i32) (param $value i32)))
  (import "main" "setI32" (func $main_setI32 (param $addr i32) (param $value i32)))
  (import "main" "setI64" (func $main_setI64 (param $addr i32) (param $value i64)))
  (import "main" "checkRange" (func $main_checkRange (param $addr i32) (param $size i32)))
  (import "main" "getV128" (func $main_getV128 (param $addr i32) (result v128)))
  (import "main" "setV128" (func $main_setV128 (param $addr i32) (param $value v128)))
  (import "main" "getV128x4" (func $main_getV128x4 (param $addr i32) (result v128 v128 v128 v128)))
  (import "main" "setV128x4" (func $main_setV128x4
    (param $addr i32) (param $first v128) (param $second v128) (param $third v128) (param $fourth v128)))

  ;; Accessor and blocks of the side; addresses given to $side_... belong to the memory of side.
  (import "side" "getI8" (func $side_getI8 (param $addr i32) (result i32)))
  (import "side" "getI16" (func $side_getI16 (param $addr i32) (result i32)))
  (import "side" "getI32" (func $side_getI32 (param $addr i32) (result i32)))
  (import "side" "getI64" (func $side_getI64 (param $addr i32) (result i64)))
  (import "side" "setI8" (func $side_setI8 (param $addr i32) (param $value i32)))
  (import "side" "setI16" (func $side_setI16 (param $addr i32) (param $value i32)))
  (import "side" "setI32" (func $side_setI32 (param $addr i32) (param $value i32)))
  (import "side" "setI64" (func $side_setI64 (param $addr i32) (param $value i64)))
  (import "side" "checkRange" (func $side_checkRange (param $addr i32) (param $size i32)))
  (import "side" "getV128" (func $side_getV128 (param $addr i32) (result v128)))
  (import "side" "setV128" (func $side_setV128 (param $addr i32) (param $value v128)))
  (import "side" "getV128x4" (func $side_getV128x4 (param $addr i32) (result v128 v128 v128 v128)))
  (import "side" "setV128x4" (func $side_setV128x4
    (param $addr i32) (param $first v128) (param $second v128) (param $third v128) (param $fourth v128)))

  ;; Copies by the engine's own TypedArray.prototype.set. Dear to call, but the fastest from some 2 KiB on. Both ranges
  ;; are known to be in bounds when they are called.
  (import "host" "mts_copyLarge" (func $mts_copyLarge (param $dest i32) (param $src i32) (param $size i32)))
  (import "host" "stm_copyLarge" (func $stm_copyLarge (param $dest i32) (param $src i32) (param $size i32)))

  ;; Function pointers are exchanged by the loader: only JavaScript can put a function of one table into another.
  (import "host" "mts_addFnPtr" (func $mts_addFnPtr (param $fnPtr i32) (result i32)))
  (import "host" "stm_addFnPtr" (func $stm_addFnPtr (param $fnPtr i32) (result i32)))
  (import "host" "mts_removeFnPtr" (func $mts_removeFnPtr (param $fnPtr i32) (result i32)))
  (import "host" "stm_removeFnPtr" (func $stm_removeFnPtr (param $fnPtr i32) (result i32)))

  ;; ---- Copies of any size --------------------------------------------------------------------------------------
  ;; The copy route is in these two functions and nowhere else.

  ;; Copies of this many bytes and more, unsigned, go by the host: about where that and the loop over blocks take the
  ;; same time in Node 20 and in WebKitGTK.
  (global $copy_large_from i32 (i32.const 2048))

  ;; mts_memcpy (dest, src, size): copies size bytes from the memory of main to the memory of side.
  ;;   dest     byte address in side's memory
  ;;   src      byte address in main's memory
  ;;   size     number of bytes; 0 is allowed
  ;;   traps    when either range reaches beyond the end of its memory; nothing is written then
  ;;   source   the rules of memory.copy
  (func (export "mts_memcpy") (param $dest i32) (param $src i32) (param $size i32)
    ;; Both ranges first, then the bytes. A memory that grows meanwhile only makes more of it valid.
    (call $side_checkRange (local.get $dest) (local.get $size))
    (call $main_checkRange (local.get $src) (local.get $size))

    ;; Sizes are unsigned, so 2 GiB and more are no special case.
    (if (i32.ge_u (local.get $size) (global.get $copy_large_from))
      (then
        (call $mts_copyLarge (local.get $dest) (local.get $src) (local.get $size))
        (return)))

    ;; 64 bytes a turn. dest and src may wrap to 0 after the last byte of a 4 GiB memory; size is 0 then and they are
    ;; not used again.
    (if (i32.ge_u (local.get $size) (i32.const 64))
      (then
        (loop $turn_of_64
          (call $side_setV128x4 (local.get $dest) (call $main_getV128x4 (local.get $src)))
          (local.set $dest (i32.add (local.get $dest) (i32.const 64)))
          (local.set $src (i32.add (local.get $src) (i32.const 64)))
          (local.set $size (i32.sub (local.get $size) (i32.const 64)))
          (br_if $turn_of_64 (i32.ge_u (local.get $size) (i32.const 64))))))

    ;; 16 bytes a turn.
    (if (i32.ge_u (local.get $size) (i32.const 16))
      (then
        (loop $turn_of_16
          (call $side_setV128 (local.get $dest) (call $main_getV128 (local.get $src)))
          (local.set $dest (i32.add (local.get $dest) (i32.const 16)))
          (local.set $src (i32.add (local.get $src) (i32.const 16)))
          (local.set $size (i32.sub (local.get $size) (i32.const 16)))
          (br_if $turn_of_16 (i32.ge_u (local.get $size) (i32.const 16))))))

    ;; The bits of what is left, 0 to 15 bytes, say which smaller elements remain.
    (if (i32.and (local.get $size) (i32.const 8))
      (then
        (call $side_setI64 (local.get $dest) (call $main_getI64 (local.get $src)))
        (local.set $dest (i32.add (local.get $dest) (i32.const 8)))
        (local.set $src (i32.add (local.get $src) (i32.const 8)))))
    (if (i32.and (local.get $size) (i32.const 4))
      (then
        (call $side_setI32 (local.get $dest) (call $main_getI32 (local.get $src)))
        (local.set $dest (i32.add (local.get $dest) (i32.const 4)))
        (local.set $src (i32.add (local.get $src) (i32.const 4)))))
    (if (i32.and (local.get $size) (i32.const 2))
      (then
        (call $side_setI16 (local.get $dest) (call $main_getI16 (local.get $src)))
        (local.set $dest (i32.add (local.get $dest) (i32.const 2)))
        (local.set $src (i32.add (local.get $src) (i32.const 2)))))
    (if (i32.and (local.get $size) (i32.const 1))
      (then
        (call $side_setI8 (local.get $dest) (call $main_getI8 (local.get $src))))))

  ;; stm_memcpy (dest, src, size): copies size bytes from the memory of side to the memory of main.
  ;;   dest     byte address in main's memory
  ;;   src      byte address in side's memory
  ;;   size     number of bytes; 0 is allowed
  ;;   traps    when either range reaches beyond the end of its memory; nothing is written then
  ;;   source   the rules of memory.copy
  (func (export "stm_memcpy") (param $dest i32) (param $src i32) (param $size i32)
    ;; Both ranges first, then the bytes. A memory that grows meanwhile only makes more of it valid.
    (call $main_checkRange (local.get $dest) (local.get $size))
    (call $side_checkRange (local.get $src) (local.get $size))

    ;; Sizes are unsigned, so 2 GiB and more are no special case.
    (if (i32.ge_u (local.get $size) (global.get $copy_large_from))
      (then
        (call $stm_copyLarge (local.get $dest) (local.get $src) (local.get $size))
        (return)))

    ;; 64 bytes a turn. dest and src may wrap to 0 after the last byte of a 4 GiB memory; size is 0 then and they are
    ;; not used again.
    (if (i32.ge_u (local.get $size) (i32.const 64))
      (then
        (loop $turn_of_64
          (call $main_setV128x4 (local.get $dest) (call $side_getV128x4 (local.get $src)))
          (local.set $dest (i32.add (local.get $dest) (i32.const 64)))
          (local.set $src (i32.add (local.get $src) (i32.const 64)))
          (local.set $size (i32.sub (local.get $size) (i32.const 64)))
          (br_if $turn_of_64 (i32.ge_u (local.get $size) (i32.const 64))))))

    ;; 16 bytes a turn.
    (if (i32.ge_u (local.get $size) (i32.const 16))
      (then
        (loop $turn_of_16
          (call $main_setV128 (local.get $dest) (call $side_getV128 (local.get $src)))
          (local.set $dest (i32.add (local.get $dest) (i32.const 16)))
          (local.set $src (i32.add (local.get $src) (i32.const 16)))
          (local.set $size (i32.sub (local.get $size) (i32.const 16)))
          (br_if $turn_of_16 (i32.ge_u (local.get $size) (i32.const 16))))))

    ;; The bits of what is left, 0 to 15 bytes, say which smaller elements remain.
    (if (i32.and (local.get $size) (i32.const 8))
      (then
        (call $main_setI64 (local.get $dest) (call $side_getI64 (local.get $src)))
        (local.set $dest (i32.add (local.get $dest) (i32.const 8)))
        (local.set $src (i32.add (local.get $src) (i32.const 8)))))
    (if (i32.and (local.get $size) (i32.const 4))
      (then
        (call $main_setI32 (local.get $dest) (call $side_getI32 (local.get $src)))
        (local.set $dest (i32.add (local.get $dest) (i32.const 4)))
        (local.set $src (i32.add (local.get $src) (i32.const 4)))))
    (if (i32.and (local.get $size) (i32.const 2))
      (then
        (call $main_setI16 (local.get $dest) (call $side_getI16 (local.get $src)))
        (local.set $dest (i32.add (local.get $dest) (i32.const 2)))
        (local.set $src (i32.add (local.get $src) (i32.const 2)))))
    (if (i32.and (local.get $size) (i32.const 1))
      (then
        (call $main_setI8 (local.get $dest) (call $side_getI8 (local.get $src))))))

  ;; ---- Copies of a fixed size ----------------------------------------------------------------------------------
  ;; One get, then one set: whichever is out of bounds traps before anything is written.

  ;; mts_memcpy1 (dest, src): copies one byte from the memory of main to the memory of side.
  ;;   dest     byte address in side's memory
  ;;   src      byte address in main's memory
  ;;   traps    when either byte is beyond the end of its memory; nothing is written then
  ;;   source   side's setI8 of main's getI8
  (func (export "mts_memcpy1") (param $dest i32) (param $src i32)
    (call $side_setI8 (local.get $dest) (call $main_getI8 (local.get $src))))

  ;; mts_memcpy2 (dest, src): copies 2 bytes from the memory of main to the memory of side.
  ;;   dest     byte address in side's memory
  ;;   src      byte address in main's memory
  ;;   traps    when either range reaches beyond the end of its memory; nothing is written then
  ;;   source   side's setI16 of main's getI16
  (func (export "mts_memcpy2") (param $dest i32) (param $src i32)
    (call $side_setI16 (local.get $dest) (call $main_getI16 (local.get $src))))

  ;; mts_memcpy4 (dest, src): copies 4 bytes from the memory of main to the memory of side.
  ;;   dest     byte address in side's memory
  ;;   src      byte address in main's memory
  ;;   traps    when either range reaches beyond the end of its memory; nothing is written then
  ;;   source   side's setI32 of main's getI32
  (func (export "mts_memcpy4") (param $dest i32) (param $src i32)
    (call $side_setI32 (local.get $dest) (call $main_getI32 (local.get $src))))

  ;; mts_memcpy8 (dest, src): copies 8 bytes from the memory of main to the memory of side.
  ;;   dest     byte address in side's memory
  ;;   src      byte address in main's memory
  ;;   traps    when either range reaches beyond the end of its memory; nothing is written then
  ;;   source   side's setI64 of main's getI64
  (func (export "mts_memcpy8") (param $dest i32) (param $src i32)
    (call $side_setI64 (local.get $dest) (call $main_getI64 (local.get $src))))

  ;; stm_memcpy1 (dest, src): copies one byte from the memory of side to the memory of main.
  ;;   dest     byte address in main's memory
  ;;   src      byte address in side's memory
  ;;   traps    when either byte is beyond the end of its memory; nothing is written then
  ;;   source   main's setI8 of side's getI8
  (func (export "stm_memcpy1") (param $dest i32) (param $src i32)
    (call $main_setI8 (local.get $dest) (call $side_getI8 (local.get $src))))

  ;; stm_memcpy2 (dest, src): copies 2 bytes from the memory of side to the memory of main.
  ;;   dest     byte address in main's memory
  ;;   src      byte address in side's memory
  ;;   traps    when either range reaches beyond the end of its memory; nothing is written then
  ;;   source   main's setI16 of side's getI16
  (func (export "stm_memcpy2") (param $dest i32) (param $src i32)
    (call $main_setI16 (local.get $dest) (call $side_getI16 (local.get $src))))

  ;; stm_memcpy4 (dest, src): copies 4 bytes from the memory of side to the memory of main.
  ;;   dest     byte address in main's memory
  ;;   src      byte address in side's memory
  ;;   traps    when either range reaches beyond the end of its memory; nothing is written then
  ;;   source   main's setI32 of side's getI32
  (func (export "stm_memcpy4") (param $dest i32) (param $src i32)
    (call $main_setI32 (local.get $dest) (call $side_getI32 (local.get $src))))

  ;; stm_memcpy8 (dest, src): copies 8 bytes from the memory of side to the memory of main.
  ;;   dest     byte address in main's memory
  ;;   src      byte address in side's memory
  ;;   traps    when either range reaches beyond the end of its memory; nothing is written then
  ;;   source   main's setI64 of side's getI64
  (func (export "stm_memcpy8") (param $dest i32) (param $src i32)
    (call $main_setI64 (local.get $dest) (call $side_getI64 (local.get $src))))

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
