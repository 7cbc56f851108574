// Whether a plugin implements the interface that the host asks for: name, version, every signature.
/** @import { InterfaceEntry } from '../manifest/interfaces.mjs' */
/** @import { SideManifest } from './side_manifest.mjs' */
import { WasmPseudoLinkError } from '../base/errors.mjs';
import { isCompatible } from '../manifest/interfaces.mjs';

/**
 * @param {string} name of the plugin, for errors
 * @param {SideManifest} manifest
 * @param {InterfaceEntry} wanted
 * @throws {WasmPseudoLinkError} INTERFACE_MISMATCH
 */
export function checkInterface(name, manifest, wanted) {
  const own = manifest.implements.find((each) => each.name === wanted.name);
  if (!own) throw otherInterface(name, manifest, wanted);
  if (!isCompatible(own.version, wanted.version)) throw otherVersion(name, own.version, wanted);
  const faults = signatureFaults(manifest.module.exports, wanted);
  if (faults.length > 0) throw wrongFunctions(name, own.version, wanted, faults);
}

/**
 * The functions of main that a plugin may import: those of all interfaces that it implements and that the app has.
 * @param {SideManifest} manifest
 * @param {InterfaceEntry[]} interfaces of the app
 * @returns {Record<string, string>} signatures by name
 */
export function hostFunctions(manifest, interfaces) {
  const common = interfaces.filter(({ name, version }) =>
    manifest.implements.some((own) => own.name === name && isCompatible(own.version, version)),
  );
  return Object.fromEntries(common.flatMap(({ host }) => Object.entries(host)));
}

/**
 * @param {Record<string, string | null>} exports
 * @param {InterfaceEntry} wanted
 */
function signatureFaults(exports, { functions, optional }) {
  const required = Object.entries(functions).filter(([field]) => !Object.hasOwn(exports, field));
  const present = Object.entries({ ...functions, ...optional }).filter(([field]) => Object.hasOwn(exports, field));
  return [
    ...required.map(([field, signature]) => `${field} (${signature}) is missing`),
    ...present
      .filter(([field, signature]) => exports[field] !== signature)
      .map(([field, signature]) => `${field} is ${exports[field] ?? 'without letters'}, not ${signature}`),
  ];
}

/**
 * @param {string} name
 * @param {SideManifest} manifest
 * @param {InterfaceEntry} wanted
 */
function otherInterface(name, manifest, wanted) {
  const names = manifest.implements.map((each) => `${each.name} ${each.version}`).join(', ') || 'no interface';
  return new WasmPseudoLinkError(
    'INTERFACE_MISMATCH',
    name,
    `it implements ${names}, not ${wanted.name} ${wanted.version}`,
    'open another file, or ask for an interface that it implements',
  );
}

/**
 * @param {string} name
 * @param {string} version
 * @param {InterfaceEntry} wanted
 */
function otherVersion(name, version, wanted) {
  const [major, minor] = wanted.version.split('.');
  return new WasmPseudoLinkError(
    'INTERFACE_MISMATCH',
    name,
    `it implements ${wanted.name} ${version}, but this app has ${wanted.name} ${wanted.version}`,
    `use a build of the plugin for ${wanted.name} ${major}.0 to ${major}.${minor}, or another version of the app`,
    { expected: wanted.version, actual: version },
  );
}

/**
 * @param {string} name
 * @param {string} version
 * @param {InterfaceEntry} wanted
 * @param {string[]} faults
 */
function wrongFunctions(name, version, wanted, faults) {
  return new WasmPseudoLinkError(
    'INTERFACE_MISMATCH',
    name,
    `it says that it implements ${wanted.name} ${version}, but of ${wanted.name} ${wanted.version} ${faults.join(', ')}`,
    'build the plugin again with the header of that interface',
    { faults },
  );
}
