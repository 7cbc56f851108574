// Functions of main as imports of modules that are instantiated before main: what is there in their place until then.
/** @import { ModuleInstance } from '../app/module_instance.mjs' */
/** @import { Program, StartedRecord } from '../app/program.mjs' */
import { MAIN, MAIN_SLOTS } from '../base/main_names.mjs';
import { makeSlots } from '../wasm/main_slots.mjs';
import { makeThunk } from '../wasm/thunks.mjs';

/**
 * The tables through which modules will call main.
 * @type {WeakMap<ModuleInstance, WebAssembly.Table>}
 */
const waiting = /* @__PURE__ */ new WeakMap();

/**
 * Functions that call main's once it is there; none for a file that has them in itself.
 * @param {StartedRecord} record
 * @param {boolean} isAnyFile whether the user's hook may instantiate another file than that of the record
 * @returns {Record<string, Function>}
 */
export function importsOfMain({ files, entry, instance }, isAnyFile) {
  if (!isAnyFile && !files.imports.some(({ module }) => module === MAIN)) return {};
  const { functions, table } = makeSlots(/** @type {Record<string, string>} */ (entry.imports[MAIN]));
  waiting.set(instance, table);
  return functions;
}

/**
 * Lets all modules that wait for main call it, if it is there now that one more module is instantiated.
 * @param {Program} program
 * @param {ModuleInstance} added
 * @param {Record<string, unknown>} exports of the added one
 * @param {(caller: ModuleInstance, main: ModuleInstance, name: string) => Function} functionFor
 */
export function joinToMain(program, added, exports, functionFor) {
  const ownTable = exports[MAIN_SLOTS];
  if (ownTable) waiting.set(added, /** @type {WebAssembly.Table} */ (ownTable));
  const main = /** @type {ModuleInstance} */ (program.main.instance);
  if (!main.exports) return;
  for (const { instance, entry } of program.records.values()) {
    const table = instance && waiting.get(instance);
    if (!table) continue;
    waiting.delete(instance);
    Object.entries(entry.imports[MAIN]).forEach(([name, signature], index) =>
      setSlot(table, index, functionFor(instance, main, name), /** @type {string} */ (signature)),
    );
  }
}

/**
 * Where a module may suspend (ASYNCIFY), its frames are counted in JavaScript, and a table takes wasm functions only.
 * @param {WebAssembly.Table} table
 * @param {number} index
 * @param {Function} func
 * @param {string} signature
 */
function setSlot(table, index, func, signature) {
  try {
    table.set(index, func);
  } catch {
    table.set(index, makeThunk(signature, func));
  }
}
