// Reads the .wasm and glue of a module that was just linked, and describes it for manifests from what is in the binary
// (never from options, which emcc may have changed).
/** @import { LinkedConfig, MadeVariant, ManifestMemory, ModuleDescription } from '../common/records.d.ts' */
/** @import { Place, Signatures } from '../common/records.d.ts' */
/** @import { WasmImport, WasmModule } from '../../loader/wasm/wasm_binary.mjs' */
/** @import { LinkReport } from './link_report.mjs' */
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { apiNames } from '../common/api_names.mjs';
import { BuildError, messageOf } from '../common/build_error.mjs';
import { fingerprint } from '../common/files.mjs';
import { fileAt } from '../common/module_config.mjs';
import { lendsAllocator } from '../wasm/lends_allocator.mjs';
import { readWasm } from '../../loader/wasm/wasm_binary.mjs';
import { takeReport } from './link_report.mjs';
import { loadedFiles } from './loaded_files.mjs';
import { isForeign } from './module_checks.mjs';

/**
 * What a link has made.
 * @typedef {object} LinkedModule
 * @property {Buffer} bytes of the .wasm
 * @property {WasmModule} wasm
 * @property {LinkReport} report
 * @property {ManifestMemory} memory
 * @property {Signatures} exports functions
 * @property {string[]} api the exports that other modules may import
 * @property {string} optimization -O0 to -O3, -Os or -Oz
 */

/**
 * A main's target file is the app, so its glue has another name.
 * @param {LinkedConfig} config
 * @param {Place} place
 */
export const glueAt = ({ role }, place) => fileAt(place, role === 'main' ? '.glue.mjs' : '.mjs');

/**
 * @param {LinkedConfig} config
 * @param {Place} place
 * @returns {LinkedModule}
 */
export function readLinked(config, place) {
  const [glue, file] = [glueAt(config, place), fileAt(place, '.wasm')];
  checkExist(config, [glue, file]);
  const bytes = readFileSync(file);
  const wasm = parse(config, file, bytes);
  const report = takeReport(config.name, glue);
  const [{ imported, initial, maximum, address, shared }] = [...wasm.memories, unusedMemory(report)];
  const exports = Object.fromEntries(
    wasm.exports.flatMap((item) => (item.kind === 'function' ? [[item.name, item.signature]] : [])),
  );
  return {
    bytes,
    wasm,
    report,
    memory: { imported, initial, maximum, address, shared },
    exports,
    api: apiNames(report.exports).filter((name) => Object.hasOwn(exports, name)),
    optimization: report.optimization[0] ?? '-O0',
  };
}

/**
 * @param {LinkedConfig} config
 * @param {string[]} files
 */
function checkExist({ name }, files) {
  const missing = files.find((file) => !existsSync(file));
  if (missing === undefined) return;
  throw new BuildError(
    `${name}: the link made no \`${basename(missing)}\`. Link settings under which emcc makes no glue or no .wasm ` +
      '(-sSINGLE_FILE, -sWASM=0, -sSIDE_MODULE, --oformat) cannot work with this package: remove them.',
  );
}

/**
 * @param {LinkedConfig} config
 * @param {string} file
 * @param {Buffer} bytes its content
 */
function parse({ name }, file, bytes) {
  try {
    return readWasm(bytes);
  } catch (error) {
    throw new BuildError(`${name}: \`${file}\` is no whole WebAssembly file: ${messageOf(error)}. Build it again.`);
  }
}

/**
 * The memory of a module whose code neither loads nor stores: emcc leaves it out of the .wasm, but its glue wants it,
 * and other modules copy to the addresses that the code hands out. Its limits are those that emcc linked for.
 * @param {LinkReport} report
 * @returns {ManifestMemory}
 */
function unusedMemory({ memory }) {
  const [initial, maximum] = memory.map(Number);
  return { imported: true, initial, maximum, address: 'i32', shared: false };
}

/**
 * Signatures of functions by module and name.
 * @param {WasmImport[]} imports
 */
function foreignImports(imports) {
  /** @type {Record<string, Signatures>} */
  const byModule = Object.create(null);
  for (const item of imports.filter(isForeign)) {
    const functions = (byModule[item.module] ??= Object.create(null));
    if (item.kind === 'function') functions[item.name] = item.signature;
  }
  return byModule;
}

/**
 * @param {LinkedConfig} config
 * @param {Place} place
 * @param {LinkedModule} linked
 * @param {MadeVariant | null} direct its direct file
 * @returns {ModuleDescription} file names are relative to its folder
 */
export function describeLinked(config, place, linked, direct) {
  const [glue, wasm] = [glueAt(config, place), fileAt(place, '.wasm')];
  return {
    name: config.name,
    role: config.role,
    kind: 'emscripten',
    ...(config.role === 'side' ? { access: config.access, guarded: config.guarded } : {}),
    abi: config.abi,
    variants: [
      { variant: 'portable', wasm: { url: basename(wasm), ...fingerprint(wasm) } },
      ...(direct ? [direct.entry] : []),
    ],
    glue: { url: basename(glue), ...fingerprint(glue) },
    ...loadedFiles(config.name, place, readFileSync(glue, 'utf8'), linked.report),
    memory: linked.memory,
    exports: linked.exports,
    api: linked.api,
    imports: foreignImports(linked.wasm.imports),
    asyncify: Object.hasOwn(linked.exports, 'asyncify_start_unwind'),
    optimization: linked.optimization,
    asks: linked.report.asks,
    lendsAllocator: lendsAllocator(linked.bytes),
  };
}
