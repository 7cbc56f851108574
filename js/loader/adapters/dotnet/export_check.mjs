// Compares what a C# side registers with what the manifest says of it, before anything is linked to it.
/** @import { ManifestEntry } from '../../manifest/manifest.mjs' */
/** @import { Interop } from './runtime_start.mjs' */
import { WasmPseudoLinkError, textOf } from '../../base/errors.mjs';
import { ABI_VERSION } from '../../manifest/manifest.mjs';

/**
 * What a C# side says of itself; exports: name, signature, method, index.
 * @typedef {{ abi: number, assembly: string, exports: Array<[string, string, number, number]> }} OpenedSide
 */

/**
 * Opens a side in the runtime.
 * @param {ManifestEntry} entry of the side in the manifest
 * @param {Interop} interop
 * @returns {Pick<OpenedSide, 'exports'>} those that the manifest lists
 * @throws {WasmPseudoLinkError} ABI_MISMATCH, IMPORTS_UNRESOLVED
 */
export function checkExports(entry, interop) {
  const side = openSideOf(entry, interop);
  if (side.abi !== ABI_VERSION)
    throw mismatch(entry.name, `was built for ABI version ${side.abi}, this loader has ABI version ${ABI_VERSION}`);
  if (side.assembly !== entry.assembly)
    throw mismatch(entry.name, `is the assembly ${side.assembly}, but the manifest says ${entry.assembly}`);
  const faults = exportFaults(entry, new Map(side.exports.map(([name, signature]) => [name, signature])));
  if (faults.length === 0) return { exports: side.exports.filter(([name]) => Object.hasOwn(entry.exports, name)) };
  throw new WasmPseudoLinkError(
    'IMPORTS_UNRESOLVED',
    entry.name,
    faults.join(', '),
    'build the app again, so that manifest, API headers and C# assemblies fit',
    { faults },
  );
}

/**
 * @param {ManifestEntry} entry
 * @param {Interop} interop
 * @returns {OpenedSide}
 */
function openSideOf(entry, interop) {
  try {
    return JSON.parse(interop.OpenSide(entry.name));
  } catch (error) {
    throw mismatch(entry.name, `cannot be opened in the .NET host (${textOf(error)})`, error);
  }
}

/**
 * @param {string} name
 * @param {string} what
 * @param {unknown} [cause]
 */
function mismatch(name, what, cause) {
  return new WasmPseudoLinkError('ABI_MISMATCH', name, what, 'build the app again, and serve the files of one build', {
    cause,
  });
}

/**
 * @param {ManifestEntry} entry
 * @param {Map<string, string>} registered signatures by name
 */
function exportFaults({ name: side, exports }, registered) {
  const faults = [];
  for (const [name, signature] of Object.entries(exports)) {
    const actual = registered.get(name);
    if (actual === undefined) faults.push(`${side} lists the export ${name}, which its assembly does not have`);
    else if (actual !== signature)
      faults.push(`${side} lists the export ${name} as ${signature}, but its assembly has it as ${actual}`);
  }
  return faults;
}
