// Whether glue is an ES module or a script (UMD, CommonJS, AMD): by its text, which is not run.
import { compileFunction } from 'node:vm';
import { BuildError } from '../common/build_error.mjs';

/**
 * Static imports, exports, import.meta and a top-level await are in no function.
 * @param {string} text
 */
function isFunctionBody(text) {
  try {
    compileFunction(text, ['exports', 'require', 'module', '__filename', '__dirname']);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/**
 * Guesses the format where the user gave none. What is neither shows when it is run.
 * @param {{ name: string, glue: string, format?: 'ESM' | 'UMD' }} config glue: path
 * @param {string} text
 * @returns {'ESM' | 'UMD'}
 * @throws {BuildError} if the text is of the other format than was given
 */
export function glueFormat({ name, glue, format }, text) {
  const actual = isFunctionBody(text) ? 'UMD' : 'ESM';
  if (!format || format === actual) return actual;
  const what =
    actual === 'UMD'
      ? 'a script without `export`'
      : 'no script that could run in a function: it has import, export or an error of syntax';
  throw new BuildError(
    `${name}: GLUE_FORMAT is ${format}, but \`${glue}\` is ${what}. Write GLUE_FORMAT ${actual}, or leave it out.`,
  );
}
