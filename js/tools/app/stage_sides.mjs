// Puts the files of an app's sides beside main.
/** @import { App, AppModule } from '../common/records.d.ts' */
import { existsSync, readFileSync } from 'node:fs';
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
  const [{ wasm }] = description.variants;
  const companions = COMPANIONS.map((ending) => wasm.url.replace(/\.wasm$/, ending)).filter((file) =>
    existsSync(join(from, file)),
  );
  for (const file of [...moduleFiles(description).map(({ url }) => url), ...companions]) {
    if (!existsSync(join(from, file)))
      throw new BuildError(`${description.name}: \`${join(from, file)}\` is missing. Build or install the side anew.`);
    if (from !== folder) writeIfChanged(join(folder, file), readFileSync(join(from, file)));
  }
}
