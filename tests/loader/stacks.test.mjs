// What a developer sees of a failure: stacks with modules and functions, and errors that no code reads.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { makeApp } from './support/app.mjs';
import { hasCode } from './support/assertions.mjs';
import { C } from './support/c.mjs';
import { mainModule, sideModule } from './support/modules.mjs';

const CALLS_TRAP = {
  imports: '(import "sorter" "trap" (func $trap (param i32) (result i32)))',
  body: `(func $hidden (result i32) (i32.add (call $trap (i32.const 0)) (i32.const 1)))
    (func (export "step") (result i32) (i32.add (call $hidden) (i32.const 1)))`,
};

async function start(t, side = sideModule('sorter'), main = mainModule()) {
  const app = await (await makeApp(t, main, [side])).load();
  return { app, c: new C(app.main), sorter: app.modules.sorter };
}

/** The frames of wasm in a stack. */
const framesOf = (stack) => stack.split('\n').filter((line) => /\.wasm:0x[0-9a-f]+\)$|wasm-function/.test(line));

function caught(run) {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new assert.AssertionError({ message: 'nothing was thrown' });
}

/** What is printed on the console while `run` runs, and until the event loop's turn has ended. */
async function printedBy(t, run) {
  const { mock } = t.mock.method(console, 'error', () => {});
  run();
  await new Promise((resolve) => setTimeout(resolve, 0));
  const lines = mock.calls.map((call) => call.arguments.join(' '));
  mock.restore();
  return lines;
}

describe('stacks', () => {
  test('of a guarded call from JavaScript: message, module, function and place in the file', async (t) => {
    const { sorter } = await start(t);
    const error = caught(() => sorter.exports.trap(0));
    assert.ok(
      error.stack.startsWith(`WasmPseudoLinkError: ${error.message}\n    at sorter.trap (sorter.wasm:0x`),
      error.stack,
    );
    assert.match(error.stack, /stacks\.test\.mjs/, 'and the frames of JavaScript');
    assert.equal(error.stack, error.stack, 'reading it changes nothing');
  });

  test('of a direct call: each frame has its own module; without names, an index', async (t) => {
    const { app } = await start(t, undefined, mainModule(CALLS_TRAP));
    const error = caught(() => app.main.exports.step());
    assert.ok(hasCode('UNGUARDED_CALL_FAILED')(error));
    const [trap, hidden, step] = framesOf(error.stack);
    assert.match(trap, /at sorter\.trap \(sorter\.wasm:0x/);
    assert.match(hidden, /at app\.(hidden|wasm-function\[\d+\]) \(app\.wasm:0x/);
    assert.match(step, /at app\.step \(app\.wasm:0x/);
  });

  test('whoever formats stacks himself still does', async (t) => {
    const { sorter } = await start(t);
    const own = () => 'mine';
    Error.prepareStackTrace = own;
    t.after(() => delete Error.prepareStackTrace);
    const error = caught(() => sorter.exports.trap(0));
    assert.match(error.stack, /at sorter\.trap \(/);
    assert.equal(Error.prepareStackTrace, own);
    assert.equal(new Error('other').stack, 'mine');
  });

  test('a copy that traps names the bridge and whose memory it is', async (t) => {
    const { c } = await start(t);
    const handle = c.dlopen('sorter');
    const error = caught(() => c.call('viii', c.ask(handle, 'mts_memcpy'), -16, 0, 64));
    assert.match(error.stack, /at (bridge|bridge_fb|accessor|blocks) of (sorter|app)\.|at app\./);
  });

  test('C gets the stack of a failed guarded call, as often as it asks', async (t) => {
    const { c } = await start(t);
    assert.equal(c.text('rb_call_error_stack').text, '');
    const handle = c.dlopen('sorter');
    assert.equal(c.call('ii', c.dlsymGuarded(handle, 'trap'), 1), 0);
    for (let time = 0; time < 2; time += 1)
      assert.match(c.text('rb_call_error_stack').text, /^ {4}at sorter\.trap \(sorter\.wasm:0x[0-9a-f]+\)\n/);
    c.call('ii', c.dlsymGuarded(handle, 'twice'), 1);
    assert.equal(c.text('rb_call_error_stack').text, '');
  });
});

describe('an error that no code reads', () => {
  const guarded = () => sideModule('sorter', { guarded: true });
  const UNREAD = /^sorter\.trap trapped: unreachable; the call returned 0, and app did not read its error: /;

  test('is printed, once', async (t) => {
    const { app } = await start(t, guarded(), mainModule(CALLS_TRAP));
    const lines = await printedBy(t, () => {
      assert.equal(app.main.exports.step(), 2);
      assert.equal(app.main.exports.step(), 2);
    });
    assert.equal(lines.length, 1, lines.join('\n'));
    assert.match(lines[0], UNREAD);
    assert.deepEqual(await printedBy(t, () => app.main.exports.step()), []);
  });

  test('is printed before a call that goes well clears it', async (t) => {
    const { c } = await start(t);
    const handle = c.dlopen('sorter');
    const [trap, twice] = ['trap', 'twice'].map((name) => c.dlsymGuarded(handle, name));
    const lines = await printedBy(t, () => {
      c.call('ii', trap, 1);
      c.call('ii', twice, 1);
    });
    assert.equal(lines.length, 1);
  });

  for (const service of ['rb_call_error', 'rb_last_call_error']) {
    test(`is not printed if ${service} has given it`, async (t) => {
      const { c } = await start(t);
      const trap = c.dlsymGuarded(c.dlopen('sorter'), 'trap');
      const lines = await printedBy(t, () => {
        c.call('ii', trap, 1);
        assert.match(c.text(service).text, /sorter\.trap/);
        c.call('ii', trap, 1);
        assert.match(c.text(service).text, /sorter\.trap/);
      });
      assert.deepEqual(lines, []);
    });
  }
});
