// The files of a module.

/**
 * @param {object} module its entry in the manifest
 * @returns {{ url: string, bytes: number, integrity: string }[]} every file of its own; those of C# sides are the runtime's
 */
export const moduleFiles = ({ glue, variants, importScripts = {}, wasi }) => [
  ...(glue ? [glue] : []),
  ...variants.map(({ wasm }) => wasm),
  ...Object.values(importScripts),
  ...(wasi?.files ?? []),
];
