// What the core wants to know of an instance that has no JavaScript of its own: found among its exports, by kind.
/** @import { Instantiated, ModuleExports, ModuleInstance } from '../../app/module_instance.mjs' */
import { WasmPseudoLinkError } from '../../base/errors.mjs';
import { sideAbortText } from './assembly_script.mjs';
import { findFunctionTable, findMemory } from '../found_exports.mjs';
import { namedExports } from '../../wasm/wasm_file.mjs';

/**
 * What toolchains call main(), in the order in which they are taken: WASI's command, then C's with and without
 * arguments.
 */
const MAIN_NAMES = ['_start', '__main_void', 'main', '__main_argc_argv'];

/**
 * Finds memory, table, stack pointer and main() of an instance.
 * @param {ModuleInstance} instance
 * @param {ModuleExports} exports as its file has them
 * @param {WebAssembly.Table | null} importedTable
 * @param {() => void} [endOutput] writes what was printed without a line's end
 * @returns {Instantiated}
 */
export function completeWasm(instance, exports, importedTable, endOutput) {
  const { entry } = instance;
  const stack = stackPointer(exports);
  const table = findFunctionTable(exports) ?? importedTable;
  const named = namedExports(entry, exports);
  const stackSave = stack && (() => stack.value);
  const runtime = {
    stackSave: stackSave ?? (() => 0),
    stackRestore: (/** @type {number} */ address) => {
      if (stack) stack.value = address;
    },
    table: () => table ?? refuseTable(instance),
    callMain: mainOf(instance, named, endOutput),
    exceptionText: sideAbortText,
  };
  const memory = instance.memory ?? findMemory(exports, entry.memoryName ?? 'memory');
  return { exports: named, memory, stackSave, runtime };
}

/**
 * The pointer of clang's and Rust's stack in memory, if the file exports it so that it can be set.
 * @param {ModuleExports} exports
 * @returns {WebAssembly.Global<'i32'> | null}
 */
function stackPointer({ __stack_pointer: pointer }) {
  if (!(pointer instanceof WebAssembly.Global)) return null;
  try {
    pointer.value = pointer.value; // eslint-disable-line no-self-assign -- throws if it is constant
    return /** @type {WebAssembly.Global<'i32'>} */ (pointer);
  } catch {
    return null;
  }
}

/**
 * @param {ModuleInstance} instance
 * @returns {never}
 */
function refuseTable({ name }) {
  throw new WasmPseudoLinkError(
    'TABLE_FULL',
    name,
    'it exports no function table, so that it can be given no function of another module and lend none',
    'link it with --export-table --growable-table (wasm-ld) or --exportTable (AssemblyScript)',
  );
}

/**
 * main() of a main module; arguments reach it by WASI alone.
 * @param {ModuleInstance} instance
 * @param {ModuleExports} exports
 * @param {(() => void) | undefined} endOutput
 */
function mainOf({ isMain, entry }, exports, endOutput) {
  const name = MAIN_NAMES.find((each) => typeof exports[each] === 'function' && !entry.init?.includes(each));
  if (!isMain || !name) return null;
  return () => {
    try {
      return exports[name]();
    } finally {
      endOutput?.();
    }
  };
}
