// Plain pointers in declarations with <SIDE>_API. No compiler sees them: the macro stands before a declaration, C
// functions have no types in their names, and in wasm an address is a number. So the text of the headers is read.
/** @import { LinkedConfig } from '../common/records.d.ts' */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Whoever includes more has a library in it, which declares nothing of a side. */
const MOST_FILES = 200;

/** What is no code: comments, texts, lines of the preprocessor. */
const NO_CODE = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|^[ \t]*#(?:\\\r?\n|[^\n])*/gm;

/** What says whose address it is: WPL_PTR(type, module), and wpl::ptr<T, M> or any other template; and attributes. */
const SAYS_WHOSE = /\bWPL_PTR\s*\([^()]*\)|<[^<>]*>|\[\[[^\]]*\]\]/g;

const SOURCE = /\.(?:c|cc|cpp|cxx|c\+\+|C|h|hh|hpp|hxx|m|mm)$/;

const BUILT_IN =
  /^(?:void|char|short|int|long|float|double|signed|unsigned|bool|_Bool|wchar_t|char\d+_t|s?size_t|ptrdiff_t|u?int\w*_t)$/;

/**
 * @param {string} text
 * @param {RegExp} pattern
 */
const blank = (text, pattern) => text.replace(pattern, (found) => found.replace(/[^\n]/g, ' '));

/**
 * A side's sources, and what they include by name, as far as it is in the folders that the target names.
 * @param {LinkedConfig} config
 * @returns {Map<string, string>} texts by path
 */
function readSources({ sources = [], sourceFolders = [], includes = [] }) {
  /** @type {Map<string, string>} */
  const texts = new Map();
  const pending = sources
    .filter((source) => SOURCE.test(source))
    .flatMap((source) => sourceFolders.map((folder) => resolve(folder, source)));
  for (let file = pending.shift(); file !== undefined && texts.size < MOST_FILES; file = pending.shift()) {
    if (texts.has(file) || !existsSync(file)) continue;
    const text = readFileSync(file, 'utf8');
    texts.set(file, text);
    for (const [, name] of text.matchAll(/^[ \t]*#[ \t]*include[ \t]*"([^"]+)"/gm)) {
      const found = [dirname(file), ...includes]
        .map((folder) => resolve(folder, name))
        .find((path) => existsSync(path));
      if (found) pending.push(found);
    }
  }
  return texts;
}

/**
 * Whether a declaration passes addresses without saying whose. A pointer to a type that no header defines is a handle,
 * which its owner alone uses.
 * @param {string} declaration
 * @param {string} code of all files
 */
function hasPlainPointer(declaration, code) {
  let rest = declaration;
  for (let before = ''; rest !== before;) [before, rest] = [rest, blank(rest, SAYS_WHOSE)];
  if (/&|\*\s*\*|\(\s*\*|\[/.test(rest)) return true;
  return [...rest.matchAll(/(\w+)\s*(?:\bconst\s*)?\*/g)].some(
    ([, type]) =>
      BUILT_IN.test(type) ||
      new RegExp(`\\b(?:struct|class|union|enum)\\s+${type}\\b[^;(){}]*\\{|\\}\\s*${type}\\s*;`).test(code),
  );
}

/**
 * The warnings of a side, each for one declaration by a macro of its API header.
 * @param {LinkedConfig} config
 * @returns {string[]}
 */
export function warnOfPointers(config) {
  const { name, prefix } = config;
  if (!prefix) return []; // without API header
  const macro = `${prefix}_API`;
  const texts = [...readSources(config)].filter(([file]) => !file.endsWith(`/${name}_api.h`));
  const codes = texts.map(([file, text]) => ({ file, code: blank(text, NO_CODE) }));
  const all = codes.map(({ code }) => code).join('\n');
  const pattern = new RegExp(`\\b${macro}(?:_AS\\s*\\(\\s*\\w+\\s*\\))?\\s([^;{]*)[;{]`, 'g');
  return codes.flatMap(({ file, code }) =>
    [...code.matchAll(pattern)]
      .filter(([, declaration]) => hasPlainPointer(declaration, all))
      .map(({ 1: declaration, index }) => {
        const line = code.slice(0, index).split('\n').length;
        return (
          `${file}:${line}: warning: WasmPseudoLink: \`${declaration.trim().replace(/\s+/g, ' ')}\` passes a plain pointer, ` +
          `but an address of one module means nothing in another. Write WPL_PTR(int, main) instead of int * for a pointer ` +
          `into main's memory, WPL_PTR(int, ${name}) for one into that of ${name}; in C++20 wpl::ptr<int, wpl::main>, or ` +
          `${prefix}_FUNCTION, which refuses plain pointers.`
        );
      }),
  );
}
