;; Name: bridge
;; Needs: multimemory bulk-memory
;; Imports: main.memory side.memory host.mts_addFnPtr host.stm_addFnPtr host.mts_removeFnPtr host.stm_removeFnPtr
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
;; Source: WebAssembly core specification, "Memory Instructions" (memory.copy, t.load, t.store).

(module
  ;; The two memories; a minimum of 0 accepts any size. Main comes first: it is the busier one, and some engines
  ;; are fastest on memory 0.
  (import "main" "memory" (memory $main 0))
  (import "side" "memory" (memory $side 0))

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
  ;;   source   memory.copy, which checks both ranges itself
  (func (export "mts_memcpy") (param $dest i32) (param $src i32) (param $size i32)
    (memory.copy $side $main (local.get $dest) (local.get $src) (local.get $size)))

  ;; stm_memcpy (dest, src, size): copies size bytes from the memory of side to the memory of main.
  ;;   dest     byte address in $main
  ;;   src      byte address in $side
  ;;   size     number of bytes; 0 is allowed
  ;;   traps    when either range reaches beyond the end of its memory; nothing is written then
  ;;   source   memory.copy, which checks both ranges itself
  (func (export "stm_memcpy") (param $dest i32) (param $src i32) (param $size i32)
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
