// node write_stub.mjs <side.config.json>
//
// Writes a side's stub library from its description, only if it changes.
import { readJson, runScript, writeIfChanged } from './files.mjs';
import { stubLibrary } from './stub_library.mjs';

runScript(({ moduleFile, stubFile }) => writeIfChanged(stubFile, stubLibrary(readJson(moduleFile))));
