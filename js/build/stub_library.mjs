// A side's stub ("import") library: an Emscripten --js-library with one dummy for each API function, which lets another
// module's link accept an import of it. The dummy is never called: such an import has the side's name as its wasm module,
// and the loader supplies the side's own export. Signatures are in it so that a change relinks users.

const clashError = (side) => `error(\`WasmPseudoLink: the API function \${name} of ${side} has the name of a function of a JavaScript library. Rename it, or give it another wasm name by ${side.toUpperCase()}_API_AS.\`);`;

/**
 * @param {{name: string, api: string[], exports: Record<string, string>}} module entry of the manifest
 * @param {boolean} [isPrebuilt] whether the names are given: one that is also a JavaScript library's gets no stub then, and
 *   needs none
 * @returns {string} the text of <side>.stub.js
 */
export const stubLibrary = ({ name, api, exports }, isPrebuilt = false) => `// Import library of module \`${name}\`, made by WasmPseudoLink from its exports. Do not edit.
for (const [name, signature] of Object.entries({
${api.map((field) => `  ${field}: '${exports[field]}',\n`).join('')}})) {
  const stubs = (LibraryManager.wplStubs ??= {});
  if (name in LibraryManager.library && !(name in stubs)) {
    ${isPrebuilt ? 'continue;' : clashError(name)}
  }
  stubs[name] = '${name}';
  addToLibrary({ [name]: () => abort('WasmPseudoLink: this module was not started by its loader. Start it through app.mjs.') });
}
`;
