// Files, hashes and wasm-as, of the test's server: a page has none. Waits for each answer, as Node's functions do.

const toBase64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const pack = (value) => (value instanceof Uint8Array ? { bytes: toBase64(value) } : value);
const unpack = (value) => (value?.bytes !== undefined ? fromBase64(value.bytes) : value);

/** Functions whose answer to the same question is always the same. A question costs milliseconds. */
const PURE = new Set(['environment', 'tmpdir', 'pathOf', 'addressOf', 'digest']);
const answers = new Map();

/** Has the server call one of its functions. */
export function ask(name, ...args) {
  const question = JSON.stringify({ name, args: args.map(pack) });
  if (answers.has(question)) return answers.get(question);
  const request = new XMLHttpRequest();
  request.open('POST', '/ask', false);
  request.send(question);
  const { result, error } = JSON.parse(request.responseText);
  if (error) throw new Error(error);
  if (PURE.has(name)) answers.set(question, result);
  return unpack(result);
}

/** The same without waiting: a request that the page waits for takes five times as long. */
export async function askLater(name, ...args) {
  const response = await fetch('/ask', { method: 'POST', body: JSON.stringify({ name, args: args.map(pack) }) });
  const { result, error } = await response.json();
  if (error) throw new Error(error);
  return unpack(result);
}

/** What this page has read or written. */
const known = new Map();

export const remember = (path, data) =>
  known.set(path, typeof data === 'string' ? new TextEncoder().encode(data) : new Uint8Array(data));

export function forget(path) {
  for (const file of known.keys()) if (file === path || file.startsWith(`${path}/`)) known.delete(file);
}

// fs
export const existsSync = (path) => ask('existsSync', path);
export const mkdirSync = (path, options) => ask('mkdirSync', path, options);
export const mkdtempSync = (prefix) => ask('mkdtempSync', prefix);
export const readdirSync = (path) => ask('readdirSync', fileURLToPath(path));
export function readFileSync(path, options) {
  const file = fileURLToPath(path);
  if (options) return ask('readFileSync', file, options);
  if (!known.has(file)) remember(file, ask('readFileSync', file));
  return known.get(file).slice();
}
export function renameSync(from, to) {
  forget(from);
  forget(to);
  ask('renameSync', from, to);
}
export function rmSync(path, options) {
  forget(path);
  ask('rmSync', path, options);
}
export function writeFileSync(path, data) {
  remember(path, data);
  ask('writeFileSync', path, data);
}

// child_process
export const execFileSync = (file, args) => ask('execFileSync', file, args);

// crypto
export const createHash = (algorithm) => {
  const parts = [];
  const hash = {
    update(part) {
      parts.push(part);
      return hash;
    },
    digest: (encoding) => ask('digest', algorithm, encoding, ...parts),
  };
  return hash;
};

// os, path, url
export const tmpdir = () => ask('tmpdir');
export const join = (...parts) => parts.join('/').replaceAll(/\/\.?(?=\/)/g, '');
export const basename = (path, ending = '') => {
  const name = path.split('/').at(-1);
  return name.endsWith(ending) ? name.slice(0, name.length - ending.length) : name;
};
export const dirname = (path) => path.split('/').slice(0, -1).join('/');
export const relative = (from, to) => to.slice(from.length + 1);

/** Where the server has a file of the repository or of the temporary folder. */
export const pathToFileURL = (path) => new URL(ask('addressOf', path), location.href);
export const fileURLToPath = (address) =>
  /^https?:/.test(String(address)) ? ask('pathOf', new URL(address).pathname) : String(address);

// Imported by build scripts, parts of which are tested; not called in a page.
const notInPages = () => {
  throw new Error('a page cannot do that');
};
export { notInPages as parseArgs, notInPages as realpathSync, notInPages as spawnSync };
