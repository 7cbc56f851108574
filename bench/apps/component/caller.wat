;; The component that calls, as main.cpp's side_calls: s = add(s, i) for all i below count.
(module
  (import "$root" "add" (func $add (param $a i32) (param $b i32) (result i32)))
  (func (export "calls") (param $count i32) (result i32)
    (local $s i32) (local $i i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $i) (local.get $count)))
        (local.set $s (call $add (local.get $s) (local.get $i)))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    (local.get $s)))
