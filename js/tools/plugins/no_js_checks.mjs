// Imports that Emscripten leaves in a file without JavaScript where the sources need JavaScript after all, and what to
// do about each.
/** @import { WasmImport } from '../../loader/wasm/wasm_binary.mjs' */
import { BuildError } from '../common/build_error.mjs';

/** @type {[RegExp, string][]} */
const ADVICE = [
  [
    /^invoke_|^__cxa_|^_emscripten_throw_longjmp$|^emscripten_longjmp$/,
    'remove -fexceptions, -sDISABLE_EXCEPTION_CATCHING=0 and -sSUPPORT_LONGJMP: NO_JS uses those of WebAssembly',
  ],
  [
    /^emscripten_asm_const_|^emscripten_run_script/,
    'EM_ASM, EM_JS and emscripten_run_script are JavaScript: remove them',
  ],
  [/^_?emval_|^_embind_/, 'Embind is JavaScript: declare functions in the interface'],
  [/^emscripten_notify_memory_growth$/, 'do not set -sPURE_WASI=0'],
  [/^emscripten_/, 'this function of Emscripten is written in JavaScript: use one of the C or C++ library'],
  [
    /^(main_\w+|rbBridge)$/,
    'the access mode does not give it: choose another one by ACCESS, which the host must then allow',
  ],
];

const USUAL = 'no source and no library defines it: define it, or declare it as a function of the interface';

/**
 * @param {string} name of the side
 * @param {WasmImport[]} imports
 * @param {string} access
 */
export function checkNoJsImports(name, imports, access) {
  // env.abort is AssemblyScript's.
  const isGiven = (/** @type {string} */ field) =>
    field === 'abort' || (access !== 'NONE' && /^(main_\w+|rbBridge)$/.test(field));
  const lines = imports
    .filter(({ module, name: field }) => module === 'env' && !isGiven(field))
    .map(({ kind, name: field }) => {
      const [, advice] = ADVICE.find(([pattern]) => pattern.test(field)) ?? [null, USUAL];
      return `  env.${field} (${kind}): ${advice}`;
    });
  if (lines.length === 0) return;
  throw new BuildError(
    `${name}: a plugin has no JavaScript, but these imports need it or are unresolved:\n${lines.join('\n')}`,
  );
}
