// Modules that several tests use.
import { moduleText } from './wat.mjs';

const BRIDGE = [['', 'rbBridge']];

/** Main: main() returns what global status says; counts calls; has functions to be lent. */
export function mainModule({ imports = '', body = '', status = 0, glue = {}, ...rest } = {}) {
  return {
    name: 'app',
    text: moduleText({
      imports,
      body: `
  (func (export "main") (param i32 i32) (result i32) (i32.const ${status}))
  (func $add_one (export "add_one") (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
  (func $add_ten (export "add_ten") (param i32) (result i32) (i32.add (local.get 0) (i32.const 10)))
  (func $fail (export "fail") (param i32) (result i32) (unreachable))
  (elem (table $table) (i32.const 1) func $add_one $add_ten $fail)
  ${body}`,
    }),
    glue: { ...glue, links: [...BRIDGE, ...(glue.links ?? [])] },
    ...rest,
  };
}

/** Side: arithmetic, traps, and a function of each way to fail. */
export function sideModule(
  name,
  { imports = '', body = '', glue = {}, memory = 'import', bridge = true, table, ...rest } = {},
) {
  return {
    name,
    text: moduleText({
      memory,
      bridge,
      table,
      imports: `(import "env" "exit" (func $exit (param i32)))
  (import "env" "abort" (func $abort (param i32)))
  (import "env" "throw_cpp" (func $throw_cpp (param i32)))
  (import "env" "throw_js" (func $throw_js (param i32)))
  (import "env" "host" (func $host (param i32 i32) (result i32)))
  ${imports}`,
      body: `
  (func $twice (export "twice") (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2)))
  (func $mean (export "mean") (param i32) (result f64) (f64.div (f64.convert_i32_s (local.get 0)) (f64.const 2)))
  (func $wide (export "wide") (param i64) (result i64) (i64.add (local.get 0) (i64.const 1)))
  (func $trap (export "trap") (param i32) (result i32) (call $enter (i32.const 512)) (unreachable))
  (func (export "out_of_bounds") (result i32) (i32.load (i32.const -4)))
  (func (export "exit_with") (param i32) (call $exit (local.get 0)))
  (func (export "abort_now") (call $abort (i32.const 300)))
  (func (export "throw_cpp") (param i32) (result i32) (call $enter (i32.const 512)) (call $throw_cpp (i32.const 320))
    (i32.const 1))
  (func (export "throw_js") (call $throw_js (i32.const 340)))
  (func (export "call_host") (param i32 i32) (result i32) (call $host (local.get 0) (local.get 1)))
  (data (i32.const 300) "native code\\00")
  (data (i32.const 320) "bad delay\\00")
  (data (i32.const 340) "from js\\00")
  (elem (table $table) (i32.const 1) func $twice $trap)
  ${body}`,
    }),
    glue: { ...glue, links: [...(bridge ? BRIDGE : []), ...(glue.links ?? [])] },
    ...rest,
  };
}
