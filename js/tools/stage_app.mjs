// node stage_app.mjs <app.config.json> linked|sides
//
// Makes the servable folder of a main module from the descriptions of its modules: `linked` after main was linked,
// `sides` when a side, the loader or this script changed but main need not be linked again.
/** @import { AppConfig } from './common/records.d.ts' */
import { rmSync } from 'node:fs';
import { checkedManifest } from './app/app_manifest.mjs';
import { partsOf } from './app/app_parts.mjs';
import { readApp } from './app/read_app.mjs';
import { allocatorFaults, importFaults, memoryFaults } from './app/import_checks.mjs';
import { isLinkedNext } from './app/link_state.mjs';
import { stageSides } from './app/stage_sides.mjs';
import { writeApp } from './app/write_app.mjs';
import { BuildError } from './common/build_error.mjs';
import { placeOf } from './common/module_config.mjs';
import { runScript } from './common/run_script.mjs';
import { fuse, writeFusedVariant } from './variants/fused_variant.mjs';

runScript((/** @type {AppConfig} */ config, step) => {
  if (step === 'sides' && isLinkedNext(config)) return;
  const place = placeOf(config);
  const described = readApp(config, place);
  const faults = [...importFaults(described), ...memoryFaults(described), ...allocatorFaults(described)];
  if (faults.length > 0 && step === 'sides') {
    rmSync(config.target, { force: true }); // the link of main that must follow tells them
    return;
  }
  if (faults.length > 0) throw new BuildError(`${config.name}: ${faults.join('\n')}`);
  const { app, fused } = fuse(config, place, described);
  const manifest = checkedManifest(config, app);
  stageSides(app, place.folder);
  writeFusedVariant(place, fused);
  writeApp(config, place, manifest, partsOf(app, config));
});
