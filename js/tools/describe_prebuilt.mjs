// node describe_prebuilt.mjs <module.config.json>
//
// Makes a module of a file that something else than emcc has linked: its files, its description <module>.module.json
// and, of a side, its stub library, each written only if it changes. Of a side it also writes a depfile, which names
// what was read beside the files that CMake knows.
/** @import { PrebuiltConfig } from './common/records.d.ts' */
import { writeDepfile, writeFiles, writeIfChanged, writeJson } from './common/files.mjs';
import { placeOfPrebuilt } from './common/module_config.mjs';
import { runScript } from './common/run_script.mjs';
import { stubLibrary } from './common/stub_library.mjs';
import { checkPrebuiltImports } from './prebuilt/prebuilt_imports.mjs';
import { callsMain, describePrebuilt, readPrebuilt } from './prebuilt/prebuilt_module.mjs';
import { makeDirectVariant, writeDirectVariant } from './variants/direct_variant.mjs';

runScript(async (/** @type {PrebuiltConfig} */ config) => {
  const place = placeOfPrebuilt(config);
  const prebuilt = await readPrebuilt(config, place);
  checkPrebuiltImports(config, prebuilt);
  const direct = makeDirectVariant(config, place, { ...prebuilt, callsMain: callsMain(config, prebuilt) });
  const description = describePrebuilt(config, place, prebuilt, direct);
  writeFiles(place.folder, prebuilt.files);
  writeDirectVariant(place, direct);
  writeJson(config.moduleFile, description);
  if (config.stubFile) writeIfChanged(config.stubFile, stubLibrary(config, description, true));
  // Without a dependency Ninja would forget the file.
  if (config.depfile) writeDepfile(config.depfile, config.target, prebuilt.sources);
});
