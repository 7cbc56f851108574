// What the manifest says of C# sides and their runtime.
import { checkFile } from '../../manifest.mjs';
import { isObject } from '../../type_checks.mjs';

/**
 * Checks the entry of a C# side, and the runtime that the manifest describes once for all of them.
 * @param {object} entry
 * @param {object} manifest
 * @param {(text: string) => void} problem
 */
export function checkDotnetEntry(entry, manifest, problem) {
  if (entry.role !== 'side') problem('a C# module can only be a side');
  if (!Array.isArray(entry.variants) || entry.variants.length > 0) problem('"variants" of a C# side is no empty list');
  if (entry.memory?.imported === true) problem('"memory.imported" of a C# side is not false');
  if (typeof entry.assembly !== 'string' || entry.assembly === '') problem('"assembly" is no name');
  for (const [name, signature] of Object.entries(entry.exports ?? {})) {
    if (signature === null) problem(`"exports" gives "${name}" no signature, which C# exports must have`);
  }
  const first = manifest.modules.find((other) => other?.kind === entry.kind);
  if (entry === first) checkRuntime(manifest.dotnet, problem);
}

function checkRuntime(dotnet, problem) {
  if (!isObject(dotnet)) {
    problem('the manifest has no "dotnet", the runtime of C# sides');
    return;
  }
  for (const key of ['host', 'version']) {
    if (typeof dotnet[key] !== 'string' || dotnet[key] === '') problem(`"dotnet.${key}" is no text`);
  }
  checkFile(dotnet.runtime, '"dotnet.runtime"', problem);
  if (!Array.isArray(dotnet.assets)) problem('"dotnet.assets" is no list of files');
  else for (const file of dotnet.assets) checkAsset(file, problem);
}

function checkAsset(file, problem) {
  checkFile(file, 'a file of "dotnet.assets"', problem);
  if (file?.behavior !== undefined && typeof file.behavior !== 'string') problem('"behavior" of a file of "dotnet.assets" is no text');
}
