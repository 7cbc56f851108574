// What emcc told of a link: js/library/wasm_pseudo_link.js leaves it in the glue as one string, and it is taken out here.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { BuildError, writeIfChanged } from './files.mjs';

const REPORT = /(['"`])wpl-report;([^'"`]*)\1/;
const FIELDS = ['exports', 'library', 'stubs', 'scripts', 'asks', 'optimization', 'memory'];

/**
 * Takes the report out of a module's glue, which is written anew without it.
 * @param {{name: string, glue: string}} config
 * @returns {{exports: string[], library: string[], stubs: string[], scripts: string[], asks: string[],
 *   optimization: string[], memory: string[]}}
 *   see js/library/wasm_pseudo_link.js
 */
export function takeReport({ name, glue }) {
  const text = readFileSync(glue, 'utf8');
  const match = REPORT.exec(text);
  if (!match) {
    throw new BuildError(
      `${name}: the glue \`${basename(glue)}\` was not linked with js/library/wasm_pseudo_link.js. Give the target its ` +
        'settings by wasm_target_module_settings, and do not replace its link options.',
    );
  }
  writeIfChanged(glue, text.replace(REPORT, '$1$1'));
  const entries = new Map(match[2].split(';').map((field) => field.split('=')));
  return Object.fromEntries(FIELDS.map((field) => [field, (entries.get(field) ?? '').split(',').filter(Boolean)]));
}
