// node:test, as much of it as the tests use: collects all tests of a file, then run() runs them one after the other.

const makeSuite = (name, parent, skip) => ({
  name,
  parent,
  skip,
  parts: [],
  before: [],
  after: [],
  beforeEach: [],
  afterEach: [],
});
let suite = makeSuite('', null, false);
const root = suite;

/** (name, options, body) or (name, body). */
const parsed = (name, options, body) =>
  typeof options === 'function' ? [name, {}, options] : [name, options ?? {}, body];

export function describe(...args) {
  const [name, { skip = false }, body] = parsed(...args);
  const outer = suite;
  suite = makeSuite(name, outer, skip || outer.skip);
  outer.parts.push(suite);
  try {
    body?.();
  } finally {
    suite = outer;
  }
}

export function test(...args) {
  const [name, { skip = false }, body] = parsed(...args);
  suite.parts.push({ name, parent: suite, skip: skip || suite.skip, body });
}
test.skip = (name) => test(name, { skip: true }, () => {});
export const it = test;
export default test;

export const before = (body) => suite.before.push(body);
export const after = (body) => suite.after.push(body);
export const beforeEach = (body) => suite.beforeEach.push(body);
export const afterEach = (body) => suite.afterEach.push(body);

const fullName = (part) => (part.parent?.name ? `${fullName(part.parent)} > ${part.name}` : part.name);
const hooksOf = (part, kind) => (part ? [...hooksOf(part.parent, kind), ...part[kind]] : []);

function makeContext(cleanUps) {
  return {
    after: (body) => cleanUps.push(body),
    diagnostic() {},
    mock: {
      method(object, name, replacement) {
        const original = object[name];
        let calls = 0;
        object[name] = function counted(...args) {
          calls += 1;
          return replacement.apply(this, args);
        };
        cleanUps.push(() => (object[name] = original));
        return { mock: { callCount: () => calls } };
      },
    },
  };
}

async function runTest(part) {
  const name = fullName(part);
  if (part.skip) return { name, skipped: String(part.skip) };
  const cleanUps = [];
  const context = makeContext(cleanUps);
  try {
    for (const hook of hooksOf(part.parent, 'beforeEach')) await hook(context);
    await part.body?.(context);
    return { name };
  } catch (error) {
    return { name, error: `${error?.message}\n${error?.stack ?? error}` };
  } finally {
    for (const hook of hooksOf(part.parent, 'afterEach')) await hook(context);
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  }
}

async function runSuite(part) {
  const results = [];
  for (const hook of part.before) await hook();
  for (const inner of part.parts) results.push(...(inner.parts ? await runSuite(inner) : [await runTest(inner)]));
  for (const hook of part.after) await hook();
  return results;
}

/** @returns {Promise<{ name: string, skipped?: string, error?: string }[]>} */
export const run = () => runSuite(root);
