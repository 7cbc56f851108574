// Makes the fused file of a main module, <app>.fused.wasm: main, its static sides and the functions over their memories in one
// file with several memories, optimised across modules. Each module keeps its own memory, table, exceptions and glue.
//
// 1. Exports get their module's name as a prefix ("sorter:sort"), so that they cannot clash; the loader gives each glue its
//    own ones back.
// 2. Imports of another fused module's API and of the functions over its memory are resolved by wasm-merge. The others get
//    their module's name as a prefix of the import module ("sorter:env").
// 3. API functions of FUSE_INTERNAL sides are no longer exported.
// 4. wasm-opt inlines and optimises at the level that emcc linked main with. A link at -O0 is merged only.
//
// The first module has memory 0, for which engines make the fastest code (JavaScriptCore, Firefox: docs/performance.md).
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { featureFlags, inlineAndOptimise, runBinaryen } from './binaryen.mjs';
import { isDwarf } from './direct_variant.mjs';
import { BuildError, fingerprint, writeIfChanged } from './files.mjs';
import { helperFunctions, memoryOf } from './merge_helper.mjs';
import { readWasm } from './wasm_binary.mjs';
import { changeExports, changeImports, joinSections, readSections } from './wasm_sections.mjs';

/** By this name wasm-merge finds the helper. */
const HELPER = 'wpl:helper';

/** Under this name each module exports its memory until the helper has been merged. */
const MEMORY = 'wpl:memory';

/** The name by which C knows a module. */
const cName = ({ name, role }) => (role === 'main' ? 'main' : name);

/** Why a static side stays a file of its own, or null. */
function reasonToStayApart({ kind, prebuilt, access, asyncify, lazy }) {
  if (prebuilt) return 'it is prebuilt';
  if (kind !== 'emscripten') return 'it is not built by Emscripten';
  if (lazy) return 'it is opened later';
  if (asyncify) return 'it may suspend (ASYNCIFY)';
  if (access === 'DIRECT' || access === 'IMPORT') return null;
  return access === 'NONE' ? 'ACCESS NONE keeps it apart' : `ACCESS ${access}: it makes its own memory`;
}

/**
 * The sides that go into the fused file: those that can, and that no side which stays apart imports from, since all fused
 * modules are instantiated at once, after the others.
 * @param {object[]} sides entries of the manifest
 * @returns {object[]}
 */
export function fusableSides(sides) {
  let fused = sides.filter((side) => reasonToStayApart(side) === null);
  for (;;) {
    const apart = sides.filter((side) => !side.lazy && !fused.includes(side));
    const kept = fused.filter(({ name }) => !apart.some(({ imports }) => name in imports));
    if (kept.length === fused.length) return kept;
    fused = kept;
  }
}

function chooseOrder(config, main, sides) {
  const modules = [main, ...fusableSides(sides)];
  if (!config.fuseFirst) return modules;
  const first = modules.find((module) => cName(module) === config.fuseFirst || module.name === config.fuseFirst);
  if (first) return [first, ...modules.filter((module) => module !== first)];
  throw notFused(config, 'FUSE_FIRST', config.fuseFirst, modules, sides);
}

function notFused(config, keyword, module, modules, sides) {
  const side = sides.find(({ name }) => name === module);
  return new BuildError(
    `${config.name}: ${keyword} names \`${module}\`, which is not in the fused file` +
      `${side ? `: ${reasonToStayApart(side) ?? 'a side that stays apart imports from it'}` : ''}. ` +
      `Name one of: ${modules.map(({ name }) => name).join(', ')}.`,
  );
}

/**
 * The API functions of FUSE_INTERNAL sides, by side: those that nothing outside of the fused file uses.
 * @param {object} config fuse, fuseInternal: names of sides
 * @param {object[]} sides entries of the manifest
 * @returns {Map<string, string[]>}
 * @throws {BuildError} where such a side stays apart
 */
export function internalFunctions(config, sides) {
  if (!config.fuse) return new Map();
  const fused = fusableSides(sides);
  const outside = sides.filter((side) => !fused.includes(side));
  return new Map(config.fuseInternal.map((name) => {
    const side = fused.find((module) => module.name === name);
    if (!side) throw notFused(config, 'FUSE_INTERNAL', name, fused, sides);
    const isUsedOutside = (field) => outside.some(({ imports }) => field in (imports[name] ?? {}));
    return [name, side.guarded ? [] : side.api.filter((field) => !isUsedOutside(field))];
  }));
}

function readParts(modules, fileOf) {
  return modules.map((module) => {
    const file = fileOf(module);
    const bytes = readFileSync(file);
    const { imports, memories } = readWasm(bytes);
    const sections = readSections(bytes).filter((section) => !isDwarf(section));
    return { module, name: module.name, c: cName(module), file: basename(file), imports, sections, hasMemory: memories.length > 0 };
  });
}

/** The functions over memories for all parts, and which of a part's imports they are. */
function makeHelper(wat, parts) {
  const reachable = parts.filter(({ hasMemory }) => hasMemory);
  const functions = [];
  const globals = new Set();
  const features = new Set();
  let largest = 0;
  for (const part of parts) {
    const found = helperFunctions({
      wat,
      others: reachable.filter((other) => other !== part).map(({ c }) => c),
      wanted: new Set(part.imports.filter(({ module, kind }) => module === 'env' && kind === 'function').map(({ name }) => name)),
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
  return { text: `(module\n${[...memories, ...globals, ...functions].join('\n')}\n)\n`, largest, features: [...features] };
}

/** A part's file with names by which wasm-merge joins it to the others. */
function renamed({ name, module, sections, helped, hasMemory }, parts) {
  const direct = new Set(parts.filter((part) => !part.module.guarded).map((part) => part.name));
  const added = hasMemory ? [{ name: `${name}:${MEMORY}`, kind: 'memory', index: 0 }] : [];
  const exported = changeExports(sections, (item) => `${name}:${item.name}`, added);
  if (!sections.some(({ id }) => id === 2)) return joinSections(exported);
  return joinSections(changeImports(exported, (item) => {
    if (item.module === 'env' && helped.has(item.name)) return { module: HELPER, name: `${name}:${item.name}` };
    if (direct.has(item.module) && item.module !== module.name) return { module: item.module, name: `${item.module}:${item.name}` };
    return { module: `${name}:${item.module}`, name: item.name };
  }));
}

/** What is exported only until the modules are one: memories, functions over memories, internal API functions. */
function temporaryExports({ name, module, helped }) {
  const functions = [...helped, ...(module.internal ?? [])];
  return [`${name}:${MEMORY}`, ...functions.map((field) => `${name}:${field}`)];
}

function mergeAndOptimise(config, parts, helper, optimization) {
  const folder = mkdtempSync(join(tmpdir(), 'wasm-pseudo-link-'));
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
    writeFileSync(merged, joinSections(changeExports(readSections(readFileSync(merged)), ({ name }) => (temporary.has(name) ? null : name))));
    return readFileSync(optimization === '-O0' ? merged : run('wasm-opt', [merged, ...inlineAndOptimise(optimization, helper.largest)]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function checkResult({ name }, bytes, parts) {
  const resolved = new Set([HELPER, ...parts.map((part) => part.name)]);
  const left = readWasm(bytes).imports.filter(({ module }) => resolved.has(module));
  if (left.length > 0) throw new Error(`Internal error: the fused file of ${name} still imports ${left[0].module}.${left[0].name}`);
}

/**
 * Makes <app>.fused.wasm beside a linked main module, or removes an old one.
 * @param {object} config see withPaths; fuse: whether to make one; fuseFirst: module that gets memory 0, or '';
 *   optimization: the level that emcc linked main with
 * @param {object} main its entry for the manifest
 * @param {{ target: string, module: object }[]} sides files and entries
 * @returns {object | null} the variant for main's entry in the manifest
 */
export function makeFusedVariant(config, main, sides) {
  const output = config.wasm.replace(/\.wasm$/, '.fused.wasm');
  if (!config.fuse) {
    rmSync(output, { force: true });
    return null;
  }
  if (main.asyncify) throw new BuildError(`${config.name}: FUSE cannot be combined with -sASYNCIFY. Remove one of them.`);
  const order = chooseOrder(config, main, sides.map(({ module }) => module));
  if (order.length === 1) throw new BuildError(`${config.name}: FUSE, but no side can be fused with it: it has no static side of ACCESS DIRECT or IMPORT. Remove FUSE.`);
  const fileOf = (module) => (module === main ? config.wasm : join(dirname(sides.find((side) => side.module === module).target), module.variants[0].wasm.url));
  const parts = readParts(order, fileOf);
  const helper = makeHelper(config.wat, parts);
  const bytes = mergeAndOptimise(config, parts, helper, config.optimization);
  checkResult(config, bytes, parts);
  writeIfChanged(output, bytes);
  return { variant: 'fused', modules: order.map(({ name }) => name), wasm: { url: basename(output), ...fingerprint(output) } };
}
