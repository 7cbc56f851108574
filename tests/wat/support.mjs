// What the tests of the helpers share: the assembled files, pairs of memories with a bridge, checks of traps.
//
// Environment:
//   WPL_HELPERS_DIR   folder of accessor.wasm, blocks.wasm, bridge.wasm ... (js/tools/assemble_helpers.mjs over wat/)
//   WPL_FIXTURES_DIR  the same for tests/wat/fixtures
//   WPL_BRIDGES       bridges to be tested, as in `bridge,bridge_fb`; one that this engine cannot run then fails.
//                     Without it: those that the engine can run.
//   WPL_SEED          seed of the property tests, to repeat a failure

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { largeCopies } from '../../js/loader/memory/large_copies.mjs';

export const PAGE = 0x1_0000;
export const GIB = 0x4000_0000;

/** Largest 32-bit address, and the most pages that a memory can have. */
export const LAST_ADDRESS = 0xffff_ffff;
export const MAX_PAGES = 65_536;

export const DIRECTIONS = ['mts', 'stm'];
export const FN_PTR_FUNCTIONS = ['mts_addFnPtr', 'stm_addFnPtr', 'mts_removeFnPtr', 'stm_removeFnPtr'];
export const SIZES = [1, 2, 4, 8];

/** For the option of `bridge` which size goes by memory.copy: no size does. */
export const NEVER = 0xffff_ffff;

/** Around the sizes at which copies change their way: pieces of 1 to 16 and of 64 bytes, memory.copy, the host. */
export const EDGES = [15, 16, 17, 31, 32, 63, 64, 65, 79, 80, 127, 128, 511, 512, 513, 2047, 2048, 2049];

/** Bytes of the file `name` in the folder that the environment variable names. */
function readAssembled(variable, name) {
  const folder = process.env[variable];
  if (!folder) {
    throw new Error(
      `${variable} is not set: assemble the helpers by js/tools/assemble_helpers.mjs and give the ` +
        'folder, as tests/wat/CMakeLists.txt does.',
    );
  }
  return readFileSync(join(folder, `${name}.wasm`));
}

export const helperBytes = (name) => readAssembled('WPL_HELPERS_DIR', name);

const modules = new Map();

function compiled(variable, name) {
  if (!modules.has(name)) modules.set(name, new WebAssembly.Module(readAssembled(variable, name)));
  return modules.get(name);
}

export const helperModule = (name) => compiled('WPL_HELPERS_DIR', name);
export const fixtureModule = (name) => compiled('WPL_FIXTURES_DIR', name);

export const instantiateFixture = (name, imports = {}) =>
  new WebAssembly.Instance(fixtureModule(name), imports).exports;

export const memoryOf = (pages, maximum) => new WebAssembly.Memory({ initial: pages, maximum });

/** An accessor over `memory`. */
export function makeAccessor(memory, rbBridge = () => 0) {
  return new WebAssembly.Instance(helperModule('accessor'), { module: { memory }, host: { rbBridge } }).exports;
}

/** The functions over `memory` that bridge_fb needs besides. */
export const makeBlocks = (memory) => new WebAssembly.Instance(helperModule('blocks'), { module: { memory } }).exports;

/** Host functions that only note their calls and return what `result` says. */
export function makeHost(result = () => 0) {
  const calls = [];
  const host = {};
  for (const name of FN_PTR_FUNCTIONS) {
    host[name] = (fnPtr) => {
      calls.push([name, fnPtr]);
      return result(name, fnPtr);
    };
  }
  return { host, calls };
}

/**
 * Two memories and a bridge between them.
 *
 * @param {string} kind `bridge@<size from which on copies go by memory.copy>`, or `bridge_fb`
 * @param {{ main?: number | WebAssembly.Memory, side?: number | WebAssembly.Memory, host?: object,
 *   wrap?: (functions: object, which: 'main' | 'side', memory: WebAssembly.Memory) => object }} options main, side:
 *   pages or a memory; wrap: replaces the functions over the memories that bridge_fb gets
 */
export function makePair(kind, { main = 1, side = 1, host = makeHost().host, wrap = (functions) => functions } = {}) {
  const memories = {
    main: typeof main === 'number' ? memoryOf(main) : main,
    side: typeof side === 'number' ? memoryOf(side) : side,
  };
  const [name, memoryCopyFrom] = kind.split('@');
  const functions = (which) => {
    const memory = memories[which];
    return wrap({ ...makeAccessor(memory), ...makeBlocks(memory) }, which, memory);
  };
  const imports =
    name === 'bridge'
      ? {
          main: { memory: memories.main },
          side: { memory: memories.side },
          host,
          'wpl:host': { memory_copy_from: Number(memoryCopyFrom) },
        }
      : {
          main: functions('main'),
          side: functions('side'),
          host: { ...largeCopies(memories.main, memories.side), ...host },
        };
  return { ...memories, bridge: new WebAssembly.Instance(helperModule(name), imports).exports };
}

/** The memories of a pair by role in a copy. */
export const roles = (pair, direction) =>
  direction === 'mts' ? { dest: pair.side, src: pair.main } : { dest: pair.main, src: pair.side };

/** A new view: one from before a growth is detached. */
export const bytes = (memory, address = 0, size = memory.buffer.byteLength - address) =>
  new Uint8Array(memory.buffer, address, size);

/** Byte i of a pattern in which neighbours, pages and the two kinds differ. */
const patternByte = (i, kind) =>
  (Math.imul(i + 1, kind === 'main' ? 167 : 59) + (i >>> 8) * 13 + (i >>> 16) * 101 + (kind === 'main' ? 1 : 128)) &
  0xff;

const copies = new Map();

/**
 * A copy of `view` until the next one of this name. Their memory is kept: in a page that takes longer to get than all
 * else that the tests do.
 */
export function copyOf(name, view) {
  if (!(copies.get(name)?.length >= view.length)) copies.set(name, new Uint8Array(view.length));
  const copy = copies.get(name).subarray(0, view.length);
  copy.set(view);
  return copy;
}

const patterns = { main: new Uint8Array(0), side: new Uint8Array(0) };

/** Fills `view` with the pattern from its first byte on. Patterns are kept: the tests fill memories very often. */
export function fillPattern(view, kind) {
  if (patterns[kind].length < view.length) patterns[kind] = Uint8Array.from(view, (_, i) => patternByte(i, kind));
  view.set(patterns[kind].subarray(0, view.length));
}

export function assertSameBytes(actual, expected, message) {
  if (Buffer.compare(actual, expected) === 0) return;
  const at = actual.findIndex((byte, i) => byte !== expected[i]);
  assert.fail(
    `${message}: byte ${at} is ${actual[at]}, expected ${expected[at]} (lengths ${actual.length}, ` +
      `${expected.length})`,
  );
}

/** Runs `action`, which must trap out of bounds and leave all bytes of the memories (or views) as they were. */
export function assertTraps(action, watched, message) {
  const views = () => watched.map((one) => (one instanceof WebAssembly.Memory ? bytes(one) : one));
  const before = views().map((view, i) => copyOf(`trap ${i}`, view));
  assert.throws(
    action,
    (error) => error instanceof WebAssembly.RuntimeError && /out of bounds/.test(error.message),
    message,
  );
  views().forEach((view, i) => assertSameBytes(view, before[i], `${message ?? 'trap'}: memory ${i} changed`));
}

export const canRunBridge = () => WebAssembly.validate(helperBytes('bridge'));

/** The bridges as makePair knows them: by memory.copy only, by both ways, by the loop only; without multi-memory. */
const KINDS = [`bridge@0`, `bridge@512`, `bridge@${NEVER}`, 'bridge_fb'];

/** Calls `body(kind)` inside a describe block for each kind of bridge to be tested. */
export function describeBridges(title, body) {
  const known = ['bridge', 'bridge_fb'];
  const forced = process.env.WPL_BRIDGES?.split(',').filter(Boolean);
  for (const name of forced ?? []) {
    if (!known.includes(name)) throw new Error(`WPL_BRIDGES: \`${name}\` is none of ${known.join(', ')}.`);
  }
  for (const kind of KINDS) {
    const [name] = kind.split('@');
    if (forced && !forced.includes(name)) {
      test(`${kind}: ${title}`, { skip: 'not in WPL_BRIDGES' }, () => {});
    } else if (!forced && name === 'bridge' && !canRunBridge()) {
      test(`${kind}: ${title}`, { skip: 'this engine has no multi-memory' }, () => {});
    } else {
      describe(`${kind}: ${title}`, () => body(kind));
    }
  }
}

/** Parameters of a property test: WPL_SOAK is for all runs, without it there are an eighth of them. */
export const runs = (all) => ({
  numRuns: process.env.WPL_SOAK ? all : Math.ceil(all / 8),
  seed: process.env.WPL_SEED ? Number(process.env.WPL_SEED) : undefined,
});
