// A host of plugins, and plugins made of WebAssembly text.
import { readWasm } from '../../../js/loader/wasm/wasm_binary.mjs';
import { encodeName, encodeUnsigned } from '../../../js/tools/wasm/wasm_sections.mjs';
import { makeApp } from './app.mjs';
import { mainModule } from './modules.mjs';
import { plainModule } from './plain.mjs';
import { assemble } from './wat.mjs';

/** What the host of these tests has. */
export const EFFECT = {
  name: 'effect',
  version: '1.2',
  functions: { apply: 'ii' },
  optional: { save: 'i' },
  host: { log: 'vi' },
};

/** The host's function for plugins counts and sums up what it is given; `before_return` may do more in JavaScript. */
const HOST_BODY = `
  (global $logged (mut i32) (i32.const 0))
  (func (export "log") (param i32)
    (global.set $logged (i32.add (global.get $logged) (local.get 0)))
    (call $during (local.get 0)))
  (func (export "logged") (result i32) (global.get $logged))`;

/**
 * Builds and loads an app that opens plugins.
 * @param {import('node:test').TestContext} t
 * @param {{ interfaces?: object[], sides?: object[], during?: (value: number) => void }} [options] during: called
 *   inside the host's function
 */
export async function startHost(t, { interfaces = [EFFECT], sides = [], during = () => {}, ...options } = {}) {
  const main = mainModule({
    imports: '(import "env" "host" (func $host (param i32 i32) (result i32)))',
    body: `${HOST_BODY}
  (func $during (param i32) (drop (call $host (local.get 0) (i32.const 0))))`,
  });
  const built = await makeApp(t, main, sides);
  built.manifest.interfaces = interfaces;
  const app = await built.load({ ...options, modules: { main: { host: (value) => during(value) ?? 0 } } });
  return { built, app };
}

const section = (id, content) => Buffer.concat([Buffer.from([id]), encodeUnsigned(content.length), content]);

/** The same file with a further custom section. */
export const withSection = (bytes, name, text) =>
  Buffer.concat([bytes, section(0, Buffer.concat([encodeName(name), Buffer.from(text)]))]);

/** The side manifest of a wasm file, read from it as the build does; further members replace those of its module. */
export function sideManifest(
  bytes,
  { name = 'blur', implement = [{ name: 'effect', version: '1.2' }], ...change } = {},
) {
  const { imports, exports, memories } = readWasm(bytes);
  const [{ initial, maximum }] = [...memories, { initial: 0, maximum: null }];
  const functions = exports.filter(({ kind }) => kind === 'function').map((item) => [item.name, item.signature]);
  const foreign = {};
  for (const { module, name: field, kind, signature } of imports)
    if (kind === 'function' && !/^(env|wasi_.*)$/.test(module)) (foreign[module] ??= {})[field] = signature;
  return {
    abi: 1,
    generator: 'tests',
    module: {
      name,
      role: 'side',
      kind: 'wasm',
      abi: 1,
      access: 'NONE',
      guarded: true,
      memory: { imported: false, initial, maximum, address: 'i32', shared: false },
      exports: Object.fromEntries(functions),
      api: functions.map(([field]) => field),
      imports: foreign,
      ...change,
    },
    implements: implement,
  };
}

/** Calls the host with its argument, then doubles it. */
export const DOUBLE = `
  (func (export "apply") (param i32) (result i32)
    (call $log (local.get 0))
    (i32.mul (local.get 0) (i32.const 2)))
  (func (export "trap") (result i32) (unreachable))`;
const LOG = '(import "main" "log" (func $log (param i32)))';

/**
 * The bytes of a plugin in one file.
 * @param {object} [parts] of plainModule(); manifest: changes to the side manifest's module; features: of wasm-as
 */
export function pluginBytes({ manifest = {}, features, ...parts } = {}) {
  const text = plainModule('blur', { imports: LOG, body: DOUBLE, ...parts }).text;
  const bytes = assemble(text, features);
  return withSection(bytes, 'wasm_pseudo_link.side', JSON.stringify(sideManifest(bytes, manifest)));
}
