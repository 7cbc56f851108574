// A Vite plugin: writes service_worker.js with the list of all files of the site, so that it works offline after one
// visit.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Plugin } from 'vite';

/** Not fetched before they are needed: types, and the .NET runtime, which is large. */
const NOT_CACHED = /(^|\/)service_worker\.js$|\.(d\.mts|stamp)$|^wasm\/sort_csharp\//;

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .filter((name) => !NOT_CACHED.test(name))
    .sort();
}

function versionOf(folder: string, files: string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest('hex').slice(0, 16);
}

export function offline(): Plugin {
  let folder = '';
  let root = '';
  return {
    name: 'offline',
    apply: 'build',
    configResolved(config) {
      root = config.root;
      folder = join(config.root, config.build.outDir);
      if (config.build.outDir.startsWith(sep)) folder = config.build.outDir;
    },
    closeBundle() {
      const files = filesOf(folder);
      const text = readFileSync(join(root, 'src/service_worker.js'), 'utf8')
        .replace("'VERSION'", JSON.stringify(versionOf(folder, files)))
        .replace('[]', JSON.stringify(files));
      writeFileSync(join(folder, 'service_worker.js'), text);
    },
  };
}
