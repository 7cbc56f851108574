// The headers of a C# side: its API header, which is that of every side with a declaration of each export, and one that
// declares what it imports of other modules.
/** @import { ModuleConfig } from '../common/records.d.ts' */

/**
 * A C++ type that C# knows the layout of.
 * @typedef {{ cpp: string, size: number, header?: string }} CppType
 */

/**
 * @typedef {object} Declared
 * @property {string} name
 * @property {string} signature
 * @property {string} declaration its type in C++, with names of parameters, and a placeholder for the side's name
 * @property {string} [summary]
 */

/**
 * What the C# build tells of an assembly (dotnet/WasmPseudoLink.ApiTool): its exported methods, and the functions of
 * other modules that it imports.
 * @typedef {object} AssemblyApi
 * @property {string} assembly
 * @property {Declared[]} exports
 * @property {(Declared & { module: string })[]} imports module: `main` or a side's name
 * @property {CppType[]} exportTypes
 * @property {CppType[]} importTypes
 */

/**
 * Text that is safe inside of a comment.
 * @param {string} text
 */
const commentText = (text) => text.replaceAll('*/', '* /').trim();

/** @param {string} [summary] */
function comment(summary) {
  if (!summary) return '';
  const lines = commentText(summary).split(/\s*\n\s*/);
  return lines.length === 1 ? `/** ${lines[0]} */\n` : `/**\n${lines.map((line) => ` * ${line}\n`).join('')} */\n`;
}

/** @param {CppType} type */
function typeCheck({ cpp, size }) {
  return `static_assert(sizeof(${cpp}) == ${size}, "${cpp} has another size in C#: lay both out alike");\n`;
}

/** @param {CppType[]} types */
function includes(types) {
  const headers = [...new Set(types.map(({ header }) => header).filter(Boolean))].sort();
  return headers.map((header) => `#include "${header}"\n`).join('');
}

/**
 * @param {string} template in which names were filled in already
 * @param {string[]} parts
 */
const withDeclarations = (template, parts) =>
  template.replace('@WPL_DECLARATIONS@', () => `\n${parts.filter(Boolean).join('\n')}`);

/**
 * @param {string} template text of templates/api_header.h.in
 * @param {Pick<ModuleConfig, 'name' | 'prefix'>} config
 * @param {AssemblyApi} api
 * @returns {string} the header's text
 */
export function apiHeader(template, { name: side, prefix }, { exports, exportTypes }) {
  const declarations = exports.map(
    ({ name, declaration, summary }) =>
      `${comment(summary)}${prefix}_FUNCTION(${name}, ${declaration.replaceAll('@SIDE@', side)});\n`,
  );
  return withDeclarations(template, [includes(exportTypes), exportTypes.map(typeCheck).join(''), ...declarations]);
}

/**
 * @param {string} template text of templates/imports_header.h.in
 * @param {Pick<ModuleConfig, 'name' | 'prefix'>} config
 * @param {AssemblyApi} api
 * @returns {string} the header's text
 */
export function importsHeader(template, config, { imports, importTypes }) {
  const parts = [...groupedBy('module', imports)]
    .filter(([module]) => /^[A-Za-z_]\w*$/.test(module))
    .map(([module, some]) => declarationsFor(module, config, some));
  return withDeclarations(template, [includes(importTypes), importTypes.map(typeCheck).join(''), ...parts]);
}

/**
 * Map.groupBy, which Node has from version 21 on.
 * @template {string} K
 * @template {Record<K, string>} T
 * @param {K} key
 * @param {T[]} items
 */
function groupedBy(key, items) {
  /** @type {Map<string, T[]>} */
  const groups = new Map();
  for (const item of items) groups.set(item[key], [...(groups.get(item[key]) ?? []), item]);
  return groups;
}

/**
 * What the code of a module sees.
 * @param {string} module
 * @param {Pick<ModuleConfig, 'name' | 'prefix'>} config
 * @param {Declared[]} imports those of this module
 */
function declarationsFor(module, config, imports) {
  const macro = module === 'main' ? 'WPL_MAIN_MODULE' : `${module}_EXPORTS`;
  const api = module === 'main' ? '' : `#include "${module}_api.h"\n\n`;
  const declarations = [...groupedBy('name', imports).values()].map((some) => importDeclaration(module, config, some));
  return `#if !defined(__wasm__) || defined(${macro})\n${api}${declarations.join('\n')}#endif\n`;
}

/**
 * Two C# methods may import one function by two types of the same wasm values, which are not one C++ function.
 * @param {string} module
 * @param {Pick<ModuleConfig, 'name' | 'prefix'>} config
 * @param {Declared[]} methods those that import one function
 */
function importDeclaration(module, { name: side, prefix }, methods) {
  const [{ name, summary }] = methods;
  const types = [...new Set(methods.map(({ declaration }) => declaration.replaceAll('@SIDE@', side)))];
  if (types.length > 1)
    return `/* ${name} is imported with several types, so declare it by hand, as extern "C":\n${types.map((type) => ` *   ${type}\n`).join('')} */\n`;
  return (
    `#if !defined(${prefix}_OMIT_IMPORT_${name})\n` +
    `${comment(summary)}${prefix}_IMPORT_FUNCTION(${module}, ${name}, ${types[0]});\n#endif\n`
  );
}
