// One file for a plugin: its side manifest is written into its wasm, as a custom section.
/** @import { InterfaceDescription, ManifestEntry } from '../common/records.d.ts' */
import { SIDE_SECTION, checkSideManifest } from '../../loader/plugins/side_manifest.mjs';
import { checkBinary } from '../../loader/plugins/binary_check.mjs';
import { hostFunctions } from '../../loader/plugins/interface_check.mjs';
import { BuildError, messageOf } from '../common/build_error.mjs';
import { joinSections, readSections } from '../wasm/wasm_sections.mjs';

/** More than any host gives. */
const NO_LIMIT = 2 ** 42;

/**
 * Adds the side manifest to a plugin's file, after the loader's own checks of both.
 * @param {Buffer} bytes of the file, with a side manifest or without
 * @param {ManifestEntry} entry
 * @param {InterfaceDescription[]} interfaces that it implements
 * @param {string} generator
 * @returns {Buffer}
 */
export function withSideManifest(bytes, entry, interfaces, generator) {
  const { variants, ...module } = entry;
  const implemented = interfaces.map(({ name, version }) => ({ name, version }));
  const manifest = { abi: entry.abi, generator, module, implements: implemented };
  const others = readSections(bytes).filter(({ name }) => name !== SIDE_SECTION);
  try {
    const checked = checkSideManifest(entry.name, { ...manifest, module: { ...module, variants } }, []);
    const { access = 'NONE' } = entry;
    const allowed = { access, host: hostFunctions(checked, interfaces), modules: new Set(), maxMemory: NO_LIMIT };
    checkBinary(entry.name, bytes, checked.module, allowed);
  } catch (error) {
    throw new BuildError(`${messageOf(error)}.`);
  }
  const content = Buffer.from(JSON.stringify(manifest));
  return joinSections([...others, { id: 0, name: SIDE_SECTION, bytes: content, start: 0, end: content.length }]);
}
