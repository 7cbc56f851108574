// node describe_linked.mjs <module.config.json>
//
// Runs after emcc has linked a main or side module: checks its files, makes its direct file and writes
// <module>.module.json, its description. The only script that a link by emcc runs for a side, so that other scripts
// relink none.
/** @import { LinkedConfig } from './common/records.d.ts' */
import { renameSync, rmSync } from 'node:fs';
import { writeJson } from './common/files.mjs';
import { placeOf } from './common/module_config.mjs';
import { runScript } from './common/run_script.mjs';
import { warnOfPointers } from './emscripten/api_pointers.mjs';
import { sourceMapOf } from './emscripten/dwarf_lines.mjs';
import { describeLinked, glueAt, readLinked } from './emscripten/linked_module.mjs';
import { checkLinked } from './emscripten/module_checks.mjs';
import { makeDirectVariant, writeDirectVariant } from './variants/direct_variant.mjs';

runScript((/** @type {LinkedConfig} */ config) => {
  const place = placeOf(config);
  if (config.role === 'main') {
    // emcc wrote its glue as the target's file, which of a main is app.mjs, the page's entry: the glue moves aside.
    renameSync(config.target, glueAt(config, place));
    rmSync(config.moduleFile, { force: true });
  }
  const linked = readLinked(config, place);
  checkLinked(config, linked);
  const { sourceMap, warnings } = sourceMapOf(config, place, linked.bytes);
  for (const warning of [...warnings, ...warnOfPointers(config)]) console.error(warning);
  const direct = makeDirectVariant(config, place, { ...linked, sourceMap });
  writeDirectVariant(place, direct);
  writeJson(config.moduleFile, describeLinked(config, place, linked, direct));
});
