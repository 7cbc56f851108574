// node finish_main.mjs <app.config.json> linked|sides
//
// Makes the servable folder of a main module: `linked` after main was linked, or, where emcc does not link it, when it is to be
// built; `sides` when a side changed but main need not be linked anew. Stages the sides' files beside main, checks every import between modules, writes app.mjs, its types
// and the manifest.
import { existsSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ADAPTERS } from '../loader/adapters/adapters.mjs';
import { checkManifest } from '../loader/manifest.mjs';
import { appParts } from './app_parts.mjs';
import { appTypes } from './app_types.mjs';
import { bundle } from './bundle.mjs';
import { describeModule } from './describe_module.mjs';
import { describePrebuilt } from './describe_prebuilt.mjs';
import { BuildError, readJson, runScript, writeIfChanged, writeJson } from './files.mjs';
import { importFaults, memoryFaults } from './import_checks.mjs';
import { internalFunctions, makeFusedVariant } from './fused_variant.mjs';
import { minify } from './minify.mjs';
import { withPaths } from './module_config.mjs';
import { moduleFiles } from './module_files.mjs';

/** What emcc may write beside a .wasm: preloaded files, source map, debug information. */
const COMPANIONS = ['.data', '.wasm.map', '.wasm.debug.wasm'];

function readSides({ sides }, { memory }) {
  return sides.map(({ moduleFile, target, lazy }) => {
    if (!existsSync(moduleFile)) throw new BuildError(`\`${moduleFile}\` is missing. Build or install its side anew.`);
    const entry = readEntry(moduleFile);
    const own = entry.kind === 'dotnet' ? { memory } : {};
    return { target, asks: readJson(moduleFile).asks, module: { ...entry, ...own, lazy } };
  });
}

/** What publish_dotnet.mjs tells of the .NET runtime: its files and its memory. */
const readRuntime = ({ dotnet }) => (dotnet ? readJson(dotnet.manifestFile) : {});

/** A module's entry for the manifest, without what only the build wants to know. */
function readEntry(moduleFile) {
  const { optimization, asks, ...entry } = readJson(moduleFile);
  return entry;
}

/** Copies a side's files into main's folder; those of C# sides are there already. */
function stage({ target, module }, folder) {
  if (module.kind === 'dotnet') return;
  const from = dirname(target);
  const [{ wasm }] = module.variants;
  const companions = COMPANIONS.map((ending) => wasm.url.replace(/\.wasm$/, ending)).filter((file) => existsSync(join(from, file)));
  for (const file of [...moduleFiles(module).map(({ url }) => url), ...companions]) {
    if (!existsSync(join(from, file))) throw new BuildError(`${module.name}: \`${join(from, file)}\` is missing. Build or install the side anew.`);
    if (from !== folder) writeIfChanged(join(folder, file), readFileSync(join(from, file)));
  }
}

/** The manifest in app.mjs is not checked again when the app starts. */
function checkedManifest({ name, abi, generator }, entries, { dotnet }) {
  const modules = entries.map(({ prebuilt, ...entry }) => entry);
  const manifest = { abi, generator, main: modules[0].name, modules, dotnet };
  try {
    return checkManifest(manifest, Object.keys(ADAPTERS), ADAPTERS);
  } catch (error) {
    throw new BuildError(`${name}: ${error.message}.`);
  }
}

function writeApp(config, manifest, parts) {
  const { generator, loader, helpers, minifier, target, moduleFile } = config;
  const { main } = manifest;
  const text = bundle({ loader, helpers, manifest, parts });
  writeJson(config.manifest, manifest);
  writeIfChanged(config.types, appTypes({ types: join(dirname(loader), 'index.d.ts'), manifest, parts }));
  writeIfChanged(
    target,
    `// ${main}: loader, manifest and helper modules. Made by ${generator}. Do not edit.\n` +
      (minifier ? minify(text, minifier, moduleFile) : text),
  );
}

/** emcc wrote its glue as the target's file, app.mjs; that name is the page's entry, so the glue moves aside. */
function describeLinked(config) {
  renameSync(config.target, config.glue);
  rmSync(config.moduleFile, { force: true });
  return describeModule(config);
}

/** A main in plain JavaScript has no file of its own; the loader makes its memory. */
function describeJavaScript({ name, role, abi, memory }) {
  return { name, role, kind: 'javascript', abi, variants: [], memory, exports: {}, api: [], imports: {}, asks: [], prebuilt: true };
}

async function describeMain(config) {
  if (config.kind === 'javascript') return describeJavaScript(config);
  if (config.kind === 'prebuilt') return (await describePrebuilt({ ...config, glue: '' })).module;
  return describeLinked(config);
}

/**
 * Whether main is linked after this, which then does the work. Writing app.mjs now would not only be in vain: it is the
 * file by whose time make decides whether to link, so that make would take main for up to date.
 */
function isLinkedNext({ moduleFile, target, linkInputs }) {
  if (!existsSync(moduleFile) || !existsSync(target)) return true;
  const linked = statSync(target).mtimeMs;
  return linkInputs.some((file) => existsSync(file) && statSync(file).mtimeMs > linked);
}

async function finish(config, step) {
  if (step === 'linked') writeJson(config.moduleFile, await describeMain(config));
  else if (isLinkedNext(config)) return;
  const main = { ...readEntry(config.moduleFile), lazy: false };
  const runtime = readRuntime(config);
  const sides = readSides(config, runtime);
  const modules = sides.map(({ module }) => module);
  const { asks } = readJson(config.moduleFile);
  const asking = [{ ...main, asks }, ...sides.map((side) => ({ ...side.module, asks: side.asks }))];
  const faults = [...importFaults(main, modules), ...memoryFaults(main, asking)];
  if (faults.length > 0 && step === 'sides') {
    rmSync(config.target, { force: true }); // the link of main that must follow tells them
    return;
  }
  if (faults.length > 0) throw new BuildError(`${config.name}: ${faults.join('\n')}`);
  for (const side of sides) stage(side, config.folder);
  const internal = internalFunctions(config, modules);
  for (const module of modules) if (internal.get(module.name)?.length > 0) module.internal = internal.get(module.name);
  const linked = readJson(config.moduleFile);
  const fused = makeFusedVariant({ ...config, optimization: linked.optimization }, main, sides);
  const whole = fused ? { ...main, variants: [fused, ...main.variants] } : main;
  writeApp(config, checkedManifest(config, [whole, ...modules], runtime), appParts(asking, Boolean(fused)));
}

runScript((config, step) => finish(withPaths(config), step));
