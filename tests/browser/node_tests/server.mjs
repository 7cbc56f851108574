// Serves the repository, temporary files and the shims to a page, and does for it what only Node can do.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));
const SHIMS = fileURLToPath(new URL('.', import.meta.url));
const TYPES = {
  '.html': 'text/html',
  '.mjs': 'text/javascript',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};

const unpack = (value) => (value?.bytes !== undefined ? Buffer.from(value.bytes, 'base64') : value);
const pack = (value) => (value instanceof Uint8Array ? { bytes: Buffer.from(value).toString('base64') } : value);

/** An npm package of CommonJS as an ES module. */
async function bundled(name) {
  const bundle = await rolldown({ input: name, cwd: REPOSITORY, platform: 'browser' });
  const { output } = await bundle.generate({ format: 'es' });
  return output[0].code;
}

/** The source expression that allows a page's inline script. */
function hashOfScript(page) {
  const [, script] = /<script type="importmap">(.*?)<\/script>/s.exec(fs.readFileSync(page, 'utf8'));
  return `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
}

/**
 * @param {string} temporary folder for what tests write
 * @param {Record<string, string>} environment what the tests find in process.env
 * @param {string} [policy] content security policy that ends in script-src, to which the runner's import map is added
 */
export async function serveTests(temporary, environment, policy) {
  const roots = { '/repository/': REPOSITORY, '/temporary/': `${temporary}/`, '/': SHIMS };

  function pathOf(address) {
    const [prefix, root] = Object.entries(roots).find(([start]) => address.startsWith(start));
    return resolve(root, decodeURIComponent(address.slice(prefix.length)));
  }

  function addressOf(path) {
    const [prefix, root] = Object.entries(roots).find(([, folder]) => path.startsWith(folder));
    return prefix + path.slice(root.length).split('/').map(encodeURIComponent).join('/');
  }

  const written = (path) => {
    const isOurs = [temporary, environment.WPL_WAT_CACHE].some((folder) => resolve(path).startsWith(folder));
    if (!isOurs) throw new Error(`${path} is outside of the folders for what tests write`);
    return path;
  };

  const functions = {
    environment: () => environment,
    tmpdir: () => temporary,
    pathOf,
    addressOf,
    existsSync: fs.existsSync,
    readdirSync: fs.readdirSync,
    readFileSync: fs.readFileSync,
    mkdirSync: (path, options) => fs.mkdirSync(written(path), options),
    mkdtempSync: (prefix) => fs.mkdtempSync(written(prefix)),
    renameSync: (from, to) => fs.renameSync(written(from), written(to)),
    rmSync: (path, options) => fs.rmSync(written(path), options),
    writeFileSync: (path, data) => fs.writeFileSync(written(path), data),
    digest: (algorithm, encoding, ...parts) =>
      parts.reduce((hash, part) => hash.update(part), createHash(algorithm)).digest(encoding),
    execFileSync(file, args) {
      if (file !== environment.WPL_WASM_AS) throw new Error(`${file} is not run for a page`);
      execFileSync(file, args, { stdio: 'pipe' });
    },
  };

  async function answer(request) {
    let body = '';
    for await (const part of request) body += part;
    const { name, args } = JSON.parse(body);
    try {
      return { result: pack(functions[name](...args.map(unpack))) };
    } catch (error) {
      return { error: error.message };
    }
  }

  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://server');
    if (pathname === '/ask') {
      response.end(JSON.stringify(await answer(request)));
      return;
    }
    if (pathname === '/ajv.mjs') {
      response.writeHead(200, { 'content-type': 'text/javascript' });
      response.end(await bundled('ajv/dist/2020.js'));
      return;
    }
    const path = pathOf(pathname);
    const file = [path, `${path}.js`].find((name) => fs.statSync(name, { throwIfNoEntry: false })?.isFile());
    response.writeHead(file ? 200 : 404, {
      'content-type': TYPES[extname(file ?? '')] ?? 'text/plain',
      'cache-control': 'no-store',
      ...(policy && { 'content-security-policy': `${policy} ${hashOfScript(join(SHIMS, 'runner.html'))}` }),
    });
    response.end(file && fs.readFileSync(file));
  });
  await new Promise((started) => server.listen(0, '127.0.0.1', started));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () =>
      new Promise((closed) => {
        server.close(closed);
        server.closeAllConnections();
      }),
  };
}
