// Reads the descriptions of an app's modules.
/** @import { App, AppConfig, AppModule, ModuleDescription } from '../common/records.d.ts' */
/** @import { Place, RuntimeDescription, SideConfig } from '../common/records.d.ts' */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { BuildError } from '../common/build_error.mjs';
import { readJson } from '../common/files.mjs';

/**
 * @param {AppConfig} config
 * @param {Place} place of main
 * @returns {App}
 */
export function readApp(config, place) {
  /** @type {RuntimeDescription | null} */
  const runtime = config.dotnet ? readJson(config.dotnet.manifestFile) : null;
  return {
    main: { description: describeMain(config), folder: place.folder, lazy: false },
    sides: config.sides.map((side) => readSide(side, runtime)),
    interfaces: config.interfaceFiles.map((file) => readJson(file)),
    ...(runtime ? { runtime: runtime.dotnet } : {}),
  };
}

/**
 * @param {AppConfig} config
 * @returns {ModuleDescription}
 */
function describeMain(config) {
  return config.kind === 'javascript' ? describeJavaScript(config) : readJson(config.moduleFile);
}

/**
 * A main in plain JavaScript has no file of its own; the loader makes its memory.
 * @param {AppConfig} config
 * @returns {ModuleDescription}
 */
function describeJavaScript({ name, role, abi, memory }) {
  return {
    name,
    role,
    kind: 'javascript',
    abi,
    variants: [],
    memory,
    exports: {},
    api: [],
    imports: {},
    asks: [],
    prebuilt: true,
  };
}

/**
 * @param {SideConfig} side
 * @param {RuntimeDescription | null} runtime
 * @returns {AppModule}
 */
function readSide({ moduleFile, target, lazy }, runtime) {
  if (!existsSync(moduleFile)) throw new BuildError(`\`${moduleFile}\` is missing. Build or install its side anew.`);
  /** @type {ModuleDescription} */
  const described = readJson(moduleFile);
  const own = described.kind === 'dotnet' ? { memory: runtime?.memory } : {};
  return { description: { ...described, ...own }, folder: dirname(target), lazy };
}
