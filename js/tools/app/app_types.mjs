// Writes app.d.mts, the types of app.mjs: the loader's own (js/loader/index.d.ts), then what this app's modules export.
/** @import { AppManifest, ManifestEntry, Signature } from '../common/records.d.ts' */
/** @import { Parts } from './app_parts.mjs' */
import { readFileSync } from 'node:fs';
import { BuildError } from '../common/build_error.mjs';

const END = '// ---- app.d.mts ends here ----';
/** @type {Record<string, string>} */
const TYPES = { v: 'void', i: 'number', j: 'bigint', f: 'number', d: 'number' };
const IDENTIFIER = /^[A-Za-z$_][\w$]*$/;

/** Exports that are for the C runtime's own JavaScript, or for the headers of other modules. */
const FOR_RUNTIMES = /^(_|emscripten_stack_|wpl_)/;

/**
 * @param {string} file
 * @param {Parts} parts
 */
function loaderTypes(file, { TOOLS, PLUGINS }) {
  const text = readFileSync(file, 'utf8');
  const end = text.indexOf(END);
  if (end < 0) throw new BuildError(`Internal error: \`${file}\` has no line \`${END}\``);
  const types = text.slice(text.indexOf('\n\n') + 2, end).trimEnd(); // without the comment at the top
  const some = PLUGINS ? types : withoutPlugins(types);
  return TOOLS ? some : withoutTools(some);
}

/**
 * For an app.mjs without that part of the loader.
 * @param {string} types
 */
function withoutPlugins(types) {
  const declared = /\/\*\* [^\n]* \*\/\nexport (type AccessMode|type FileBytes|interface PluginOptions)\b.*?\n\n/gs;
  const members = /( {2}\/\*\* [^\n]*\n)? {2}(open|close)\((plugin: PluginOptions|name: string)\)[^\n]*\n/g;
  return types.replace(declared, '').replace(members, '');
}

/**
 * For an app.mjs without that part of the loader.
 * @param {string} types
 */
function withoutTools(types) {
  const tools = /\/\*\* [^\n]* \*\/\nexport interface (MemoryViews|ModuleTools) \{\n.*?\n\}\n\n/gs;
  return types.replace(tools, '').replace(' extends ModuleTools', '');
}

/**
 * A function's type.
 * @param {Signature} signature
 */
function functionType(signature) {
  if (!signature) return '(...args: never[]) => unknown';
  const [result, ...parameters] = [...signature].map((letter) => TYPES[letter]);
  return `(${parameters.map((type, index) => `arg${index}: ${type}`).join(', ')}) => ${result}`;
}

/** @param {string} name */
const quoted = (name) => (IDENTIFIER.test(name) ? name : JSON.stringify(name));

/** @param {ManifestEntry} module */
function moduleType({ name, exports, internal = [] }) {
  const functions = Object.entries(exports).filter(([field]) => !FOR_RUNTIMES.test(field) && !internal.includes(field));
  const lines = functions.map(([field, signature]) => `    ${quoted(field)}: ${functionType(signature)};\n`);
  return `  ${quoted(name)}: {\n${lines.join('')}  };\n`;
}

/**
 * @param {{ types: string, manifest: AppManifest, parts: Parts }} what types: path of js/loader/index.d.ts
 * @returns {string} the text of app.d.mts
 */
export function appTypes({ types, manifest, parts }) {
  const { main, modules, generator } = manifest;
  const lazy = modules.filter((module) => module.lazy).map(({ name }) => `'${name}'`);
  return `// Types of ${main}.mjs. Made by ${generator}. Do not edit.

${loaderTypes(types, parts)}

/** Exported functions of each module, as WebAssembly's types show them to JavaScript: pointers are numbers. */
export interface AppModules {
${modules.map(moduleType).join('')}}

/** The sides that open() and close() take. */
export type LazySide = ${lazy.join(' | ') || 'never'};

/** Loads the modules of \`${main}\` and runs main(). */
export default function createApp(
  options?: AppOptions<keyof AppModules>,
): Promise<App<AppModules, '${main}', LazySide>>;

/** The manifest that ${main}.mjs was built with. */
export const manifest: object;
`;
}
