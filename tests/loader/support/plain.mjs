// Modules as plain compilers make them: no JavaScript, memory and table exported, a stack pointer.

/**
 * A module of kind "wasm".
 * @param {string} name
 * @param {object} [parts]
 * @param {string} [parts.imports] import lines
 * @param {string} [parts.body] functions, data
 * @param {string} [parts.memory] declaration of the memory; by default an exported one of 2 pages
 * @param {string} [parts.table] declaration of the table; by default an exported one that can grow
 * @param {string} [parts.stack] declaration of the stack pointer
 * @returns {object} for makeApp; further members go into the manifest
 */
export function plainModule(
  name,
  {
    imports = '',
    body = '',
    memory = '(memory $memory (export "memory") 2)',
    table = '(table $table (export "__indirect_function_table") 8 funcref)',
    stack = '(global $sp (export "__stack_pointer") (mut i32) (i32.const 65536))',
    ...rest
  } = {},
) {
  const isImport = (text) => text.startsWith('(import');
  const parts = [memory, table, stack];
  return {
    name,
    kind: 'wasm',
    text: `(module
  ${imports}
  ${parts.filter(isImport).join('\n  ')}
  ${parts.filter((text) => !isImport(text)).join('\n  ')}
  ${body})`,
    ...rest,
  };
}

/** Functions that most tests call. Needs imports that the test gives. */
export const ARITHMETIC = `
  (func $twice (export "twice") (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2)))
  (func $enter (param i32) (global.set $sp (i32.sub (global.get $sp) (local.get 0))))
  (func (export "trap_deep") (param i32) (result i32) (call $enter (i32.const 512)) (unreachable))
  (func (export "stack") (result i32) (global.get $sp))`;

const MAIN_ACCESS = `
  (import "env" "main_getI32" (func $get (param i32) (result i32)))
  (import "env" "main_setI32" (func $set (param i32 i32)))
  (import "env" "main_mts_memcpy" (func $take (param i32 i32 i32)))
  (import "env" "main_stm_memcpy" (func $give (param i32 i32 i32)))
  (import "env" "main_mts_addFnPtr" (func $add (param i32) (result i32)))
  (import "env" "rbBridge" (func $bridge (param i32 i32) (result i32)))`;
const USE_ACCESS = `${ARITHMETIC}
  (func $trap (param i32) (result i32) (call $enter (i32.const 512)) (unreachable))
  (elem (table $table) (i32.const 1) func $twice $trap)
  (func (export "pointer_of_twice") (result i32) (i32.const 1))
  (func (export "peek_main") (param i32) (result i32) (call $get (local.get 0)))
  (func (export "poke_main") (param i32 i32) (call $set (local.get 0) (local.get 1)))
  (func (export "take") (param i32 i32 i32) (call $take (local.get 0) (local.get 1) (local.get 2)))
  (func (export "give") (param i32 i32 i32) (call $give (local.get 0) (local.get 1) (local.get 2)))
  (func (export "ask") (param i32 i32) (result i32) (call $bridge (local.get 0) (local.get 1)))
  (func (export "borrow") (param i32) (result i32) (call $add (local.get 0)))
  (func $call_ii (export "call_ii") (param i32 i32) (result i32)
    (call_indirect (param i32) (result i32) (local.get 1) (local.get 0)))
  (func (export "call_deep") (param i32 i32) (result i32) (call $enter (i32.const 512))
    (call $call_ii (local.get 0) (local.get 1)))`;

/** A side that reaches main in every way. */
export const reaching = (name, extra = {}) =>
  plainModule(name, {
    ...extra,
    imports: `${MAIN_ACCESS}${extra.imports ?? ''}`,
    body: `${USE_ACCESS}${extra.body ?? ''}`,
  });
