// Which memory of a prebuilt file is the module's own, and by which name it is known.
/** @import { PrebuiltConfig } from '../common/records.d.ts' */
/** @import { WasmModule } from '../../loader/wasm/wasm_binary.mjs' */
import { BuildError } from '../common/build_error.mjs';

/** @param {string[]} names */
const quoted = (names) => names.map((name) => `\`${name}\``).join(', ');

/**
 * The names by which the module's memories are known: exports, and fields of imports.
 * @param {WasmModule} wasm
 * @returns {{ name: string, index: number }[]}
 */
function memoryNames({ imports, exports }) {
  const exported = exports.flatMap((item) => (item.kind === 'memory' ? [{ name: item.name, index: item.index }] : []));
  const imported = imports.filter(({ kind }) => kind === 'memory').map(({ name }, index) => ({ name, index }));
  return [...exported, ...imported];
}

/**
 * An imported memory goes by the field of its import, which the loader gives, even if it is exported too.
 * @param {WasmModule} wasm
 * @param {number} chosen
 */
export const memoryName = (wasm, chosen) => memoryNames(wasm).findLast(({ index }) => index === chosen)?.name;

/**
 * @param {PrebuiltConfig} config
 * @param {WasmModule} wasm
 * @returns {number} its index
 * @throws {BuildError} where there is none, or none that can be told from the others
 */
export function chooseMemory({ name, file, memoryName }, wasm) {
  const names = memoryNames(wasm);
  const indices = [...new Set(names.map(({ index }) => index))];
  const remedy =
    wasm.memories.length > 0
      ? 'it has a memory, but exports none: link it so that it does (clang: -Wl,--export-memory)'
      : 'it has no memory, so there is nothing to share with it: build it with one';
  if (indices.length === 0) throw new BuildError(`${name}: FILE \`${file}\` cannot be used: ${remedy}.`);
  const choices = quoted([...new Set(names.map((item) => item.name))]);
  if (memoryName) {
    const chosen = names.find((item) => item.name === memoryName);
    if (chosen) return chosen.index;
    throw new BuildError(
      `${name}: MEMORY names \`${memoryName}\`, which is no memory of \`${file}\`. Name one of: ${choices}.`,
    );
  }
  if (indices.length > 1)
    throw new BuildError(
      `${name}: \`${file}\` has several memories. Say by MEMORY which one is the module's: ${choices}.`,
    );
  return indices[0];
}
