// node:fs/promises.
import * as node from './node.mjs';

export const mkdtemp = (prefix) => node.askLater('mkdtempSync', prefix);
export const readFile = async (path, options) => node.readFileSync(path, options);
export const rm = (path, options) => {
  node.forget(path);
  return node.askLater('rmSync', path, options);
};
export const writeFile = (path, data) => {
  node.remember(path, data);
  return node.askLater('writeFileSync', path, data);
};
