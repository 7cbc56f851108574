// Writes app.mjs, its types and the manifest.
/** @import { AppConfig, AppManifest, Place } from '../common/records.d.ts' */
/** @import { Parts } from './app_parts.mjs' */
import { dirname, join } from 'node:path';
import { writeIfChanged, writeJson } from '../common/files.mjs';
import { fileAt } from '../common/module_config.mjs';
import { appTypes } from './app_types.mjs';
import { bundle } from './bundle.mjs';
import { minifyOnce } from './minify.mjs';

/**
 * @param {AppConfig} config
 * @param {Place} place
 * @param {AppManifest} manifest
 * @param {Parts} parts
 */
export function writeApp({ generator, loader, helpers, minifier, minified, target }, place, manifest, parts) {
  const minify = minifier ? (/** @type {string} */ text) => minifyOnce(text, minifier, minified) : undefined;
  const text = bundle({ loader, helpers, manifest, parts, minify });
  writeJson(fileAt(place, '.manifest.json'), manifest);
  writeIfChanged(fileAt(place, '.d.mts'), appTypes({ types: join(dirname(loader), 'index.d.ts'), manifest, parts }));
  writeIfChanged(
    target,
    `// ${manifest.main}: loader, manifest and helper modules. Made by ${generator}. Do not edit.\n${text}`,
  );
}
