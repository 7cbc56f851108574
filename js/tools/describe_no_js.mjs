// node describe_no_js.mjs <module.config.json>
//
// Runs after emcc has linked a side without JavaScript (NO_JS), or after a file that something else has linked was
// copied: checks the file, and makes it a plugin in one file by writing its side manifest into it.
/** @import { NoJsConfig } from './common/records.d.ts' */
import { readFileSync } from 'node:fs';
import { BuildError, messageOf } from './common/build_error.mjs';
import { readJson, writeIfChanged, writeJson } from './common/files.mjs';
import { runScript } from './common/run_script.mjs';
import { readWasm } from '../loader/wasm/wasm_binary.mjs';
import { implementFaults } from './plugins/interface_file.mjs';
import { checkNoJsImports } from './plugins/no_js_checks.mjs';
import { entryOfWasm } from './plugins/side_entry.mjs';
import { withSideManifest } from './plugins/side_file.mjs';

runScript((/** @type {NoJsConfig} */ config) => {
  const bytes = readFileSync(config.target);
  const wasm = parse(config.name, bytes);
  const interfaces = config.interfaceFiles.map(readJson);
  const entry = entryOfWasm(config, wasm);
  const faults = interfaces.flatMap((each) => implementFaults(config.name, each, entry.exports));
  if (faults.length > 0) throw new BuildError(`${config.name}: ${faults.join('\n')}`);
  checkNoJsImports(config.name, wasm.imports, entry.access ?? 'NONE');
  writeIfChanged(config.target, withSideManifest(bytes, entry, interfaces, config.generator));
  writeJson(config.moduleFile, entry);
});

/**
 * @param {string} name
 * @param {Buffer} bytes
 */
function parse(name, bytes) {
  try {
    return readWasm(bytes);
  } catch (error) {
    throw new BuildError(`${name}: its file cannot be read: ${messageOf(error)}. Build or download it again.`);
  }
}
