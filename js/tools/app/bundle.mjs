// Joins the loader's files, a manifest and the helper modules into one app.mjs.
//
// The loader is a handful of plain ES modules written for this: named exports only, one-line static imports of each
// other, top-level names unique over all files. So joining them is dropping those imports and the word `export`.
/** @import { Parts } from './app_parts.mjs' */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BuildError } from '../common/build_error.mjs';

const IMPORT = /^import \{[^}]*\} from '(\.[^']+)';\n/gm;

/**
 * The files of the loader in dependency order, starting from its entry.
 * @param {string} file
 * @param {Map<string, string>} [seen] files that were read
 * @returns {Map<string, string>} texts by path
 */
function collect(file, seen = new Map()) {
  if (seen.has(file)) return seen;
  seen.set(file, ''); // until those that it imports are in
  const source = readFileSync(file, 'utf8');
  for (const [, target] of source.matchAll(IMPORT)) collect(join(dirname(file), target), seen);
  seen.delete(file);
  return seen.set(file, source);
}

/**
 * Writes false into parts.mjs for what an app does without.
 * @param {string} source
 * @param {Parts} needed
 */
function leaveOut(source, needed) {
  for (const [name, isNeeded] of Object.entries(needed)) {
    const constant = `export const ${name} = true;`;
    if (!source.includes(constant)) throw new BuildError(`Internal error: parts.mjs has no part \`${name}\``);
    if (!isNeeded) source = source.replace(constant, `const ${name} = false;`);
  }
  return source;
}

/**
 * @param {string} entry
 * @param {Parts} needed
 */
function joinModules(entry, needed) {
  const files = collect(entry);
  const parts = join(dirname(entry), 'base/parts.mjs');
  files.set(parts, leaveOut(files.get(parts) ?? '', needed));
  const names = new Set();
  const bodies = [...files.values()].map((source) => {
    const body = source.replace(IMPORT, '').replace(/^export (?=(async )?(function|class|const|let) )/gm, '');
    if (/^(import|export)\b/m.test(body))
      throw new BuildError(`Internal error: an import or export form that bundle.mjs does not know, below ${entry}`);
    for (const [, name] of body.matchAll(/^(?:async )?(?:function\*?|class|const|let) (\w+)/gm)) {
      if (names.has(name)) throw new BuildError(`Internal error: two loader files define \`${name}\``);
      names.add(name);
    }
    return body.trim();
  });
  return bodies.join('\n\n');
}

/** Stands for the manifest until the loader is minified: to a minifier it is a global variable of somebody else. */
const MANIFEST = 'WPL_APP_MANIFEST';

/**
 * The loader and the helper modules: what all apps that need the same parts have in common.
 * @param {{ loader: string, helpers: Record<string, string>, parts: Parts }} what
 */
function joinLoader({ loader, helpers, parts }) {
  const encoded = Object.fromEntries(
    Object.entries(parts.HELPERS ? helpers : {}).map(([name, path]) => [name, readFileSync(path).toString('hex')]),
  );
  return `${joinModules(loader, parts)}

const APP_MANIFEST = ${MANIFEST};
const APP_HELPERS = new EmbeddedHelpers(${JSON.stringify(encoded)});

/** Loads the app's modules and starts main; see load() for the options and the result. */
export default function createApp(options) {
  return load(APP_MANIFEST, options, { helpers: APP_HELPERS, baseUrl: import.meta.url });
}
export { APP_MANIFEST as manifest, WasmPseudoLinkError };

runIfMainScript({ url: import.meta.url, main: import.meta.main }, createApp);
`;
}

/**
 * JSON as JavaScript. There, and only there, `"__proto__":` sets a prototype
 * (https://tc39.es/ecma262/#sec-__proto__-property-names-in-object-initializers).
 * @param {object} value
 * @param {(token: string) => string} write
 */
const literal = (value, write) =>
  JSON.stringify(value).replace(/"(?:[^"\\]|\\.)*":?|true|false/g, (token) =>
    token === '"__proto__":' ? '["__proto__"]:' : write(token),
  );

/**
 * A token of JSON as a minifier writes it in JavaScript.
 * @param {string} token
 */
function shortened(token) {
  if (token === 'true') return '!0';
  if (token === 'false') return '!1';
  return /^"[A-Za-z_$][\w$]*":$/.test(token) ? `${token.slice(1, -2)}:` : token;
}

/**
 * @param {object} what
 * @param {string} what.loader path of the loader's entry
 * @param {Record<string, string>} what.helpers path of each helper's .wasm by name
 * @param {object} what.manifest
 * @param {Parts} what.parts which of parts.mjs are needed
 * @param {(text: string) => string} [what.minify] of the text without the manifest
 * @returns {string} the text of app.mjs
 */
export function bundle({ loader, helpers, manifest, parts, minify }) {
  const joined = joinLoader({ loader, helpers, parts });
  const [before, after, ...more] = (minify ? minify(joined) : joined).split(MANIFEST);
  if (after === undefined || more.length > 0)
    throw new BuildError('Internal error: the minified loader does not have its manifest exactly once');
  return before + literal(manifest, minify ? shortened : (token) => token) + after;
}
