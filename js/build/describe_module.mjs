// Checks the .wasm and glue of a module that was just linked, and describes it for manifests from what is in the binary
// (never from options, which emcc may have changed).
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { apiNames } from './api_names.mjs';
import { makeDirectVariant } from './direct_variant.mjs';
import { BuildError, fingerprint } from './files.mjs';
import { takeReport } from './link_report.mjs';
import { checkExports, checkHeaders, checkIsolation, checkMemory, isForeign } from './module_checks.mjs';
import { readWasm } from './wasm_binary.mjs';

/**
 * The memory of a module whose code neither loads nor stores: emcc leaves it out of the .wasm, but its glue wants it, and
 * other modules copy to the addresses that the code hands out. Its limits are those that emcc linked for.
 */
function unusedMemory({ memory }) {
  const [initial, maximum] = memory.map(Number);
  return { imported: true, initial, maximum, address: 'i32', shared: false };
}

function readLinked({ name, wasm, glue }) {
  for (const file of [glue, wasm]) {
    if (!existsSync(file)) {
      throw new BuildError(
        `${name}: the link made no \`${basename(file)}\`. Link settings under which emcc makes no glue or no .wasm ` +
          '(-sSINGLE_FILE, -sWASM=0, -sSIDE_MODULE, --oformat) cannot work with this package: remove them.',
      );
    }
  }
  return readModule(name, wasm);
}

function readModule(name, wasm) {
  try {
    return readWasm(readFileSync(wasm));
  } catch (error) {
    throw new BuildError(`${name}: \`${wasm}\` is no whole WebAssembly file: ${error.message}. Build it again.`);
  }
}

/** Signatures of functions by module and name. */
function foreignImports(imports) {
  const byModule = {};
  for (const { module, name, signature } of imports.filter(isForeign)) (byModule[module] ??= {})[name] = signature;
  return byModule;
}

/**
 * @param {object} config see withPaths
 * @returns {object} the module's entry for manifests; besides, for the build only, the level at which emcc linked it and what
 *   its glue asks the loader for; file names are relative to its folder
 */
export function describeModule(config) {
  const linked = readLinked(config);
  const report = takeReport(config);
  const { imported, initial, maximum, address, shared } = linked.memories[0] ?? unusedMemory(report);
  const functions = linked.exports.filter(({ kind }) => kind === 'function');
  const exports = Object.fromEntries(functions.map(({ name, signature }) => [name, signature]));
  const api = apiNames(report.exports).filter((name) => name in exports);
  checkMemory(config, { imported, address, shared });
  checkExports(config, api);
  checkHeaders(config, linked, report);
  checkIsolation(config, linked, report);
  const [optimization = '-O0'] = report.optimization;
  const direct = makeDirectVariant(config, linked, optimization);
  return {
    name: config.name,
    role: config.role,
    kind: 'emscripten',
    ...(config.role === 'side' ? { access: config.access, guarded: config.guarded } : {}),
    abi: config.abi,
    variants: [{ variant: 'portable', wasm: { url: basename(config.wasm), ...fingerprint(config.wasm) } }, ...(direct ? [direct] : [])],
    glue: { url: basename(config.glue), ...fingerprint(config.glue) },
    memory: { imported, initial, maximum, address, shared },
    exports,
    api,
    imports: foreignImports(linked.imports),
    asyncify: 'asyncify_start_unwind' in exports,
    optimization,
    asks: report.asks,
  };
}
