// Puts the files of an app's sides beside main.
/** @import { App, AppModule } from '../common/records.d.ts' */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BuildError } from '../common/build_error.mjs';
import { writeIfChanged } from '../common/files.mjs';
import { moduleFiles } from '../common/module_files.mjs';

/** What emcc may write beside a .wasm: preloaded files, source map, debug information, names of functions. */
const COMPANIONS = ['.data', '.wasm.map', '.wasm.debug.wasm', '.debug.wasm', '.mjs.symbols'];

/**
 * @param {App} app
 * @param {string} folder of main
 */
export function stageSides({ sides }, folder) {
  // Those in C# are in the folder of the .NET runtime.
  for (const side of sides.filter(({ description }) => description.kind !== 'dotnet')) stageSide(side, folder);
}

/**
 * @param {AppModule} side
 * @param {string} folder
 */
function stageSide({ description, folder: from }, folder) {
  const files = moduleFiles(description).map(({ url }) => url);
  const missing = files.find((file) => !existsSync(join(from, file)));
  if (missing !== undefined)
    throw new BuildError(`${description.name}: \`${join(from, missing)}\` is missing. Build or install the side anew.`);
  if (from === folder) return;
  const companions = description.variants.flatMap(({ wasm }) =>
    COMPANIONS.map((ending) => wasm.url.replace(/\.wasm$/, ending)),
  );
  for (const file of [...files, ...companions]) {
    if (existsSync(join(from, file))) writeIfChanged(join(folder, file), readFileSync(join(from, file)));
    else rmSync(join(folder, file), { force: true }); // of an earlier build, with other options
  }
}
