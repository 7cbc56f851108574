// node write_stub.mjs <name.module.json> <stub.js>
//
// Writes a side's stub ("import") library: an Emscripten --js-library with one dummy for each API function, which lets
// another module's link accept an import of it. The dummy is never called: such an import has the side's name as its
// wasm module, and the loader supplies the side's own export. Signatures are in it so that a change relinks users.
import { readJson, runScript, writeIfChanged } from './files.mjs';

runScript(([moduleFile, stubFile]) => {
  const { name, api, exports } = readJson(moduleFile);
  const entries = api.map(
    (field) => `  ${JSON.stringify(field)}: () => abort(${JSON.stringify(`${name}.${field} was not linked by the loader`)}), // ${exports[field]}\n`,
  );
  writeIfChanged(
    stubFile,
    `// Import library of module \`${name}\`, made by WasmPseudoLink from its exports. Do not edit.\naddToLibrary({\n${entries.join('')}});\n`,
  );
});
