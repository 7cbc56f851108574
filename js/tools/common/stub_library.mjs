// A side's stub ("import") library: an Emscripten --js-library with one dummy for each API function, which lets another
// module's link accept an import of it. The dummy is never called: such an import has the side's name as its wasm
// module, and the loader supplies the side's own export. Signatures are in it so that a change relinks users.
/** @import { ManifestEntry, ModuleConfig } from './records.d.ts' */

/**
 * emcc keeps its lists of functions in plain objects, so that it takes what every object has for a function that it has
 * seen already (emcc: addedLibraryItems in src/jsifier.mjs), and none of its modules can import a function of such a
 * name.
 * @param {string} name
 * @returns {boolean} whether it is "toString", "constructor" and the like
 */
export const isOfEveryObject = (name) => name in Object.prototype;

/** @param {Pick<ModuleConfig, 'name' | 'prefix'>} config */
const clashError = ({ name: side, prefix }) =>
  `error(\`WasmPseudoLink: the API function \${name} of ${side} has the name of a function of a JavaScript library. Rename it${prefix ? `, or give it another wasm name by ${prefix}_API_AS` : ''}.\`);`;

/**
 * @param {Pick<ModuleConfig, 'name' | 'prefix'>} config
 * @param {Pick<ManifestEntry, 'name' | 'api' | 'exports'>} module
 * @param {boolean} [isPrebuilt] whether the names are given: one that is also a JavaScript library's gets no stub then,
 *   and needs none
 * @returns {string} the text of <side>.stub.js
 */
export const stubLibrary = (
  config,
  { name, api, exports },
  isPrebuilt = false,
) => `// Import library of module \`${name}\`, made by WasmPseudoLink from its exports. Do not edit.
(LibraryManager.wplModules ??= []).push('${name}');
for (const [name, signature] of Object.entries({
${api
  .filter((field) => !isOfEveryObject(field))
  .map((field) => `  ${field}: '${exports[field]}',\n`)
  .join('')}})) {
  const stubs = (LibraryManager.wplStubs ??= Object.create(null));
  if (Object.hasOwn(LibraryManager.library, name) && !(name in stubs)) {
    ${isPrebuilt ? 'continue;' : clashError(config)}
  }
  stubs[name] = '${name}';
  addToLibrary({ [name]: () => abort('WasmPseudoLink: this module was not started by its loader. Start it through app.mjs.') });
}
`;
