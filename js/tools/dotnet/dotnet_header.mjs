// The API header of a C# side: that of every side, and a declaration of each export.
/** @import { ModuleConfig } from '../common/records.d.ts' */

/**
 * What the C# build tells of an assembly (dotnet/WasmPseudoLink.ApiTool): its exported methods, the functions of other
 * modules that it imports, and the C++ types that it knows the layout of.
 * @typedef {object} AssemblyApi
 * @property {string} assembly
 * @property {{ name: string, signature: string, declaration: string, summary?: string }[]} exports
 * @property {{ module: string, name: string, signature: string }[]} [imports] module: `main` or a side's name
 * @property {{ cpp: string, size: number, header?: string }[]} [types]
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

/** @param {{ cpp: string, size: number }} type */
function typeCheck({ cpp, size }) {
  return `static_assert(sizeof(${cpp}) == ${size}, "${cpp} has another size in C#: lay both out alike");\n`;
}

/**
 * @param {string} template text of templates/api_header.h.in, in which names were filled in already
 * @param {Pick<ModuleConfig, 'name' | 'prefix'>} config
 * @param {AssemblyApi} api
 * @returns {string} the header's text
 */
export function apiHeader(template, { name: side, prefix }, { exports, types = [] }) {
  const headers = [...new Set(types.map(({ header }) => header).filter(Boolean))].sort();
  const declarations = exports.map(
    ({ name, declaration, summary }) =>
      `${comment(summary)}${prefix}_FUNCTION(${name}, ${declaration.replaceAll('@SIDE@', side)});\n`,
  );
  const parts = [
    headers.map((header) => `#include "${header}"\n`).join(''),
    types.map(typeCheck).join(''),
    ...declarations,
  ];
  return template.replace('@WPL_DECLARATIONS@', () => `\n${parts.filter(Boolean).join('\n')}`);
}
