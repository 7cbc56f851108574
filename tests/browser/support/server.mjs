// A plain static web server for tests: folders below one base path, with faults on demand.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.mjs': 'text/javascript',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

async function findFile(folders, path) {
  for (const folder of folders) {
    const file = join(folder, path);
    const found = await stat(file).catch(() => null);
    if (found?.isFile()) return { file, size: found.size };
  }
  return null;
}

/**
 * @param {string[]} folders served as one; earlier ones win
 * @param {object} [options]
 * @param {string} [options.base] path below which they are served
 * @param {Record<string, string>} [options.headers] sent with every file
 * @param {Record<string, string>} [options.types] MIME types by extension, in place of the right ones
 * @returns server: `url` ends with a slash; `faults` maps a file's name to a function (response, file) that answers
 *   instead; `requests` are the names asked for; `close()`
 */
export async function serve(folders, { base = '/', headers = {}, types = {} } = {}) {
  const faults = new Map();
  const requests = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://server');
    const path = decodeURIComponent(pathname);
    const name = path.startsWith(base) ? path.slice(base.length) || 'index.html' : null;
    const found = name && (await findFile(folders, name));
    requests.push(name ?? path);
    const fault = faults.get(name);
    if (fault) {
      fault(response, found?.file);
    } else if (!found) {
      sendPage(response, 404);
    } else {
      const type = { ...TYPES, ...types }[extname(name)] ?? 'application/octet-stream';
      response.writeHead(200, {
        'content-type': type,
        'content-length': found.size,
        'cache-control': 'no-store',
        ...headers,
      });
      createReadStream(found.file).pipe(response);
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  return {
    url: `http://127.0.0.1:${port}${base}`,
    port,
    faults,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

/** Answers with a page, as servers do for what they do not have. */
export function sendPage(response, status) {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
  response.end(`<!doctype html><title>${status}</title><p>No such file, but a friendly page.`);
}
