// Joins the loader's files, a manifest and the helper modules into one app.mjs.
//
// The loader is a handful of plain ES modules written for this: named exports only, one-line static imports of each
// other, top-level names unique over all files. So joining them is dropping those imports and the word `export`.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BuildError } from './files.mjs';

const IMPORT = /^import \{[^}]*\} from '(\.[^']+)';\n/gm;

/** The files of the loader in dependency order, starting from its entry. */
function collect(file, seen = new Map()) {
  if (seen.has(file)) return seen;
  seen.set(file, null);
  const source = readFileSync(file, 'utf8');
  for (const [, target] of source.matchAll(IMPORT)) collect(join(dirname(file), target), seen);
  seen.delete(file);
  return seen.set(file, source);
}

function joinModules(entry) {
  const names = new Set();
  const parts = [...collect(entry).values()].map((source) => {
    const body = source.replace(IMPORT, '').replace(/^export (?=(async )?(function|class|const|let) )/gm, '');
    if (/^(import|export)\b/m.test(body)) throw new BuildError(`Internal error: an import or export form that bundle.mjs does not know, below ${entry}`);
    for (const [, name] of body.matchAll(/^(?:async )?(?:function\*?|class|const|let) (\w+)/gm)) {
      if (names.has(name)) throw new BuildError(`Internal error: two loader files define \`${name}\``);
      names.add(name);
    }
    return body.trim();
  });
  return parts.join('\n\n');
}

/**
 * @param {{loader: string, helpers: Record<string, string>, manifest: object}} parts
 *   loader: path of the loader's entry; helpers: path of each helper's .wasm by name
 * @returns {string} the text of app.mjs
 */
export function bundle({ loader, helpers, manifest }) {
  const encoded = Object.fromEntries(
    Object.entries(helpers).map(([name, path]) => [name, readFileSync(path).toString('hex')]),
  );
  return `${joinModules(loader)}

const APP_MANIFEST = ${JSON.stringify(manifest)};
const APP_HELPERS = new EmbeddedHelpers(${JSON.stringify(encoded)});

/** Loads the modules of \`${manifest.main}\` and starts main; see load() for the options and the result. */
export default function createApp(options = {}) {
  return load(APP_MANIFEST, { helpers: APP_HELPERS, baseUrl: import.meta.url, ...options });
}
export { APP_MANIFEST as manifest, WasmPseudoLinkError };

runIfMainScript(import.meta.url, createApp);
`;
}
