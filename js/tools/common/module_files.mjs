// The files of a module.
/** @import { ManifestEntry, ManifestFile } from './records.d.ts' */

/**
 * @param {ManifestEntry} module
 * @returns {ManifestFile[]} every file of its own; those of C# sides are the runtime's
 */
export const moduleFiles = ({ glue, packages = [], variants, importScripts = {}, wasi }) => [
  ...(glue ? [glue] : []),
  ...packages,
  ...variants.map(({ wasm }) => wasm),
  ...Object.values(importScripts),
  ...(wasi?.files ?? []),
];
