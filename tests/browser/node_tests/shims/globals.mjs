// What the tests use of Node's globals. There are no process.versions, by which the loader would know Node.
import { ask } from './node.mjs';

globalThis.process = {
  env: ask('environment'),
  argv: [],
  pid: crypto.getRandomValues(new Uint32Array(1))[0], // several pages write at a time
  get exitCode() {
    return undefined; // glue sets it where there is a process; a page has none
  },
  set exitCode(_) {},
  eventNames: () => [],
  getActiveResourcesInfo: () => [],
  memoryUsage: () => ({ heapUsed: 0 }),
};

/** As many bytes as there are at once, since memories are compared very often. */
function firstDifference(a, b) {
  const words = [a, b].every(({ byteOffset }) => byteOffset % 8 === 0) ? a.length >> 3 : 0;
  const [x, y] = [a, b].map(({ buffer, byteOffset }) => (words ? new Int32Array(buffer, byteOffset, 2 * words) : []));
  for (let i = 0; i < x.length; i += 1) if (x[i] !== y[i]) return 4 * i;
  for (let i = words * 8; i < a.length; i += 1) if (a[i] !== b[i]) return i;
  return -1;
}

globalThis.Buffer = {
  from: (content) => {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
    const toString = () => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    return Object.defineProperty(bytes, 'toString', { value: toString }); // the tests ask for hexadecimal digits only
  },
  concat: (parts) => Buffer.from(parts.flatMap((part) => [...part])),
  compare(a, b) {
    if (a.length !== b.length) return a.length - b.length;
    return firstDifference(a, b) < 0 ? 0 : 1;
  },
};
