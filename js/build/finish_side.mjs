// node finish_side.mjs <side.config.json>
//
// Runs after a side was linked: checks its files and writes <side>.module.json, its entry for manifests.
import { describeModule } from './describe_module.mjs';
import { runScript, writeJson } from './files.mjs';
import { withPaths } from './module_config.mjs';

runScript((config) => writeJson(config.moduleFile, describeModule(withPaths(config))));
