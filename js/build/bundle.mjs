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

/** Writes false into parts.mjs for what an app does without. */
function leaveOut(source, needed) {
  for (const [name, isNeeded] of Object.entries(needed)) {
    const constant = `export const ${name} = true;`;
    if (!source.includes(constant)) throw new BuildError(`Internal error: parts.mjs has no part \`${name}\``);
    if (!isNeeded) source = source.replace(constant, `const ${name} = false;`);
  }
  return source;
}

function joinModules(entry, needed) {
  const files = collect(entry);
  const parts = join(dirname(entry), 'parts.mjs');
  files.set(parts, leaveOut(files.get(parts), needed));
  const names = new Set();
  const bodies = [...files.values()].map((source) => {
    const body = source.replace(IMPORT, '').replace(/^export (?=(async )?(function|class|const|let) )/gm, '');
    if (/^(import|export)\b/m.test(body)) throw new BuildError(`Internal error: an import or export form that bundle.mjs does not know, below ${entry}`);
    for (const [, name] of body.matchAll(/^(?:async )?(?:function\*?|class|const|let) (\w+)/gm)) {
      if (names.has(name)) throw new BuildError(`Internal error: two loader files define \`${name}\``);
      names.add(name);
    }
    return body.trim();
  });
  return bodies.join('\n\n');
}

/**
 * @param {{loader: string, helpers: Record<string, string>, manifest: object, parts: Record<string, boolean>}} what
 *   loader: path of the loader's entry; helpers: path of each helper's .wasm by name; parts: which of parts.mjs are needed
 * @returns {string} the text of app.mjs
 */
export function bundle({ loader, helpers, manifest, parts }) {
  const encoded = Object.fromEntries(
    Object.entries(parts.HELPERS ? helpers : {}).map(([name, path]) => [name, readFileSync(path).toString('hex')]),
  );
  return `${joinModules(loader, parts)}

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
