// The main module of these tests: functions of every kind of signature, functions that fail, and loops around calls of
// C#.
import { moduleText } from '../../../loader/support/wat.mjs';

const params = (types) => `(param ${types})`;
const i32s = (count) => Array(count).fill('i32').join(' ');

/** sum<n>(a, b, ...) = ((a * 3 + b) * 3 + ...) */
function sum(count) {
  const code = Array.from({ length: count }, (_, k) => k).reduce(
    (before, k) => `(i32.add (i32.mul ${before} (i32.const 3)) (local.get ${k}))`,
    '(i32.const 0)',
  );
  return `(func $sum${count} (export "sum${count}") ${count > 0 ? params(i32s(count)) : ''} (result i32) ${code})`;
}

const FUNCTIONS = `
  (func (export "main") (param i32 i32) (result i32) (i32.const 0))
  (func (export "nothing"))
  ${[0, 1, 2, 3, 4, 5, 6, 7, 8, 20].map(sum).join('\n  ')}
  (func (export "longs") (param i64 i64) (result i64) (i64.add (i64.mul (local.get 0) (i64.const 10)) (local.get 1)))
  (func (export "floats") (param f32 f32) (result f32) (f32.add (f32.mul (local.get 0) (f32.const 10)) (local.get 1)))
  (func (export "doubles") (param f64 f64) (result f64) (f64.add (f64.mul (local.get 0) (f64.const 10)) (local.get 1)))
  (func $mixed (export "mixed") (param i64 f32 f64 i32) (result f64)
    (f64.add (f64.add (f64.convert_i64_s (local.get 0)) (f64.promote_f32 (local.get 1)))
      (f64.add (local.get 2) (f64.convert_i32_s (local.get 3)))))
  (func (export "mixed8") (param f64 i32 f32 i64 f64 i32 f32 i64) (result f64)
    (f64.add (f64.add (f64.add (local.get 0) (f64.mul (f64.const 2) (f64.convert_i32_s (local.get 1))))
        (f64.add (f64.mul (f64.const 3) (f64.promote_f32 (local.get 2)))
          (f64.mul (f64.const 4) (f64.convert_i64_s (local.get 3)))))
      (f64.add (f64.add (f64.mul (f64.const 5) (local.get 4)) (f64.mul (f64.const 6) (f64.convert_i32_s (local.get 5))))
        (f64.add (f64.mul (f64.const 7) (f64.promote_f32 (local.get 6)))
          (f64.mul (f64.const 8) (f64.convert_i64_s (local.get 7)))))))
  (func (export "fill_side") (param $to i32) (param $first i32) (result i32) (local $k i32)
    (loop $l
      (i32.store (i32.add (i32.const 4096) (i32.mul (local.get $k) (i32.const 4)))
        (i32.add (local.get $first) (local.get $k)))
      (br_if $l (i32.lt_u (local.tee $k (i32.add (local.get $k) (i32.const 1))) (i32.const 100))))
    (call $to_cs (local.get $to) (i32.const 4096) (i32.const 400))
    (local.get $k))
  (func (export "same") (param i32) (result i32) (local.get 0))
  (func (export "grow_main") (param i32) (result i32) (memory.grow (local.get 0)))
  (global $kind (mut i32) (i32.const 0))
  (func (export "fail_by") (param i32) (global.set $kind (local.get 0)))
  (func $fail (export "fail") (param i32) (result i32)
    (call $enter (i32.const 512))
    (if (i32.eq (global.get $kind) (i32.const 1)) (then (call $throw_cpp (i32.const 320))))
    (if (i32.eq (global.get $kind) (i32.const 2)) (then (call $throw_js (i32.const 320))))
    (if (i32.eq (global.get $kind) (i32.const 3)) (then (call $exit (i32.const 3))))
    (if (i32.eq (global.get $kind) (i32.const 4)) (then (call $abort (i32.const 320))))
    (unreachable))
  (data (i32.const 320) "bad delay\\00")
  (func $ask_host (export "ask_host") (param i32) (result i32) (call $host (local.get 0) (i32.const 0)))
  (elem (table $table) (i32.const 1) func $sum1 $fail $ask_host)`;

/** Loops that call C# by direct imports. */
const LOOPS = `
  (func (export "descend") (param i32) (result i32) (call $descend (local.get 0)))
  (func (export "each_sum2") (param $n i32) (result i32) (local $i i32) (local $s i32)
    (loop $l (local.set $s (i32.add (local.get $s) (call $sum2_cs (local.get $i) (i32.const 1))))
      (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n)))) (local.get $s))
  (func (export "each_add") (param $n i32) (result i32) (local $i i32) (local $s i32)
    (loop $l (local.set $s (i32.add (local.get $s) (call $add_cs (local.get $i) (i32.const 1))))
      (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n)))) (local.get $s))
  (func (export "each_fail") (param $n i32) (result i32) (local $i i32) (local $s i32)
    (loop $l (local.set $s (i32.add (local.get $s) (call $fail_cs (local.get $i))))
      (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (local.get $n)))) (local.get $s))
  (func (export "via_sum20") (result i32) (call $sum20_cs ${Array.from({ length: 20 }, (_, k) => `(i32.const ${k})`).join(' ')}))
  (func (export "via_mixed8") (param f64 i32 f32 i64 f64 i32 f32 i64) (result f64)
    (call $mixed8_cs ${Array.from({ length: 8 }, (_, k) => `(local.get ${k})`).join(' ')}))
  (func (export "via_twice") (param i32) (result i32) (call $twice_cs (local.get 0)))
  (func (export "via_fail") (param i32) (result i32) (call $fail_cs (local.get 0)))
  (func (export "via_fail_long") (param i64) (result i64) (call $fail_long_cs (local.get 0)))
  (func (export "via_fail_double") (result f64) (call $fail_double_cs))
  (func (export "via_fail_void") (call $fail_void_cs))`;

const IMPORTS = [
  ['descend', 'descend', '(param i32) (result i32)'],
  ['sum2', 'sum2_cs', '(param i32 i32) (result i32)'],
  ['add', 'add_cs', '(param i32 i32) (result i32)'],
  ['twice', 'twice_cs', '(param i32) (result i32)'],
  ['fail', 'fail_cs', '(param i32) (result i32)'],
  ['fail_long', 'fail_long_cs', '(param i64) (result i64)'],
  ['fail_double', 'fail_double_cs', '(result f64)'],
  ['fail_void', 'fail_void_cs', ''],
  ['sum20', 'sum20_cs', `(param ${i32s(20)}) (result i32)`],
  ['mixed8', 'mixed8_cs', '(param f64 i32 f32 i64 f64 i32 f32 i64) (result f64)'],
];

/**
 * @param {'static' | 'lazy'} calls whether main imports from the C# side `calls`
 * @returns {{ name: string, text: string, glue: object }}
 */
export function mainText(calls) {
  const imports =
    calls === 'static' ? IMPORTS.map(([name, own, type]) => `(import "calls" "${name}" (func $${own} ${type}))`) : [];
  return {
    name: 'app',
    text: moduleText({
      table: '16',
      imports: `(import "env" "exit" (func $exit (param i32)))
  (import "env" "abort" (func $abort (param i32)))
  (import "env" "throw_cpp" (func $throw_cpp (param i32)))
  (import "env" "throw_js" (func $throw_js (param i32)))
  (import "env" "host" (func $host (param i32 i32) (result i32)))
  (import "env" "calls_mts_memcpy" (func $to_cs (param i32 i32 i32)))
  ${imports.join('\n  ')}`,
      body: `${FUNCTIONS}${calls === 'static' ? LOOPS : ''}`,
    }),
    glue: {
      links: [
        ['', 'rbBridge'],
        ['calls', 'mts_memcpy'],
      ],
    },
  };
}
