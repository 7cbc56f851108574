// What a plugin's file must not have or do, read from its bytes before the engine gets them: imports beyond those that
// its access mode gives, code that runs by itself, memories and tables beyond what the host allows, lies in its
// manifest.
//
// The bytes are not known to be valid WebAssembly here. Whatever is read from invalid ones does no harm, because the
// engine compiles the same bytes afterwards and refuses them then.
/** @import { ManifestEntry } from '../manifest/manifest.mjs' */
/** @import { WasmImport, WasmMemory, WasmModule } from '../wasm/wasm_binary.mjs' */
/** @import { MostLimits } from '../wasm/own_limits.mjs' */
import { PLAIN_WASI_SIGNATURES } from '../adapters/wasm/plain_wasi.mjs';
import { WASI_MODULE } from '../adapters/wasm/wasi.mjs';
import { MAIN } from '../base/main_names.mjs';
import { WasmPseudoLinkError, textOf } from '../base/errors.mjs';
import { ACCESSOR_SIGNATURES, BRIDGE_SIGNATURES } from '../memory/helpers.mjs';
import { hasStart, ownTables } from '../wasm/own_limits.mjs';
import { readWasm } from '../wasm/wasm_binary.mjs';

/** Bytes of a page of memory. */
export const PAGE = 65536;

/** Bytes of maxMemory for which a table may have an entry. Engines need up to 40 bytes for one (measured). */
const BYTES_PER_ENTRY = 256;

/**
 * What a plugin may have.
 * @typedef {object} Allowed
 * @property {string} access access mode that the host has chosen
 * @property {Record<string, string>} host functions of main by name, with signatures
 * @property {Set<string>} modules names of the app's modules
 * @property {number} maxMemory in bytes
 */

/**
 * @param {number} maxMemory in bytes
 * @returns {MostLimits} limits of each memory and table
 */
export const limitsFor = (maxMemory) => ({
  pages: Math.floor(maxMemory / PAGE),
  entries: Math.floor(maxMemory / BYTES_PER_ENTRY),
});

/**
 * @param {string} name of the plugin, for errors
 * @param {Uint8Array} bytes of its file
 * @param {ManifestEntry} entry that its manifest has
 * @param {Allowed} allowed
 * @throws {WasmPseudoLinkError} PLUGIN_REFUSED, whose message lists all faults
 */
export function checkBinary(name, bytes, entry, allowed) {
  const faults = faultsOf(bytes, entry, allowed);
  if (faults.length === 0) return;
  throw new WasmPseudoLinkError(
    'PLUGIN_REFUSED',
    name,
    `its file ${faults.join(', ')}`,
    'build it as a no-JS side for this host, or open it with the access mode and maxMemory that it needs if you trust it',
    { faults },
  );
}

/**
 * @param {Uint8Array} bytes
 * @param {ManifestEntry} entry
 * @param {Allowed} allowed
 * @returns {string[]} each continues "its file ..."
 */
function faultsOf(bytes, entry, allowed) {
  try {
    const wasm = readWasm(bytes);
    return [
      ...(hasStart(bytes) ? ['has a start function, which would run before all else'] : []),
      ...wasm.imports.flatMap((item) => importFault(item, allowed) ?? []),
      ...memoryFaults(wasm.memories, limitsFor(allowed.maxMemory).pages),
      ...tableFaults(bytes, limitsFor(allowed.maxMemory).entries),
      ...lies(wasm, entry, allowed),
    ];
  } catch (error) {
    return [`cannot be checked: ${textOf(error)}`];
  }
}

/**
 * @param {WasmImport} item
 * @param {Allowed} allowed
 */
function importFault(item, allowed) {
  const what = `imports the ${item.kind} ${item.module}.${item.name}`;
  if (item.kind !== 'function') return `${what}, but a plugin has memory, tables, globals and tags of its own`;
  const given = givenSignature(item, allowed);
  if (given === undefined) return `${what}, which access mode ${allowed.access} does not give it`;
  return given === item.signature || given === null ? null : `${what} as ${item.signature}, but it is ${given}`;
}

/**
 * What the loader gives: undefined is nothing, null is a function whose type is checked elsewhere.
 * @param {{ module: string, name: string }} item
 * @param {Allowed} allowed
 */
function givenSignature({ module, name }, { access, host, modules }) {
  if (module === WASI_MODULE) return own(PLAIN_WASI_SIGNATURES, name);
  if (module === MAIN && Object.hasOwn(host, name)) return host[name];
  if (module === 'env' && name === 'abort') return 'viiii';
  if (access === 'NONE') return undefined;
  if (module === MAIN || modules.has(module)) return null;
  if (module !== 'env' || access === 'POINTER') return undefined;
  if (name === 'rbBridge') return 'iii';
  return helperSignature(name, access === 'ACCESSOR' ? {} : BRIDGE_SIGNATURES, modules);
}

/**
 * @param {Readonly<Record<string, string>>} signatures
 * @param {string} name
 */
const own = (signatures, name) => (Object.hasOwn(signatures, name) ? signatures[name] : undefined);

/**
 * The signature of a function over the memory of main or another module, "main_getI32".
 * @param {string} name
 * @param {Readonly<Record<string, string>>} bridge
 * @param {Set<string>} modules
 */
function helperSignature(name, bridge, modules) {
  const signatures = { ...ACCESSOR_SIGNATURES, ...bridge };
  const field = Object.keys(signatures).find((each) => name.endsWith(`_${each}`));
  const module = field && name.slice(0, -field.length - 1);
  return field && (module === MAIN || modules.has(module ?? '')) ? signatures[field] : undefined;
}

/**
 * @param {WasmMemory[]} memories
 * @param {number} pages
 */
function memoryFaults(memories, pages) {
  if (memories.length !== 1) return [`has ${memories.length} memories, not one`];
  const [{ shared, address, initial }] = memories;
  return [
    ...(shared ? ['has a shared memory'] : []),
    ...(address === 'i64' ? ['has a 64-bit memory'] : []),
    ...(initial > pages ? [`begins with ${initial * PAGE} bytes of memory, but maxMemory is ${pages * PAGE}`] : []),
  ];
}

/**
 * @param {Uint8Array} bytes
 * @param {number} entries
 */
function tableFaults(bytes, entries) {
  return ownTables(bytes).flatMap(({ shared, address, initial }) => [
    ...(shared || address === 'i64' ? ['has a table that is shared or 64-bit'] : []),
    ...(initial > entries ? [`begins with a table of ${initial} entries, but maxMemory allows ${entries}`] : []),
  ]);
}

/**
 * Where the manifest says anything but the file does.
 * @param {WasmModule} wasm
 * @param {ManifestEntry} entry
 * @param {Allowed} allowed
 */
function lies(
  { exports, imports, memories },
  { exports: listed, imports: importsListed, memory, names = {} },
  { modules },
) {
  const actual = new Map(exports.flatMap((item) => (item.kind === 'function' ? [[item.name, item.signature]] : [])));
  const functions = Object.entries(listed).flatMap(([field, signature]) => {
    const inFile = Object.hasOwn(names, field) ? names[field] : field;
    if (!actual.has(inFile)) return [`does not export ${inFile}, which its manifest lists`];
    const found = actual.get(inFile);
    return found === signature ? [] : [`exports ${inFile} as ${found}, which its manifest lists as ${signature}`];
  });
  const foreign = imports.flatMap((item) => {
    if (item.kind !== 'function' || !(item.module === MAIN || modules.has(item.module))) return [];
    const said = importsListed[item.module]?.[item.name];
    return said === item.signature
      ? []
      : [`imports ${item.module}.${item.name} as ${item.signature}, which its manifest does not list so`];
  });
  const [{ initial, maximum }] = [...memories, { initial: 0, maximum: null }];
  const isMemory = !memory.imported && memory.initial === initial && memory.maximum === maximum;
  return [...functions, ...foreign, ...(isMemory ? [] : ['has a memory of other limits than its manifest lists'])];
}
