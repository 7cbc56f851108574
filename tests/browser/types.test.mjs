// What the types declare is there at run time, and the other way round. Runs in Node.
import { before, it } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { APP, LOADER } from './support/folders.mjs';
import { typeCheck } from './support/vite_project.mjs';

const types = readFileSync(join(APP, 'web_app.d.mts'), 'utf8');
let exports;
let app;
before(async () => {
  exports = await import(pathToFileURL(join(APP, 'web_app.mjs')));
  app = await exports.default({ modules: { main: { print() {} } } });
});

/** Members of an interface, without comments. */
function membersOf(name) {
  const body = types.match(new RegExp(`^export interface ${name}\\b[^{]*\\{\\n(.*?)^\\}`, 'ms'))[1];
  return [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??[(:<]/gm)].map(([, member]) => member);
}

/** Own and inherited getters. */
const gettersOf = (object) =>
  Object.getOwnPropertyNames(Object.getPrototypeOf(object)).filter((name) => name !== 'constructor');

it('web_app.mjs exports what web_app.d.mts declares', () => {
  const values = [...types.matchAll(/^export (?:default )?(?:class|const|function) (\w+)/gm)].map(([, name]) => name);
  assert.deepEqual(
    values.sort(),
    Object.keys(exports)
      .map((name) => (name === 'default' ? 'createApp' : name))
      .sort(),
  );
});

it('an app and its modules have what their interfaces say', () => {
  const csharp = ['dotnet']; // of apps with C# sides, and this one has none
  assert.deepEqual(membersOf('App').sort(), [...Object.keys(app), ...csharp].sort());
  const tools = ['views', 'addFunction', 'removeFunction', 'getFunction']; // of apps with other modules than Emscripten's and C#
  assert.deepEqual([...membersOf('ModuleHandle'), ...tools].sort(), gettersOf(app.main).sort());
  assert.doesNotMatch(types, /ModuleTools|MemoryViews/);
  assert.deepEqual(membersOf('AppModules').sort(), Object.keys(app.modules).sort());
});

it('AppModules has every function of every module that is open', () => {
  for (const [name, { state, exports: functions }] of Object.entries(app.modules).filter(
    ([, { state }]) => state === 'ready',
  )) {
    const body = types.match(new RegExp(`^ {2}${name}: \\{\\n(.*?)^ {2}\\}`, 'ms'))[1];
    const declared = [...body.matchAll(/^ {4}(\w+): \((.*)\) => \w+;$/gm)];
    assert.ok(declared.length > 0, state);
    for (const [, field] of declared) assert.equal(typeof functions[field], 'function', `${name}.${field}`);
    const missing = Object.keys(functions).filter(
      (field) => !/^(_|emscripten_stack_|wpl_)/.test(field) && !declared.some(([, other]) => other === field),
    );
    assert.deepEqual(missing, [], name);
  }
});

it("the loader's own types are right by themselves", () => {
  // js/tsconfig.json is for the sources. A user's project knows nothing of it, so it is ignored here.
  const options = [
    '--ignoreConfig',
    '--noEmit',
    '--strict',
    '--target',
    'ES2022',
    '--lib',
    'ES2022,DOM',
    '--types',
    '',
  ];
  typeCheck(LOADER, ...options, 'index.d.ts');
});
