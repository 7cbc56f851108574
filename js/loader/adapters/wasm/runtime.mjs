// What the core wants to know of an instance that has no JavaScript of its own: found among its exports, by kind.
import { WasmPseudoLinkError } from '../../errors.mjs';
import { findFunctionTable, findMemory } from '../../found_exports.mjs';
import { namedExports } from '../../wasm_file.mjs';

/** What toolchains call main(), in the order in which they are taken: WASI's command, then C's with and without arguments. */
const MAIN_NAMES = ['_start', '__main_void', 'main', '__main_argc_argv'];

/**
 * Fills in memory, table, stack pointer and main() of an instance.
 * @param {object} instance with exports set as its file has them
 */
export function completeWasm(instance) {
  const { entry, exports, runtime: given } = instance;
  const stack = stackPointer(exports);
  const table = findFunctionTable(exports) ?? given.importedTable;
  instance.memory ??= findMemory(exports, entry.memoryName ?? 'memory');
  instance.exports = namedExports(entry, exports);
  instance.stackSave = stack && (() => stack.value);
  instance.runtime = {
    stackSave: instance.stackSave ?? (() => 0),
    stackRestore: (address) => {
      if (stack) stack.value = address;
    },
    table: () => table ?? refuseTable(instance),
    callMain: mainOf(instance, given.endOutput),
    exceptionText: given.exceptionText,
  };
}

/** The pointer of clang's and Rust's stack in memory, if the file exports it so that it can be set. */
function stackPointer({ __stack_pointer: pointer }) {
  if (!(pointer instanceof WebAssembly.Global)) return null;
  try {
    pointer.value = pointer.value; // eslint-disable-line no-self-assign -- throws if it is constant
    return pointer;
  } catch {
    return null;
  }
}

function refuseTable({ name }) {
  throw new WasmPseudoLinkError(
    'TABLE_FULL',
    name,
    'it exports no function table, so that it can be given no function of another module and lend none',
    'link it with --export-table --growable-table (wasm-ld) or --exportTable (AssemblyScript)',
  );
}

/** main() of a main module; arguments reach it by WASI alone. */
function mainOf({ isMain, entry, exports }, endOutput) {
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
