// Makes the fused file of a main module, <app>.fused.wasm: main, its static sides and the functions over their memories
// in one file with several memories, optimised across modules. Each module keeps its own memory, table, exceptions and
// glue.
//
// 1. Exports get their module's name as a prefix ("sorter:sort"), so that they cannot clash; the loader gives each glue
// its
//    own ones back. 2. Imports of another fused module's API and of the functions over its memory are resolved by
// wasm-merge. The others get
//    their module's name as a prefix of the import module ("sorter:env").
// 3. API functions of FUSE_INTERNAL sides are no longer exported.
// 4. wasm-opt inlines and optimises at the level that emcc linked main with. A link at -O0 is merged only.
//
// The first module has memory 0, for which engines make the fastest code (JavaScriptCore, Firefox:
// docs/performance.md).
/** @import { App, AppConfig, AppModule, MadeVariant, Place } from '../common/records.d.ts' */
/** @import { WasmImport } from '../../loader/wasm/wasm_binary.mjs' */
/** @import { Section } from '../wasm/wasm_sections.mjs' */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { featureFlags, inlineAndOptimise, runBinaryen } from '../wasm/binaryen.mjs';
import { isDwarf } from './direct_variant.mjs';
import { BuildError } from '../common/build_error.mjs';
import { manifestFile, writeFiles } from '../common/files.mjs';
import { fileAt } from '../common/module_config.mjs';
import { cName, chooseOrder, internalFunctions, nameOf } from './fused_modules.mjs';
import { helperFunctions, memoryOf } from './merge_helper.mjs';
import { readWasm } from '../../loader/wasm/wasm_binary.mjs';
import { changeExports, changeImports, joinSections, readSections } from '../wasm/wasm_sections.mjs';

/** By this name wasm-merge finds the helper. */
const HELPER = 'wpl:helper';

/** Under this name each module exports its memory until the helper has been merged. */
const MEMORY = 'wpl:memory';

/** How the names of fused files end. */
const ENDING = '.fused.wasm';

/**
 * A module in the fused file; helped: those of its imports that are functions over memories.
 * @typedef {object} Part
 * @property {AppModule} module
 * @property {string} name
 * @property {string} c
 * @property {string} file
 * @property {WasmImport[]} imports
 * @property {Section[]} sections
 * @property {boolean} hasMemory
 * @property {Set<string>} helped
 */

/** @typedef {{ text: string, largest: number, features: string[] }} Helper */

/**
 * @param {AppModule} module
 * @returns {Part}
 */
function readPart(module) {
  const [{ wasm }] = module.description.variants.filter(({ variant }) => variant === 'portable');
  const bytes = readFileSync(join(module.folder, wasm.url));
  const { imports, memories } = readWasm(bytes);
  return {
    module,
    name: nameOf(module),
    c: cName(module),
    file: wasm.url,
    imports,
    sections: readSections(bytes).filter((section) => !isDwarf(section)),
    hasMemory: memories.length > 0,
    helped: new Set(),
  };
}

/**
 * The functions over memories for all parts. Notes in each part which of its imports they are.
 * @param {string} wat folder of the .wat files
 * @param {Part[]} parts
 * @returns {Helper}
 */
function makeHelper(wat, parts) {
  const reachable = parts.filter(({ hasMemory }) => hasMemory);
  /** @type {string[]} */
  const functions = [];
  /** @type {Set<string>} */
  const globals = new Set();
  /** @type {Set<string>} */
  const features = new Set();
  let largest = 0;
  for (const part of parts) {
    const found = helperFunctions({
      wat,
      others: reachable.filter((other) => other !== part).map(({ c }) => c),
      wanted: new Set(
        part.imports.filter(({ module, kind }) => module === 'env' && kind === 'function').map(({ name }) => name),
      ),
      hasMemory: part.hasMemory,
      ownMemory: memoryOf(part.c),
      prefix: `${part.name}:`,
    });
    part.helped = new Set(found.names);
    functions.push(...found.functions);
    found.globals.forEach((global) => globals.add(global));
    found.features.forEach((feature) => features.add(feature));
    largest = Math.max(largest, found.largest);
  }
  const memories = reachable.map(({ name, c }) => `  (import "${name}" "${name}:${MEMORY}" (memory ${memoryOf(c)} 0))`);
  return {
    text: `(module\n${[...memories, ...globals, ...functions].join('\n')}\n)\n`,
    largest,
    features: [...features],
  };
}

/**
 * A part's file with names by which wasm-merge joins it to the others.
 * @param {Part} part
 * @param {Part[]} parts
 */
function renamed({ name, sections, helped, hasMemory }, parts) {
  const direct = new Map(
    parts.filter((part) => !part.module.description.guarded).map((part) => [part.c, part.name]), // imports call main so
  );
  const added = hasMemory ? [{ name: `${name}:${MEMORY}`, kind: /** @type {const} */ ('memory'), index: 0 }] : [];
  const exported = changeExports(sections, (item) => `${name}:${item.name}`, added);
  if (!sections.some(({ id }) => id === 2)) return joinSections(exported);
  return joinSections(
    changeImports(exported, (item) => {
      if (item.module === 'env' && helped.has(item.name)) return { module: HELPER, name: `${name}:${item.name}` };
      const other = direct.get(item.module);
      if (other !== undefined && other !== name) return { module: other, name: `${other}:${item.name}` };
      return { module: `${name}:${item.module}`, name: item.name };
    }),
  );
}

/**
 * What is exported only until the modules are one: memories, functions over memories, internal API functions.
 * @param {Part} part
 */
function temporaryExports({ name, module, helped }) {
  const functions = [...helped, ...(module.description.internal ?? [])];
  return [`${name}:${MEMORY}`, ...functions.map((field) => `${name}:${field}`)];
}

/**
 * @param {AppConfig} config
 * @param {Part[]} parts
 * @param {Helper} helper
 * @param {string} optimization the level that emcc linked main with
 */
function mergeAndOptimise(config, parts, helper, optimization) {
  const folder = mkdtempSync(join(tmpdir(), 'wasm-pseudo-link-'));
  /**
   * @param {string} tool
   * @param {string[]} args
   */
  const run = (tool, args) => {
    const output = join(folder, `${tool}.wasm`);
    runBinaryen(config.binaryen, tool, [...flags, ...args, '-o', output], config.name);
    return output;
  };
  // Several tables are of reference types, which every engine with multi-memory has.
  const flags = featureFlags(config.binaryen, parts, ['reference-types', ...helper.features]);
  if (parts.some(({ sections }) => sections.some(({ name }) => name === 'name'))) flags.push('-g');
  try {
    const helperFile = join(folder, 'helper.wat');
    writeFileSync(helperFile, helper.text);
    const inputs = parts.flatMap((part, index) => {
      const file = join(folder, `${index}.wasm`);
      writeFileSync(file, renamed(part, parts));
      return [file, part.name];
    });
    const merged = run('wasm-merge', [...inputs, helperFile, HELPER]);
    const temporary = new Set(parts.flatMap(temporaryExports));
    writeFileSync(
      merged,
      joinSections(
        changeExports(readSections(readFileSync(merged)), ({ name }) => (temporary.has(name) ? null : name)),
      ),
    );
    return readFileSync(
      optimization === '-O0' ? merged : run('wasm-opt', [merged, ...inlineAndOptimise(optimization, helper.largest)]),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {AppConfig} config
 * @param {Buffer} bytes
 * @param {Part[]} parts
 */
function checkResult({ name }, bytes, parts) {
  const resolved = new Set([HELPER, ...parts.map((part) => part.name)]);
  const left = readWasm(bytes).imports.filter(({ module }) => resolved.has(module));
  if (left.length > 0)
    throw new Error(`Internal error: the fused file of ${name} still imports ${left[0].module}.${left[0].name}`);
}

/**
 * Adds the fused file of an app, where it is to have one, to its modules: the file is one of main's, and sides have the
 * API functions that only fused modules call.
 * @param {AppConfig} config
 * @param {Place} place of main
 * @param {App} app
 * @returns {{ app: App, fused: MadeVariant | null }}
 */
export function fuse(config, place, app) {
  if (!config.fuse) return { app, fused: null };
  if (app.main.description.asyncify)
    throw new BuildError(`${config.name}: FUSE cannot be combined with -sASYNCIFY. Remove one of them.`);
  const internal = internalFunctions(config, app.sides);
  const sides = app.sides.map((side) => withInternal(side, internal.get(nameOf(side)) ?? []));
  const fused = makeFusedVariant(config, place, { ...app, sides });
  return { app: { ...app, main: withVariant(app.main, fused), sides }, fused };
}

/**
 * @param {AppModule} module
 * @param {string[]} internal
 * @returns {AppModule}
 */
const withInternal = (module, internal) =>
  internal.length > 0 ? { ...module, description: { ...module.description, internal } } : module;

/**
 * @param {AppModule} module
 * @param {MadeVariant} made
 * @returns {AppModule}
 */
const withVariant = (module, { entry }) => ({
  ...module,
  description: { ...module.description, variants: [entry, ...module.description.variants] },
});

/**
 * @param {AppConfig} config
 * @param {Place} place of main
 * @param {App} app
 * @returns {MadeVariant}
 */
function makeFusedVariant(config, place, app) {
  const order = chooseOrder(config, app);
  if (order.length === 1)
    throw new BuildError(
      `${config.name}: FUSE, but no side can be fused with it: it has no static side of ACCESS DIRECT or IMPORT. Remove FUSE.`,
    );
  const parts = order.map(readPart);
  const helper = makeHelper(config.wat, parts);
  const content = mergeAndOptimise(config, parts, helper, app.main.description.optimization ?? '-O0');
  checkResult(config, content, parts);
  const file = { url: `${place.base}${ENDING}`, content };
  return { entry: { variant: 'fused', modules: order.map(nameOf), wasm: manifestFile(file) }, files: [file] };
}

/**
 * Puts the fused file beside main, or removes an old one where there is none.
 * @param {Place} place of main
 * @param {MadeVariant | null} fused
 */
export function writeFusedVariant(place, fused) {
  if (fused) writeFiles(place.folder, fused.files);
  else rmSync(fileAt(place, ENDING), { force: true });
}
