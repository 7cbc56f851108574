// node write_stub.mjs <side.config.json>
//
// Writes a side's stub library from its description, only if it changes.
/** @import { ModuleConfig } from './common/records.d.ts' */
import { readJson, writeIfChanged } from './common/files.mjs';
import { runScript } from './common/run_script.mjs';
import { stubLibrary } from './common/stub_library.mjs';

runScript((/** @type {ModuleConfig & { stubFile: string }} */ config) =>
  writeIfChanged(config.stubFile, stubLibrary(config, readJson(config.moduleFile))),
);
