// Glue by wasm-bindgen --target bundler. A bundler is expected to import the wasm file as if it were an ES module; a
// function that does so is added to the glue.
/** @import { WasmModule } from '../../loader/wasm/wasm_binary.mjs' */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BuildError } from '../common/build_error.mjs';

const HAS_SETTER = /export\s+function\s+__wbg_set_wasm\b|export\s*\{[^}]*\b__wbg_set_wasm\b/;

/** The package's first file, which imports the wasm file and the file with all functions. */
const ENTRY = /^import \* as wasm from ["'][^"']+\.wasm["'];?$[^]*\bfrom\s*["'](\.\/[^"']+_bg\.js)["']/m;

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/**
 * The file that has the functions: the glue itself, or one that it imports.
 * @param {string} glue path
 * @param {string} vendors its text
 * @returns {string | null} its path; null: the glue is of another kind
 */
export function bundlerFile(glue, vendors) {
  if (HAS_SETTER.test(vendors)) return glue;
  const [, imported] = ENTRY.exec(vendors) ?? [];
  return imported === undefined ? null : join(dirname(glue), imported);
}

/**
 * @param {string} name of the module, for errors
 * @param {string} glue path
 * @param {string} vendors its text
 * @param {WasmModule} wasm
 * @returns {string | null} an ES module whose default export starts the module as that of --target web does; null: the
 *   glue is of another kind
 * @throws {BuildError}
 */
export function bundlerGlue(name, glue, vendors, wasm) {
  const file = bundlerFile(glue, vendors);
  if (file === null) return null;
  if (!existsSync(file))
    throw new BuildError(
      `${name}: its GLUE \`${glue}\` imports \`${file}\`, which does not exist. Install the package again.`,
    );
  const modules = [...new Set(wasm.imports.map(({ module }) => module))];
  const names = [...new Set(wasm.imports.map((item) => item.name))];
  if (modules.length > 1 || !names.every((field) => IDENTIFIER.test(field)))
    throw new BuildError(
      `${name}: its GLUE \`${glue}\` was made by wasm-bindgen --target bundler with snippets of JavaScript (its wasm file imports from ${modules.map((module) => `\`${module}\``).join(', ')}). Take the package's build for the web (wasm-pack build --target web), bundled into one file.`,
    );
  return `${readFileSync(file, 'utf8')}
// Added by WasmPseudoLink: what a bundler makes of the package's import of its wasm file.
export default async function wplInit({ module_or_path: compiled }) {
  const imports = { ${modules.map((module) => `${JSON.stringify(module)}: { ${names.join(', ')} }`)} };
  const { exports } = await WebAssembly.instantiate(compiled, imports);
  __wbg_set_wasm(exports);
  exports.__wbindgen_start?.();
  return exports;
}
`;
}
