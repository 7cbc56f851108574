// The API header of a C# side: that of every side, and a declaration of each export.

/** Text that is safe inside of a comment. */
const commentText = (text) => text.replaceAll('*/', '* /').trim();

function comment(summary) {
  if (!summary) return '';
  const lines = commentText(summary).split(/\s*\n\s*/);
  return lines.length === 1 ? `/** ${lines[0]} */\n` : `/**\n${lines.map((line) => ` * ${line}\n`).join('')} */\n`;
}

function typeCheck({ cpp, size }) {
  return `static_assert(sizeof(${cpp}) == ${size}, "${cpp} has another size in C#: lay both out alike");\n`;
}

/**
 * @param {string} template text of templates/api_header.h.in, in which the side's name was filled in already
 * @param {string} side
 * @param {{exports: object[], types?: object[]}} api what the C# build tells
 * @returns {string} the header's text
 */
export function apiHeader(template, side, { exports, types = [] }) {
  const headers = [...new Set(types.map(({ header }) => header).filter(Boolean))].sort();
  const declarations = exports.map(({ name, declaration, summary }) =>
    `${comment(summary)}${side.toUpperCase()}_FUNCTION(${name}, ${declaration.replaceAll('@SIDE@', side)});\n`);
  const parts = [
    headers.map((header) => `#include "${header}"\n`).join(''),
    types.map(typeCheck).join(''),
    ...declarations,
  ];
  return template.replace('@WPL_DECLARATIONS@', () => `\n${parts.filter(Boolean).join('\n')}`);
}
