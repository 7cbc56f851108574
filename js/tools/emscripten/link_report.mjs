// What emcc told of a link: js/library/wasm_pseudo_link.js leaves it in the glue as one string, and it is taken out
// here.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { BuildError } from '../common/build_error.mjs';
import { writeIfChanged } from '../common/files.mjs';

const REPORT = /(['"`])wpl-report;([^'"`]*)\1/;
const FIELDS = /** @type {const} */ ([
  'exports',
  'library',
  'stubs',
  'scripts',
  'texts',
  'exported',
  'host',
  'asks',
  'loads',
  'optimization',
  'memory',
]);

/**
 * What emcc told (js/library/wasm_pseudo_link.js); aroundFactory: whether there is JavaScript beside the module's
 * factory.
 * @typedef {Record<typeof FIELDS[number], string[]> & { aroundFactory: boolean }} LinkReport
 */

/** The glue of -sMODULARIZE -sEXPORT_ES6: a factory, and its export. */
const FACTORY_ALONE =
  /^(?:\s|\/\/.*\n|\/\*[^]*?\*\/)*(?:async function|function|var|let|const) ([\w$]+)\b[^]*\bexport default \1;?\s*$/;

/**
 * Whether glue has an export as a number: a variable of the module, which is no export of its .wasm any more.
 * @param {string} glue
 * @param {string} name
 */
const isAddress = (glue, name) =>
  new RegExp(`Module\\[["']_${name.replace(/[$.]/g, '\\$&')}["']\\]\\s*=\\s*\\d`).test(glue);

/**
 * Takes the report out of a module's glue, which is written again without it.
 * @param {string} name of the module
 * @param {string} glue path
 * @returns {LinkReport}
 */
export function takeReport(name, glue) {
  const text = readFileSync(glue, 'utf8');
  const match = REPORT.exec(text);
  if (!match) {
    throw new BuildError(
      `${name}: the glue \`${basename(glue)}\` was not linked with js/library/wasm_pseudo_link.js. Give the target its ` +
        'settings by wasm_target_module_settings, and do not replace its link options.',
    );
  }
  writeIfChanged(glue, text.replace(REPORT, '$1$1'));
  const texts = Object.fromEntries(match[2].split(';').map((field) => field.split('=')));
  const fields = FIELDS.map((field) => [field, (texts[field] ?? '').split(',').filter(Boolean)]);
  /** @type {LinkReport} */
  const report = { ...Object.fromEntries(fields), aroundFactory: !FACTORY_ALONE.test(text) };
  report.exported = report.exported.filter((field) => !isAddress(text, field));
  return report;
}
