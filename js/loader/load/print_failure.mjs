// What `node app.mjs` prints of a failure: the error, and the stack without the loader's own frames.
/** @import { WasmPseudoLinkError } from '../index.d.ts' */
import { textOf } from '../base/errors.mjs';
import { MAPS } from '../base/parts.mjs';
import { stackOf } from '../base/wasm_stack.mjs';

/**
 * Prints how a program ended, unless it ended by itself, and says its exit status.
 * @param {unknown} thrown
 * @param {string} appUrl address of app.mjs
 * @returns {number} exit status
 */
export function printFailure(thrown, appUrl) {
  const error = /** @type {Partial<WasmPseudoLinkError>} */ (thrown);
  const ended = error?.code === 'MAIN_EXITED' || error?.name === 'ExitStatus';
  if (ended) return /** @type {number} */ (error.status);
  console.error(failureText(thrown, appUrl));
  return 1;
}

/**
 * @param {unknown} thrown
 * @param {string} appUrl
 */
function failureText(thrown, appUrl) {
  if (!(thrown instanceof Error)) return textOf(thrown);
  const { code } = /** @type {Partial<WasmPseudoLinkError>} */ (thrown);
  const frames = stackOf(thrown)
    .split('\n')
    .filter((line) => line.startsWith('    at ') && !line.includes(appUrl) && !NOT_OF_APP.test(line));
  const lines = MAPS ? frames.map((line) => withLine(line, appUrl)).filter((line) => !OF_HEADERS.test(line)) : frames;
  return [`${thrown.name}${code ? ` ${code}` : ''}: ${thrown.message}`, ...lines].join('\n');
}

/** Frames of Node itself. */
const NOT_OF_APP = /[( ]node:|^ {4}at async Promise/;

/** A frame's place in a file of the app. */
const PLACE = /\((\S+\.wasm):0x([0-9a-f]+)\)$/;

/** A frame of templates of our headers or of the C++ library, which no compiler inlines at -O0. */
const OF_HEADERS = /\(\S*\/include\/(?:wasm_pseudo_link|c\+\+\/v1)\/\S+\)$/;

/** Functions of the loader that direct files have in them: no map knows them. */
const OF_LOADER = /\.\w+_(?:[gs]et[IF]\d|(?:mts|stm)_)/;

/**
 * Where a source map lies beside the file, the frame gets file and line of the source.
 * @param {string} line
 * @param {string} appUrl
 */
function withLine(line, appUrl) {
  const [, file, offset] = PLACE.exec(line) ?? [];
  const { getBuiltinModule } = process; // Node 20.16, 22.3
  if (!file || !getBuiltinModule || OF_LOADER.test(line)) return line;
  const { readFileSync } = getBuiltinModule('fs');
  const { SourceMap } = getBuiltinModule('module');
  try {
    const map = new SourceMap(JSON.parse(readFileSync(new URL(`${file}.map`, appUrl), 'utf8')));
    const entry = map.findEntry(0, parseInt(offset, 16));
    if ('originalSource' in entry)
      return line.replace(PLACE, `(${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1})`);
  } catch {
    // There is no source map.
  }
  return line;
}
