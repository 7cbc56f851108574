// What the sides of one toolchain have that those of the others have not, and what their direct files are made of.
//
// Reads: WPL_APPS, the folder of the built tests/apps/conformance.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Reader, SECTION, readWasm } from '../../js/loader/wasm/wasm_binary.mjs';
import { visitCode } from '../../js/tools/wasm/wasm_code.mjs';
import { readSections } from '../../js/tools/wasm/wasm_sections.mjs';

const { WPL_APPS: folder } = process.env;
const { sides } = JSON.parse(readFileSync(join(folder, 'conformance.json'), 'utf8'));
const I32_LOAD = 0x28;

/** Starts the app of JavaScript that hosts a side. */
async function start(side, args = {}) {
  const { default: createApp } = await import(pathToFileURL(join(folder, `app_javascript_${side}.mjs`)).href);
  const name = `side_${side}`;
  const app = await createApp({ modules: { [name]: args } });
  return { app, side: app.modules[name], views: app.main.views };
}

/** Runs a test for those of the sides that are built. */
function testOf(names, title, body) {
  for (const name of names)
    test(`${name}: ${title}`, { skip: !sides.includes(name) && 'not built here' }, () => body(name));
}

/**
 * What a file imports of main's functions, and how often it loads from its first memory, which is main's in a direct
 * file.
 */
function contentOf(file) {
  const bytes = readFileSync(join(folder, file));
  const names = readWasm(bytes).imports.map(({ module, name }) => `${module}.${name}`);
  const code = readSections(bytes).find(({ id }) => id === SECTION.code);
  let loads = 0;
  visitCode(new Reader(code.bytes, code.start, code.end), (instruction, { memory }) => {
    if (instruction === I32_LOAD && memory === 0) loads += 1;
  });
  return { names, loads };
}

describe('direct files', () => {
  const foreign = ['clang', 'wasi', 'rust', 'assemblyscript'];
  testOf(foreign, "its loop over main's memory is made of loads", (name) => {
    const portable = contentOf(`side_${name}.wasm`);
    assert.ok(portable.names.includes('env.main_getI32'));
    const direct = contentOf(`side_${name}.direct.wasm`);
    assert.ok(direct.names.includes('wpl:memory.main'));
    for (const accessor of ['getI32', 'setI32', 'getI64', 'getF64', 'mts_memcpy', 'stm_memcpy'])
      assert.ok(!direct.names.includes(`env.main_${accessor}`), accessor);
    assert.ok(direct.loads >= 3, `${direct.loads} loads from main's memory: sum_of_main, grow_mid_call twice`);
  });
});

describe('allocators', () => {
  testOf(['wasi', 'rust', 'assemblyscript'], 'others allocate in its memory', async (name) => {
    const { side } = await start(name);
    const blocks = Array.from({ length: 50 }, (_, index) => side.exports.wpl_malloc(index * 1000));
    for (const [index, block] of blocks.entries()) side.views.bytes(block, index * 1000).fill(index);
    for (const [index, block] of blocks.entries())
      assert.ok(side.views.bytes(block, index * 1000).every((byte) => byte === index));
    for (const block of blocks) side.exports.wpl_free(block);
    side.exports.wpl_free(0);
    const size = side.memory.buffer.byteLength;
    for (let round = 0; round < 1000; round += 1) side.exports.wpl_free(side.exports.wpl_malloc(100000));
    assert.ok(side.memory.buffer.byteLength <= size + 2 * 65536, 'freed blocks are used again');
  });
});

describe('wasi-libc', () => {
  testOf(['wasi'], 'prints, and has a clock', async (name) => {
    const lines = [];
    const { side } = await start(name, { print: (line) => lines.push(line) });
    assert.equal(side.exports.print_i32(-1234), 6);
    assert.equal(side.exports.print_i32(7), 2);
    assert.deepEqual(
      lines.map((line) => line.trimEnd()),
      ['-1234', '7'],
    );
    assert.equal(side.exports.has_clock(), 1);
  });
});

describe('look-ups by type', () => {
  /** Calls add_by_name with a name in main's memory. */
  const addOf = ({ side, views }, name) => side.exports.add_by_name(4096, views.writeText(4096, 100, name), 40, 2);

  testOf(['rust', 'assemblyscript'], 'a function of a module by its name', async (name) => {
    const started = await start(name);
    assert.equal(addOf(started, `side_${name}`), 42);
    assert.equal(addOf(started, `side_${name}`), 42, 'again');
  });

  testOf(['rust', 'assemblyscript'], 'a module that is not there is an error with a text', async (name) => {
    const started = await start(name);
    assert.ok(addOf(started, 'nobody') < -20);
    assert.ok(addOf(started, 'main') < -20, 'main has no function add');
    assert.equal(addOf(started, `side_${name}`), 42);
  });
});

describe('AssemblyScript', () => {
  testOf(['assemblyscript'], 'abort has its text, file, line and column', async (name) => {
    const { side } = await start(name);
    const text = /side_assemblyscript.abort_now ended by abort: a is 3, too small \u{1F427} at side\.ts:\d+:\d+/u;
    assert.throws(
      () => side.exports.abort_now(3),
      ({ code, message }) => code === 'GUARDED_CALL_FAILED' && text.test(message),
    );
    assert.doesNotThrow(() => side.exports.abort_now(1001));
    assert.equal(side.exports.add(1, 2), 3);
  });
});
