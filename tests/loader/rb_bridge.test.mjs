// rbBridge and the rb_dl services, asked as C code would ask.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { makeApp } from './support/app.mjs';
import { hasCode } from './support/assertions.mjs';
import { C } from './support/c.mjs';
import { mainModule, sideModule } from './support/modules.mjs';

const MAIN = 1;

async function start(t, sides = [sideModule('sorter'), sideModule('plugin', { lazy: true })], main = mainModule()) {
  const app = await (await makeApp(t, main, sides)).load();
  return { app, c: new C(app.main) };
}

describe('names', () => {
  test('exports of another module, with and without a signature', async (t) => {
    const { c } = await start(t);
    const sorter = c.dlopen('sorter');
    const twice = c.ask(sorter, 'twice');
    assert.equal(c.call('ii', twice, 21), 42);
    assert.equal(c.ask(sorter, 'twice:ii'), twice, 'the same pointer each time');
    assert.equal(c.dlsym(sorter, 'twice'), twice);
    assert.equal(c.call('jj', c.dlsym(sorter, 'wide:jj'), 2n ** 40n), 2n ** 40n + 1n);
    assert.equal(c.call('di', c.dlsym(sorter, 'mean'), 5), 2.5);
  });

  test('main has handle 1, is found by its target name and by "main", and rb_self says who one is', async (t) => {
    const { app, c } = await start(t);
    assert.equal(c.dlopen('main'), MAIN);
    assert.equal(c.dlopen('app'), MAIN);
    assert.equal(c.service('ii', 'rb_dlopen', 0), MAIN, 'dlopen(NULL)');
    assert.equal(c.service('i', 'rb_self'), MAIN);
    const side = new C(app.modules.sorter);
    assert.equal(side.service('i', 'rb_self'), c.dlopen('sorter'));
    assert.equal(side.call('ii', side.dlsym(MAIN, 'add_one'), 4), 5);
  });

  const wrong = [
    ['twic', 'UNKNOWN_SYMBOL: did you mean', /sorter: has no function "twic"; did you mean "twice"\?/],
    ['something_else_entirely', 'UNKNOWN_SYMBOL: lists what there is', /the functions are: twice, mean/],
    ['twice:vi', 'WRONG_SIGNATURE: of an export', /twice is "ii", not "vi" \(result first\)/],
    ['getI32:vi', 'WRONG_SIGNATURE: of an accessor', /getI32 is "ii"/],
    ['mts_memcpy:ii', 'WRONG_SIGNATURE: of a bridge function', /mts_memcpy is "viii"/],
    ['toString', 'a name of Object.prototype', /has no function "toString"/],
    ['', 'the empty name', /has no function ""/],
  ];
  for (const [name, title, text] of wrong) {
    test(`${title}: 0 and rb_dlerror`, async (t) => {
      const { c } = await start(t);
      assert.equal(c.ask(c.dlopen('sorter'), name), 0);
      assert.match(c.error, text);
      assert.equal(c.error, '', 'reading clears it');
    });
  }

  test('accessor names are no exports for rb_dlsym', async (t) => {
    const { c } = await start(t);
    assert.equal(c.dlsym(c.dlopen('sorter'), 'getI32'), 0);
    assert.match(c.error, /no function "getI32"/);
  });

  test('an unknown service', async (t) => {
    const { c } = await start(t);
    assert.equal(c.ask(0, 'rb_dlopne'), 0);
    assert.match(c.error, /did you mean "rb_dlopen"/);
    assert.equal(c.ask(0, 'rb_dlopen:v'), 0);
    assert.match(c.error, /rb_dlopen is "ii"/);
  });
});

describe('names in memory', () => {
  const bad = [
    ['null', () => 0, /null pointer/],
    ['outside', () => -16, /lies outside the memory of 131072 bytes/],
    [
      'not terminated at the end of memory',
      ({ bytes }) => {
        bytes.fill(65, bytes.length - 10);
        return bytes.length - 10;
      },
      /no end within 10 bytes/,
    ],
    [
      'longer than any name',
      ({ bytes }) => {
        bytes.fill(65, 70000, 75000);
        return 70000;
      },
      /no end within 4096 bytes/,
    ],
    [
      'not UTF-8',
      ({ bytes }) => {
        bytes.set([0xc3, 0x28, 0], 70000);
        return 70000;
      },
      /is not UTF-8/,
    ],
  ];
  for (const [title, address, text] of bad) {
    test(title, async (t) => {
      const { app, c } = await start(t);
      assert.equal(app.main.exports.ask(0, address(c)), 0);
      assert.match(c.error, text);
    });
  }

  test('the last possible name, and UTF-8 beyond ASCII', async (t) => {
    const { app, c } = await start(t);
    const name = 'rb_self\0';
    assert.notEqual(app.main.exports.ask(0, c.string(name.slice(0, -1), c.bytes.length - name.length)), 0);
    assert.equal(c.dlopen('größe_✓'), 0);
    assert.match(c.error, /there is no module "größe_✓"/);
  });
});

describe('rb_dlerror', () => {
  test("gives the length, cuts at a character's border, and is separate for each module", async (t) => {
    const { app, c } = await start(t);
    const side = new C(app.modules.sorter);
    c.dlopen('ä');
    const whole = c.service('iii', 'rb_dlerror', 2048, 0);
    assert.ok(whole > 20, 'size 0 asks for the length and keeps the text');
    c.bytes.fill(255, 2048, 2200);
    const asked = c.service('iii', 'rb_dlerror', 2048, 'there is no module "ä'.length + 1);
    assert.equal(asked, whole, 'the length of the whole text');
    const text = new TextDecoder().decode(c.bytes.slice(2048, 2048 + 21));
    assert.equal(text.slice(0, 20), 'there is no module "');
    assert.equal(c.bytes[2048 + 20], 0, 'half an ä is left out');
    assert.equal(c.error, '');
    assert.equal(side.error, '');
  });

  test('a buffer outside the memory', async (t) => {
    const { c } = await start(t);
    c.dlopen('nobody');
    assert.equal(c.service('iii', 'rb_dlerror', 131000, 1000), 0);
    assert.match(c.error, /the buffer of 1000 bytes at address 131000/);
  });
});

describe('memory of others', () => {
  test("accessor functions over the other module's memory", async (t) => {
    const { app, c } = await start(t);
    const sorter = c.dlopen('sorter');
    new Int32Array(app.modules.sorter.memory.buffer)[100] = 321;
    assert.equal(c.call('ii', c.ask(sorter, 'getI32'), 400), 321);
    c.call('vij', c.ask(sorter, 'setI64'), 800, -1n);
    assert.equal(new BigInt64Array(app.modules.sorter.memory.buffer)[100], -1n);
  });

  test('the bridge of a pair: main is always "main", among sides the one that asks', async (t) => {
    const { app, c } = await start(t, [sideModule('a'), sideModule('b')]);
    const bytes = (handle) => new Uint8Array(handle.memory.buffer);
    const a = new C(app.modules.a);
    const handleB = a.dlopen('b');
    bytes(app.modules.a)[5000] = 1;
    a.call('viii', a.ask(handleB, 'mts_memcpy'), 6000, 5000, 1);
    assert.equal(bytes(app.modules.b)[6000], 1, 'a asked, so mts is a to b');
    bytes(app.main)[5000] = 2;
    a.call('viii', a.ask(MAIN, 'mts_memcpy'), 6000, 5000, 1);
    assert.equal(bytes(app.modules.a)[6000], 2, 'mts is main to a whoever asks');
    c.call('viii', c.ask(c.dlopen('a'), 'stm_memcpy'), 7000, 6000, 1);
    assert.equal(bytes(app.main)[7000], 2);
  });

  test('a pointer stays right after the other memory has grown', async (t) => {
    const { app, c } = await start(t);
    const get = c.ask(c.dlopen('sorter'), 'getI8');
    app.modules.sorter.memory.grow(3);
    new Uint8Array(app.modules.sorter.memory.buffer)[4 * 65536] = 9;
    assert.equal(c.call('ii', get, 4 * 65536), 9);
  });
});

test('way 1: rbBridge is handed to the side, which looks everything up with it', async (t) => {
  const side = sideModule('sorter', { access: 'POINTER', bridge: false });
  const { app, c } = await start(t, [side]);
  const sorter = c.dlopen('sorter');
  const sidesBridge = c.ask(sorter, 'rbBridge');
  const lent = c.call('ii', c.ask(sorter, 'mts_addFnPtr'), sidesBridge);
  // From here on as the side's code would do: it has the pointer `lent` and main's handle.
  const s = app.modules.sorter;
  const scratch = new C(s);
  const ask = (libId, name) => s.exports.call_iii(lent, libId, scratch.string(name));
  assert.equal(s.exports.call_ii(ask(MAIN, 'add_one'), 7), 8);
  new Int32Array(app.main.memory.buffer)[100] = 55;
  assert.equal(s.exports.call_ii(ask(MAIN, 'getI32'), 400), 55);
  assert.notEqual(ask(0, 'rb_dlopen'), 0);
});

test('a side reaches another side through its own rbBridge', async (t) => {
  const { app } = await start(t, [sideModule('a'), sideModule('b')]);
  const a = new C(app.modules.a);
  const b = a.dlopen('b');
  assert.equal(a.call('ii', a.dlsym(b, 'twice'), 8), 16);
});

describe('handles', () => {
  test('BAD_HANDLE: wrong, closed and never used again', async (t) => {
    const { app, c } = await start(t);
    for (const handle of [-1, 77, 2 ** 30]) {
      assert.equal(c.dlsym(handle, 'twice'), 0);
      assert.match(c.error, /is no handle of a module/);
    }
    await app.open('plugin');
    const first = c.dlopen('plugin');
    assert.equal(c.dlclose(first), 0);
    assert.equal(app.close('plugin'), true, 'JavaScript had opened it too');
    assert.equal(c.dlsym(first, 'twice'), 0);
    assert.match(c.error, new RegExp(`handle ${first} belongs to a module that is closed`));
    assert.equal(c.dlclose(first), -1);
    await app.open('plugin');
    assert.notEqual(c.dlopen('plugin'), first);
  });

  test('a static side cannot be closed', async (t) => {
    const { c } = await start(t);
    assert.equal(c.dlclose(c.dlopen('sorter')), -1);
    assert.match(c.error, /sorter: lives as long as main/);
    assert.equal(c.dlclose(MAIN), -1);
    assert.match(c.error, /app: lives as long as main/);
  });

  test('NOT_OPEN: a lazy side that is not open', async (t) => {
    const { c } = await start(t);
    assert.equal(c.dlopen('plugin'), 0);
    assert.match(c.error, /plugin: is a lazy side that is not open; open it with rb_dlopen_async\(\) or app\.open\(\)/);
    assert.equal(c.dlopen('plugni'), 0);
    assert.match(c.error, /did you mean "plugin"/);
  });
});

describe('rb_dlopen_async', () => {
  /** main with a callback that stores handle and userdata at 4096 and 4100. */
  const withCallback = (extra = '') =>
    mainModule({
      body: `
    (func $opened (param i32 i32) (i32.store (i32.const 4096) (local.get 0))
      (i32.store (i32.const 4100) (local.get 1)) ${extra})
    (elem (table $table) (i32.const 5) func $opened)`,
    });
  const opened = async (app) => {
    const ints = () => new Int32Array(app.main.memory.buffer, 4096, 2);
    for (let round = 0; round < 200 && ints()[1] === 0; round += 1)
      await new Promise((resolve) => {
        setTimeout(resolve, 5);
      });
    return [...ints()];
  };

  test('opens and calls back', async (t) => {
    const { app, c } = await start(t, undefined, withCallback());
    c.service('viii', 'rb_dlopen_async', c.string('plugin'), 5, 77);
    const [handle, user] = await opened(app);
    assert.equal(user, 77);
    assert.ok(handle > 1);
    assert.equal(c.call('ii', c.dlsym(handle, 'twice'), 4), 8);
    assert.equal(c.dlclose(handle), 0);
    assert.equal(app.modules.plugin.state, 'closed');
  });

  test('a failure gives handle 0 and rb_dlerror', async (t) => {
    const { app, c } = await start(t, undefined, withCallback());
    c.service('viii', 'rb_dlopen_async', c.string('plugged'), 5, 78);
    assert.deepEqual(await opened(app), [0, 78]);
    assert.match(c.error, /there is no module "plugged"/);
  });

  test('a callback that is no function pointer', async (t) => {
    const { c } = await start(t);
    c.service('viii', 'rb_dlopen_async', c.string('plugin'), 4000, 0);
    assert.match(c.error, /4000 is no function pointer/);
  });

  test('whoever asked is closed in the meantime: the module is closed again', async (t) => {
    const asker = sideModule('asker', {
      lazy: true,
      body: '(func $cb (param i32 i32)) (elem (table $table) (i32.const 5) func $cb)',
    });
    const { app } = await start(t, [asker, sideModule('plugin', { lazy: true })]);
    const c = new C(await app.open('asker'));
    c.service('viii', 'rb_dlopen_async', c.string('plugin'), 5, 1);
    app.close('asker');
    for (let round = 0; round < 100; round += 1)
      await new Promise((resolve) => {
        setTimeout(resolve, 2);
      });
    assert.equal(app.modules.plugin.state, 'closed');
  });

  test('a callback that traps is an uncaught error and main has failed', async (t) => {
    const uncaught = new Promise((resolve) => {
      const real = globalThis.queueMicrotask;
      t.after(() => {
        globalThis.queueMicrotask = real;
      });
      globalThis.queueMicrotask = (work) => {
        try {
          work();
        } catch (error) {
          resolve(error);
        }
      };
    });
    const { app, c } = await start(t, undefined, withCallback('(unreachable)'));
    c.service('viii', 'rb_dlopen_async', c.string('plugin'), 5, 1);
    hasCode('UNGUARDED_CALL_FAILED', 'app.callback of an opening trapped')(await uncaught);
    assert.equal(app.main.state, 'failed');
  });
});

describe('access modes', () => {
  const linking = (access, field, module = 'main') =>
    sideModule('sorter', { access, glue: { links: [[module, field]] }, imports: '', bridge: false });

  test('ACCESSOR gives no bridge, POINTER and NONE give nothing', async (t) => {
    for (const [access, field] of [
      ['ACCESSOR', 'mts_memcpy'],
      ['POINTER', 'getI32'],
      ['NONE', 'getI32'],
    ]) {
      const built = await makeApp(t, mainModule(), [linking(access, field)]);
      await assert.rejects(built.load(), hasCode('ACCESS_REFUSED', `sorter: its ACCESS ${access}`, field));
    }
    for (const access of ['POINTER', 'NONE']) {
      const built = await makeApp(t, mainModule(), [linking(access, 'rbBridge', '')]);
      await assert.rejects(built.load(), hasCode('ACCESS_REFUSED', 'rbBridge'));
    }
  });

  test('a glue that asks for a function that does not exist', async (t) => {
    const built = await makeApp(t, mainModule(), [linking('DIRECT', 'getI128')]);
    await assert.rejects(built.load(), hasCode('UNKNOWN_SYMBOL', 'main_getI128'));
  });

  test('NONE: no js library, no link; main reaches it, and it has no rbBridge to lend', async (t) => {
    const side = sideModule('sorter', { access: 'NONE', bridge: false, glue: { library: false } });
    const { app, c } = await start(t, [side]);
    const sorter = c.dlopen('sorter');
    assert.equal(c.call('ii', c.dlsym(sorter, 'twice'), 3), 6);
    assert.notEqual(c.ask(sorter, 'getI32'), 0);
    assert.equal(c.ask(sorter, 'rbBridge'), 0);
    assert.match(c.error, /sorter: is a side of ACCESS NONE and has no rbBridge/);
    assert.equal(app.modules.sorter.state, 'ready');
  });
});

describe('not ready', () => {
  test('exports of a side are refused while main is constructed, its accessor is not', async (t) => {
    const seen = [];
    const host = (kind, value) => {
      seen.push([kind, value]);
      return 0;
    };
    const main = mainModule({
      imports: '(import "env" "host" (func $host (param i32 i32) (result i32)))',
      body: `
      (data (i32.const 500) "sorter\\00") (data (i32.const 520) "twice\\00") (data (i32.const 540) "getI32\\00") (data (i32.const 560) "rb_dlopen\\00")
      (func (export "__wasm_call_ctors") (local $h i32)
        (local.set $h (call_indirect (type $t_ii) (i32.const 500) (call $rbBridge (i32.const 0) (i32.const 560))))
        (drop (call $host (i32.const 1) (call $rbBridge (local.get $h) (i32.const 520))))
        (drop (call $host (i32.const 2) (call $rbBridge (local.get $h) (i32.const 540)))))`,
    });
    const app = await (await makeApp(t, main, [sideModule('sorter')])).load({ modules: { app: { host } } });
    assert.equal(seen[0][1], 0);
    assert.notEqual(seen[1][1], 0);
    assert.match(new C(app.main).error, /sorter: its constructors have not run yet/);
  });

  test("main's functions are there for constructors of sides", async (t) => {
    const seen = [];
    const side = sideModule('sorter', {
      body: `(data (i32.const 520) "add_one\\00")
      (func (export "__wasm_call_ctors") (drop (call $host (i32.const 1)
        (call_indirect (type $t_ii) (i32.const 4) (call $rbBridge (i32.const 1) (i32.const 520))))))`,
    });
    await (
      await makeApp(t, mainModule(), [side])
    ).load({
      modules: {
        sorter: {
          host: (kind, value) => {
            seen.push(value);
            return 0;
          },
        },
      },
    });
    assert.deepEqual(seen, [5]);
  });
});

test('a table that cannot grow', async (t) => {
  const { c, app } = await start(t, [sideModule('sorter', { table: '8 8' })]);
  const side = new C(app.modules.sorter);
  assert.equal(side.ask(0, 'rb_dlerror'), 0);
  const lend = c.ask(c.dlopen('sorter'), 'mts_addFnPtr');
  assert.equal(c.call('ii', lend, 1), 0);
  assert.match(
    c.error,
    /sorter: its function table of 8 entries cannot grow; link the module with -sALLOW_TABLE_GROWTH/,
  );
});
