// The configuration of one module, <name>.config.json, which CMake writes (cmake/WasmPseudoLinkModule.cmake).
import { basename, dirname } from 'node:path';
import { BuildError } from './files.mjs';

/**
 * Adds the paths of the files that a link makes, or that are made from them, to a module's configuration.
 * @param {{name: string, role: 'main'|'side', target: string}} config target: the file that the build system knows
 */
export function withPaths(config) {
  const { name, role, target } = config;
  if (!target.endsWith('.mjs')) {
    throw new BuildError(`${name}: the target's file is \`${target}\`. Leave its property SUFFIX at \`.mjs\`, by which Node knows a module.`);
  }
  const base = target.slice(0, -'.mjs'.length);
  return {
    ...config,
    folder: dirname(target),
    wasm: `${base}.wasm`,
    // main's target file is the app, so its glue has another name.
    glue: role === 'main' ? `${base}.glue.mjs` : target,
    manifest: `${base}.manifest.json`,
    types: `${base}.d.mts`,
    dotnetFolder: { path: `${base}.dotnet`, url: `${basename(base)}.dotnet` },
  };
}

/**
 * The same for a prebuilt side, whose target has no file but a stamp.
 * @param {{name: string, target: string}} config target: the stamp, in the folder of the side's files
 */
export const withPrebuiltPaths = (config) => ({ ...config, folder: dirname(config.target), wasm: `${dirname(config.target)}/${config.name}.wasm` });
