// node check_app.mjs <app.mjs>
//
// Checks that an app is of one piece: app.mjs has the manifest that lies beside it, and each file that this names is
// there with the size and hash that it states.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [app] = process.argv.slice(2);
const manifestFile = app.replace(/\.mjs$/, '.manifest.json');
const faults = [];
const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
const { manifest: inApp } = await import(pathToFileURL(app));
if (JSON.stringify(manifest) !== JSON.stringify(inApp)) faults.push(`${app} has another manifest than ${manifestFile}`);
const files = manifest.modules.flatMap(({ glue, variants, importScripts = {}, wasi }) => [
  ...(glue ? [glue] : []),
  ...variants.map(({ wasm }) => wasm),
  ...Object.values(importScripts),
  ...(wasi?.files ?? []),
]);
if (manifest.dotnet) files.push(manifest.dotnet.runtime, ...manifest.dotnet.assets);
for (const { url, bytes, integrity } of files) {
  const file = join(dirname(app), url);
  if (!existsSync(file)) {
    faults.push(`${file} is missing`);
    continue;
  }
  const content = readFileSync(file);
  if (content.length !== bytes) faults.push(`${file} has ${content.length} bytes, the manifest says ${bytes}`);
  if (`sha384-${createHash('sha384').update(content).digest('base64')}` !== integrity)
    faults.push(`${file} is not what the manifest says`);
}
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
