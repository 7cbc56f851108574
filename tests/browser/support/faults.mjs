// What can go wrong between a server and a page, for server.faults.
import { readFileSync } from 'node:fs';
import { sendPage } from './server.mjs';

const typeOf = (file) => (file.endsWith('.wasm') ? 'application/wasm' : 'text/javascript');

function send(response, file, bytes, length = bytes.length) {
  response.writeHead(200, { 'content-type': typeOf(file), 'content-length': length, 'cache-control': 'no-store' });
  response.end(bytes);
}

/** A deployment that lost the file's end; the length is right for what is sent. */
export function truncated(response, file) {
  const bytes = readFileSync(file);
  send(response, file, bytes.subarray(0, bytes.length >> 1));
}

/** The connection ends in the middle of the file. */
export function brokenOff(response, file) {
  const bytes = readFileSync(file);
  response.writeHead(200, { 'content-type': typeOf(file), 'content-length': bytes.length });
  response.write(bytes.subarray(0, bytes.length >> 1), () => response.socket.destroy());
}

/** The same length and still valid, so only the hash tells. JavaScript sets a mark if it runs. */
export function tampered(response, file) {
  const bytes = readFileSync(file);
  if (file.endsWith('.wasm')) {
    bytes[bytes.length - 1] ^= 1;
    send(response, file, bytes);
  } else {
    send(response, file, Buffer.from('globalThis.tamperedRan = true; export default () => {};'.padEnd(bytes.length)));
  }
}

/** A file of the same name from another build. */
export function longer(response, file) {
  send(response, file, Buffer.concat([readFileSync(file), Buffer.from('\0')]));
}

export function notFound(response) {
  sendPage(response, 404);
}

/** What a single-page app's server says to every address that it does not know. */
export function pageInstead(response) {
  sendPage(response, 200);
}

export function serverError(response) {
  sendPage(response, 500);
}

/** The server hangs up at once. */
export function hungUp(response) {
  response.socket.destroy();
}

/** Waits no longer than ten seconds. */
function soon(promise, what) {
  const late = new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`${what}: not within 10 seconds`)), 10000).unref();
  });
  return Promise.race([promise, late]);
}

/**
 * Sends the first half of a file and holds the rest back.
 * @returns {Function} the fault; its open() lets the rest go, halfSent() and dropped() wait until the half was sent, or
 *   until the browser has ended the download
 */
export function gate() {
  let open;
  let half;
  let drop;
  const opened = new Promise((resolve) => (open = resolve));
  const halfSent = new Promise((resolve) => (half = resolve));
  const dropped = new Promise((resolve) => (drop = resolve));
  const fault = async (response, file) => {
    const bytes = readFileSync(file);
    const middle = bytes.length >> 1;
    response.on('close', () => response.writableFinished || drop());
    response.writeHead(200, {
      'content-type': typeOf(file),
      'content-length': bytes.length,
      'cache-control': 'no-store',
    });
    response.write(bytes.subarray(0, middle), half);
    await opened;
    response.end(bytes.subarray(middle));
  };
  return Object.assign(fault, {
    open,
    halfSent: () => soon(halfSent, 'half of the file is sent'),
    dropped: () => soon(dropped, 'the browser ends the download'),
  });
}
