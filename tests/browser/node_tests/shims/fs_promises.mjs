// node:fs/promises.
import * as node from './node.mjs';

export const mkdtemp = async (prefix) => node.mkdtempSync(prefix);
export const readFile = async (path, options) => node.readFileSync(path, options);
export const rm = async (path, options) => node.rmSync(path, options);
export const writeFile = async (path, data) => node.writeFileSync(path, data);
