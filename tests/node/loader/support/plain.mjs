// Modules as plain compilers make them: no JavaScript, memory and table exported, a stack pointer.
import { moduleText } from './wat.mjs';

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
