;; The component that is called: a + b, as clang makes it of `int add(int a, int b) { return a + b; }`.
(module
  (func (export "add") (param $a i32) (param $b i32) (result i32)
    (i32.add (local.get $a) (local.get $b))))
