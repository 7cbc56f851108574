// node describe_module.mjs <module.config.json>
//
// Runs after a module was linked: checks its .wasm and glue, and writes <name>.module.json, the module's entry for
// manifests, from what is in the binary (never from options, which emcc may have changed).
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BuildError, fingerprint, readJson, runScript, writeJson } from './files.mjs';
import { apiNames } from './api_names.mjs';
import { readWasm } from './wasm_binary.mjs';

const isFunction = ({ kind }) => kind === 'function';

/** Import modules that emcc itself or the loader's js-libraries provide; all others are other modules' API. */
const OWN_IMPORT_MODULES = new Set(['env', 'wasi_snapshot_preview1']);

/** A module that uses no memory has none left after wasm-opt, but its glue wants one all the same. */
const NO_MEMORY = { imported: true, initial: 0, maximum: 0, address: 'i32', shared: false };

function readLinked(config) {
  const { wasm } = config;
  if (!existsSync(wasm)) {
    throw new BuildError(
      `${config.name}: the link made no \`${basename(wasm)}\`. -sSINGLE_FILE, -sWASM=0 and -sSIDE_MODULE cannot work ` +
        'with this package: remove them.',
    );
  }
  const glue = readFileSync(config.glue, 'utf8');
  if (!glue.includes('instantiateWasm')) {
    throw new BuildError(
      `${config.name}: the glue \`${basename(config.glue)}\` has no instantiateWasm hook. -sMINIMAL_RUNTIME and an ` +
        '-sINCOMING_MODULE_JS_API without instantiateWasm cannot work with this package: remove them.',
    );
  }
  const { imports, exports, memories } = readWasm(readFileSync(wasm));
  return { wasm, imports, exports, memories };
}

function checkExports({ name }, api) {
  const mangled = api.filter((function_) => function_.startsWith('_Z'));
  if (mangled.length) {
    throw new BuildError(
      `${name}: the API function \`${mangled[0]}\` has a C++ mangled name, which differs inside and outside of the ` +
        'module. Declare it extern "C".',
    );
  }
}

/** ACCESS NONE: the .wasm must import nothing by which it could reach main, and have no JavaScript of its own. */
function checkIsolation({ name, access, allowJs }, { imports }) {
  if (access !== 'NONE') return;
  const reaching = imports.filter(
    ({ module, name: field }) => !OWN_IMPORT_MODULES.has(module) || /^(main_(get|set|mts|stm)|rbBridge$)/.test(field),
  );
  if (reaching.length) {
    throw new BuildError(
      `${name}: ACCESS NONE, but its wasm imports \`${reaching[0].module}.${reaching[0].name}\` of another module. ` +
        'Use another access mode or remove the call.',
    );
  }
  const javaScript = imports.filter(({ name: field }) => /^(emscripten_asm_const_|emscripten_run_script)/.test(field));
  if (javaScript.length && !allowJs) {
    throw new BuildError(
      `${name}: ACCESS NONE, but it runs JavaScript of its own (\`${javaScript[0].name}\`), which can reach everything ` +
        'on the page. Remove EM_ASM and EM_JS, or state ALLOW_JS if you trust it.',
    );
  }
}

function foreignImports(imports) {
  const byModule = {};
  for (const { module, name, signature } of imports.filter(isFunction)) {
    if (!OWN_IMPORT_MODULES.has(module)) (byModule[module] ??= {})[name] = signature;
  }
  return byModule;
}

/** The module's manifest entry; its file names are relative to its folder. */
export function describeModule(config) {
  const linked = readLinked(config);
  const exports = Object.fromEntries(linked.exports.filter(isFunction).map(({ name, signature }) => [name, signature]));
  const api = apiNames(Object.keys(exports));
  checkExports(config, api);
  checkIsolation(config, linked);
  const { imported, initial, maximum, address, shared } = linked.memories[0] ?? NO_MEMORY;
  return {
    name: config.name,
    role: config.role,
    kind: 'emscripten',
    ...(config.role === 'side' ? { access: config.access, guarded: config.guarded } : {}),
    abi: config.abi,
    variants: [{ variant: 'portable', wasm: { url: basename(linked.wasm), ...fingerprint(linked.wasm) } }],
    glue: { url: basename(config.glue), ...fingerprint(config.glue) },
    memory: { imported, initial, maximum, address, shared },
    exports,
    api,
    imports: foreignImports(linked.imports),
    asyncify: 'asyncify_start_unwind' in exports,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  runScript(([configFile]) => {
    const config = readJson(configFile);
    writeJson(config.moduleFile, describeModule(config));
  });
}
