// The manifest entry of a side that has nothing but its wasm file, read from the file.
/** @import { ManifestEntry, NoJsConfig, Signatures } from '../common/records.d.ts' */
/** @import { WasmModule } from '../../loader/wasm/wasm_binary.mjs' */
import { MAIN } from '../../loader/base/main_names.mjs';
import { apiNames } from '../common/api_names.mjs';
import { BuildError } from '../common/build_error.mjs';
import { lentAllocator } from '../prebuilt/lent_allocator.mjs';

/** Functions by which a module that runs no main() starts, unless the configuration names others. */
const USUAL_INIT_FUNCTIONS = ['_initialize', '__wasm_call_ctors'];

/**
 * @param {Pick<NoJsConfig, 'name' | 'abi' | 'access' | 'guarded' | 'init'>} config
 * @param {WasmModule} wasm
 * @returns {ManifestEntry}
 */
export function entryOfWasm({ name, abi, access, guarded, init: given = [] }, { imports, exports, memories }) {
  const [own] = memories;
  if (!own) throw new BuildError(`${name}: its file has no memory. Define one, and export it as \`memory\`.`);
  const { imported, initial, maximum, address, shared } = own;
  /** @type {Signatures} */
  const functions = Object.fromEntries(
    exports.flatMap((item) => (item.kind === 'function' ? [[item.name, item.signature]] : [])),
  );
  const names = lentAllocator(exports);
  const ofMain = imports.flatMap((item) =>
    item.kind === 'function' && item.module === MAIN ? [[item.name, item.signature]] : [],
  );
  const wrong = given.find((field) => functions[field] !== 'v');
  if (wrong !== undefined)
    throw new BuildError(
      `${name}: INIT names \`${wrong}\`, which its file does not export as a function without parameters and result.`,
    );
  const usual = USUAL_INIT_FUNCTIONS.filter((field) => functions[field] === 'v').slice(0, 1);
  const init = given.length > 0 ? given : usual;
  return {
    name,
    role: 'side',
    kind: 'wasm',
    abi,
    access,
    guarded,
    variants: [],
    memory: { imported, initial, maximum, address, shared },
    exports: { ...functions, ...Object.fromEntries(Object.entries(names).map(([to, from]) => [to, functions[from]])) },
    api: apiNames(Object.keys(functions)),
    imports: ofMain.length > 0 ? { [MAIN]: Object.fromEntries(ofMain) } : {},
    ...(Object.keys(names).length > 0 ? { names } : {}),
    ...(init.length > 0 ? { init } : {}),
  };
}
