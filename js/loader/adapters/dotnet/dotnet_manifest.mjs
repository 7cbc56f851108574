// What the manifest says of C# sides and their runtime.
/** @import { Check, ManifestEntry } from '../../manifest/manifest.mjs' */
import { fileShape, filledText } from '../../manifest/manifest.mjs';
import { TEXT } from '../../base/kinds.mjs';
import { listOf, mustBe, optional, record } from '../../manifest/shapes.mjs';

/**
 * Checks the entry of a C# side, and the runtime that the manifest describes once for all of them.
 * @type {Check}
 */
export function checkDotnetEntry(entry, manifest, problem) {
  if (entry.role !== 'side') problem('a C# module can only be a side');
  if (entry.variants.length > 0) problem('"variants" of a C# side must be empty');
  if (entry.memory.imported) problem('"memory.imported" of a C# side must be false');
  filledText()(entry.assembly, 'assembly', problem);
  for (const [name, signature] of Object.entries(entry.exports)) {
    if (signature === null) problem(`"exports" gives "${name}" no signature, which C# exports must have`);
  }
  if (entry === manifest.modules.find((/** @type {ManifestEntry} */ { kind }) => kind === entry.kind))
    runtimeShape()(manifest.dotnet, 'dotnet', problem);
}

const runtimeShape = () =>
  record({
    host: filledText(),
    version: filledText(),
    runtime: fileShape(),
    assets: listOf(fileShape({ behavior: optional(mustBe(TEXT)) })),
  });
