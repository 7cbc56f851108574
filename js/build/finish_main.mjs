// node finish_main.mjs <app.config.json> linked|sides
//
// Makes the servable folder of a main module: `linked` after main was linked; `sides` when a side changed but main need not
// be linked anew. Stages the sides' files beside main, checks every import between modules, writes app.mjs and the manifest.
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle.mjs';
import { describeModule } from './describe_module.mjs';
import { BuildError, readJson, runScript, writeIfChanged, writeJson } from './files.mjs';
import { readWasm } from './wasm_binary.mjs';

/** emcc wrote its glue as the target's file, app.mjs; that name is the page's entry, so the glue moves aside. */
function moveGlue({ target, glue }) {
  renameSync(target, glue);
}

function stage(side, folder) {
  for (const { url } of [...side.module.variants.map(({ wasm }) => wasm), side.module.glue]) {
    const from = join(side.folder, url);
    const to = join(folder, url);
    if (from !== to) writeIfChanged(to, readFileSync(from));
  }
}

function readSides({ sides }) {
  return sides.map(({ moduleFile, folder, lazy }) => ({ folder, module: { ...readJson(moduleFile), lazy } }));
}

/** Every fault of main's imports from sides, as one list. */
function importFaults(main, sides, envImports) {
  const faults = [];
  const byName = new Map(sides.map(({ module }) => [module.name, module]));
  for (const module of [main, ...sides.map((side) => side.module)]) {
    for (const [from, functions] of Object.entries(module.imports)) {
      const side = byName.get(from);
      for (const [field, signature] of Object.entries(functions)) {
        if (!side) {
          faults.push(`\`${module.name}\` imports \`${from}.${field}\`, but \`${from}\` is not among SIDES of ${main.name}. Add it.`);
        } else if (side.lazy && !module.lazy) {
          faults.push(`\`${module.name}\` calls \`${from}.${field}\` directly, but \`${from}\` is one of LAZY_SIDES, which are not there at start. Look it up with wpl::function or rb_dlsym, or move \`${from}\` to SIDES.`);
        } else if (!(field in side.exports)) {
          faults.push(`\`${module.name}\` imports \`${from}.${field}\`, which \`${from}\` does not export. Define it in \`${from}\` and declare it with the macro of its API header.`);
        } else if (side.exports[field] !== signature) {
          faults.push(`\`${module.name}\` calls \`${from}.${field}\` as ${signature}, but \`${from}\` defines it as ${side.exports[field]} (result first). Include the same API header in both.`);
        }
      }
    }
  }
  for (const { module } of sides) {
    for (const field of module.api.filter((name) => envImports.has(name))) {
      faults.push(`\`${main.name}\` calls \`${field}\`, which is an API function of \`${module.name}\`, without its API header. Include the header that declares it.`);
    }
  }
  return faults;
}

function envFunctions(wasmFile) {
  const { imports } = readWasm(readFileSync(wasmFile));
  return new Set(imports.filter(({ module, kind }) => module === 'env' && kind === 'function').map(({ name }) => name));
}

function writeApp(config, main, sides) {
  const { abi, generator, loader, helpers } = config;
  const manifest = { abi, generator, main: main.name, modules: [main, ...sides.map(({ module }) => module)] };
  writeJson(config.manifest, manifest);
  writeIfChanged(config.target, bundle({ loader, helpers, manifest, generator }));
}

function finish(config, mode) {
  const { moduleFile } = config;
  if (mode === 'linked') {
    moveGlue(config);
    rmSync(moduleFile, { force: true });
    writeJson(moduleFile, describeModule({ ...config, role: 'main' }));
  } else if (!existsSync(moduleFile)) {
    return; // main is not linked yet; its own link comes after this and does the work
  }
  const main = { ...readJson(moduleFile), lazy: false };
  const sides = readSides(config);
  const faults = importFaults(main, sides, envFunctions(config.wasm));
  if (faults.length) {
    // A side whose functions changed has changed its stub library too: main is linked anew after this.
    if (mode === 'sides') return;
    rmSync(config.target, { force: true });
    throw new BuildError(`${config.name}: ${faults.join('\n')}`);
  }
  for (const side of sides) stage(side, config.folder);
  writeApp(config, main, sides);
}

runScript(([configFile, mode]) => finish(readJson(configFile), mode));
