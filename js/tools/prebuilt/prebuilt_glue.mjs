// Describes the JavaScript that belongs to a prebuilt wasm file: made by Emscripten or by wasm-bindgen, or an adapter
// to a library that instantiates the file in a way of its own.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { BuildError } from '../common/build_error.mjs';
import { bundlerFile, bundlerGlue } from './bundler_glue.mjs';
import { glueFormat } from './glue_format.mjs';
import { runGlue } from './glue_names.mjs';
import { lentAllocator } from './lent_allocator.mjs';
import { readWasm } from '../../loader/wasm/wasm_binary.mjs';
import { refuseForeignGlue } from './foreign_modules.mjs';
import { wrapUmd } from './wrap_umd.mjs';

/** @import { WasmModule } from '../../loader/wasm/wasm_binary.mjs' */
/** @import { Failure } from './child_process.mjs' */
/** @import { FoundNames, GlueKind } from './glue_names.mjs' */

/** Milliseconds that the glue may take to start its module, and that each further way to start it may take. */
const TIME_LIMIT = 30_000;
const RETRY_LIMIT = 5000;

/** Exports of a library that are tried as its factory. */
const MOST_FACTORIES = 12;

/**
 * Glue as it is given, with its wasm file.
 * @typedef {object} GivenGlue
 * @property {string} name of the module, for errors
 * @property {string} wasm path
 * @property {Buffer} [bytes] of the wasm file, if they are read already
 * @property {string} glue path
 * @property {'ESM' | 'UMD'} [format] guessed where it is not given
 * @property {number} [timeLimit] milliseconds that the glue may take, 30,000 by default
 */

/**
 * One way to start the module. text: of the ES module that is put beside the app; probed: with more for the build.
 * @typedef {{ kind: GlueKind, text: string, probed?: string }} Way
 */

/** @typedef {{ kind: GlueKind, text: string, names: Record<string, string>, sources: string[] }} DescribedGlue */

/**
 * Reads the glue, makes an ES module of it if it is a script, and runs it with its wasm file, in Node.
 * @param {GivenGlue} given
 * @returns {Promise<DescribedGlue>} text: of the ES module, with the vendor's in it unchanged; names: what exports are
 *   called in the file, by readable name, where that differs; sources: further files that were read
 * @throws {BuildError}
 */
export async function describeGlue(given) {
  const vendors = readFileSync(given.glue, 'utf8');
  const { bytes = readFileSync(given.wasm) } = given;
  const wasm = readWasm(bytes);
  const format = glueFormat(given, vendors);
  refuseForeignGlue(given, wasm, vendors);
  const { way, names } = await findStart(given, bytes, {
    first: firstWays(given, { vendors, format, wasm }),
    further: (exports) => furtherWays(given.name, { vendors, format, size: bytes.length }, exports),
  });
  const bundled = bundlerFile(given.glue, vendors);
  return {
    kind: way.kind,
    text: way.text,
    names: { ...names, ...lentAllocator(wasm.exports, names) },
    sources: bundled === null || bundled === given.glue ? [] : [bundled],
  };
}

/**
 * Names that tell wasm-bindgen's files; the glue alone tells those that export nothing of its runtime.
 * @param {WasmModule} wasm
 * @param {string} vendors
 */
const isBindgen = ({ imports, exports }, vendors) =>
  /\binitSync\b/.test(vendors) ||
  imports.some(({ module }) => module === 'wbg') ||
  exports.some(({ name }) => name.startsWith('__wbindgen_'));

/**
 * @param {GivenGlue} given
 * @param {{ vendors: string, format: 'ESM' | 'UMD', wasm: WasmModule }} input
 * @returns {Way[]}
 */
function firstWays({ name, glue }, { vendors, format, wasm }) {
  const bundler = bundlerGlue(name, glue, vendors, wasm);
  if (bundler !== null) return [{ kind: 'bindgen', text: bundler }];
  /** @type {Way[]} */
  const bindgen = format === 'ESM' && isBindgen(wasm, vendors) ? [{ kind: 'bindgen', text: vendors }] : [];
  return [...bindgen, asFactory(name, vendors, format)];
}

/**
 * @param {string} name
 * @param {string} vendors
 * @param {'ESM' | 'UMD'} format
 * @param {{ factory?: string, ownBytes?: number }} [how]
 * @returns {Way}
 */
function asFactory(name, vendors, format, how = {}) {
  if (format === 'UMD') {
    const probed = wrapUmd(vendors, name, { ...how, tellsExports: true });
    return { kind: 'emscripten', text: wrapUmd(vendors, name, how), probed };
  }
  const { factory } = how;
  if (factory === undefined) return { kind: 'emscripten', text: vendors };
  const local =
    new RegExp(`([\\w$]+)\\s+as\\s+${factory.replaceAll('$', '\\$')}\\s*[,}]`).exec(vendors)?.[1] ?? factory;
  return { kind: 'emscripten', text: `${vendors}\nexport { ${local} as default };\n` };
}

/**
 * What is tried where the glue did not take instantiateWasm: a WebAssembly object of its own for a script, and each
 * function that it exports as the factory. An ES module whose default export is no factory has none.
 * @param {string} name
 * @param {{ vendors: string, format: 'ESM' | 'UMD', size: number }} input size: of the wasm file
 * @param {string[]} exports functions
 * @returns {Way[]}
 */
function furtherWays(name, { vendors, format, size }, exports) {
  const factories = exports.slice(0, MOST_FACTORIES);
  if (format === 'ESM') {
    return exports.includes('default') ? [] : factories.map((factory) => asFactory(name, vendors, format, { factory }));
  }
  const ways = [{}, ...factories.map((factory) => ({ factory }))];
  return ways.map((how) => asFactory(name, vendors, format, { ...how, ownBytes: size }));
}

/**
 * @param {GivenGlue} given
 * @param {Buffer} bytes of the wasm file
 * @param {{ first: Way[], further: (exports: string[]) => Way[] }} ways
 * @returns {Promise<{ way: Way, names: Record<string, string> }>}
 * @throws {BuildError} if none starts the module
 */
async function findStart(given, bytes, { first, further }) {
  const { timeLimit = TIME_LIMIT } = given;
  /** @type {(way: Way, timeLimit: number) => Promise<FoundNames | Failure>} */
  const run = ({ kind, text, probed = text }, limit) => runGlue({ kind, text: probed, bytes, timeLimit: limit });
  /** @type {Failure | undefined} */
  let failure;
  for (const way of first) {
    const found = await run(way, timeLimit);
    if (!('error' in found)) return { way, names: found.names };
    if (failure === undefined || found.asked) failure = found;
  }
  const { exports, asked } = /** @type {Failure} */ (failure);
  for (const way of asked || !exports ? [] : further(exports)) {
    const found = await run(way, Math.min(timeLimit, RETRY_LIMIT));
    if (!('error' in found)) return { way, names: found.names };
  }
  throw startFault(given, /** @type {Failure} */ (failure));
}

/**
 * @param {GivenGlue} given
 * @param {Failure} failure of the first way
 */
function startFault({ name, glue, wasm }, { error, code = '', asked, exports = [] }) {
  const remedy = REMEDIES.find(([pattern]) => pattern.test(`${code} ${error}`))?.[1];
  const who = `${name}: its GLUE \`${glue}\``;
  if (asked || remedy !== undefined || exports.length < 2) {
    const usual = OTHER_KIND.test(error)
      ? ADAPTER
      : `Give the JavaScript that was made together with \`${basename(wasm)}\`, by Emscripten (-sMODULARIZE) or by wasm-bindgen.`;
    return new BuildError(`${who} ${error}. ${remedy ?? usual}`);
  }
  const shown = exports.slice(0, MOST_FACTORIES).map((field) => `\`${field}\``);
  const more = exports.length > shown.length ? ` and ${exports.length - shown.length} more` : '';
  return new BuildError(
    `${who} is a library rather than a factory: it exports the functions ${shown.join(', ')}${more}, and none of them calls ` +
      `the option instantiateWasm(imports, done) (the first one ${error}). ${ADAPTER}`,
  );
}

/** Failures of what is no glue by Emscripten. */
const OTHER_KIND = /the option instantiateWasm|exports no function|no function as default export/;

const ADAPTER =
  'GLUE takes JavaScript made by Emscripten (-sMODULARIZE) or by wasm-bindgen (--target web or bundler), or an adapter, ' +
  'which is bundled with the package into one file (esbuild adapter.mjs --bundle --format=cjs):\n' +
  "  import * as library from '<package>';\n" +
  '  export default ({ instantiateWasm }) => library.init((imports) =>\n' +
  '    new Promise((done) => instantiateWasm(imports, (instance) => done({ instance }))));\n' +
  '"Adapters" in docs/npm-modules.md has more of them.';

/**
 * What to do, by code and text of the failure; the first that matches.
 * @type {[RegExp, string][]}
 */
const REMEDIES = [
  [
    /MODULE_NOT_FOUND|ERR_UNSUPPORTED_DIR_IMPORT|ERR_PACKAGE_|Cannot find (module|package)|require is not defined/,
    'Glue must be one file: bundle it with what it imports (esbuild --bundle), or take a build of the package that is one file.',
  ],
  [
    /ENOENT/,
    'It reads a file that is not beside it: take a build of the package that is one file, or that takes the option instantiateWasm.',
  ],
  [
    /\b__(dir|file)name is not defined/,
    "It needs a bundler: bundle it (esbuild --bundle --format=cjs --platform=node), or take the package's script (UMD, CommonJS).",
  ],
  [
    /\b(window|document|self|navigator|location|importScripts) is not defined/,
    "It needs a browser, but the build runs it in Node: take the package's build for Node or for both.",
  ],
  [
    /SyntaxError|ReferenceError/,
    "Glue runs in strict mode inside an ES module; take the package's ES module build if this one cannot.",
  ],
];
