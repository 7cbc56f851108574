// node build_prebuilt_side.mjs <side.config.json>
//
// Makes a side of a file that something else than emcc has linked: its files, its entry for manifests, and its stub library, each
// written only if it changes. Writes a depfile of what it read beside the files that CMake knows.
import { describePrebuilt } from './describe_prebuilt.mjs';
import { runScript, writeDepfile, writeIfChanged, writeJson } from './files.mjs';
import { withPrebuiltPaths } from './module_config.mjs';
import { stubLibrary } from './stub_library.mjs';

runScript(async (plain) => {
  const config = withPrebuiltPaths(plain);
  const { module, sources } = await describePrebuilt(config);
  writeJson(config.moduleFile, module);
  writeIfChanged(config.stubFile, stubLibrary(module, true));
  writeDepfile(config.depfile, config.target, [config.file, ...sources]); // ninja forgets what depends on nothing
});
