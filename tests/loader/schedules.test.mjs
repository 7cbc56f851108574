// Opens and closes of lazy sides that need each other, by several owners, in random schedules, against a model.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { instantiateFrom, makeApp } from './support/app.mjs';
import { C } from './support/c.mjs';
import { mainModule, sideModule } from './support/modules.mjs';

/** What each lazy side imports from. */
const NEEDS = { base: [], middle: ['base'], top: ['middle', 'sorter'], other: ['base'] };
const NAMES = Object.keys(NEEDS);
const OWNERS = ['JavaScript', 'main', 'sorter'];
const HOOK_ERROR = 'as planned';

function lazySide(name) {
  const call = `(call $${NEEDS[name][0]} (local.get 0))`;
  return sideModule(name, {
    lazy: true,
    imports: NEEDS[name]
      .map((from) => `(import "${from}" "twice" (func $${from} (param i32) (result i32)))`)
      .join('\n'),
    body: NEEDS[name].length ? `(func (export "through") (param i32) (result i32) ${call})` : '',
  });
}

const settled = async () => {
  for (let n = 0; n < 3; n += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** One app, and what should be true of it. */
class World {
  /** @param {(name: string) => Promise<void>} pause the time that the instantiation of a lazy side takes */
  static async start(built, pause) {
    const world = new World();
    const hook = (name) => ({
      log: { push: () => world.constructed(name) },
      instantiateWasm: async (imports, done) => {
        world.instantiating += 1;
        await pause(name)
          .catch((error) => world.interrupted(error))
          .finally(() => (world.instantiating -= 1));
        done((await instantiateFrom(built, name, imports)).instance);
      },
    });
    world.app = await built.load({ modules: Object.fromEntries(NAMES.map((name) => [name, hook(name)])) });
    world.c = { main: new C(world.app.main), sorter: new C(world.app.modules.sorter) };
    return world;
  }

  living = new Set();
  pending = new Set();
  instantiating = 0;
  /** Whether an opening may have failed: another one then makes new instances of what that one had made. */
  isInterrupted = false;
  opens = Object.fromEntries(NAMES.map((name) => [name, { JavaScript: 0, main: 0, sorter: 0 }]));

  interrupted(error) {
    this.isInterrupted = true;
    if (error) throw error;
  }

  constructed(name) {
    const isSecond = this.state(name) === 'ready' || (this.living.has(name) && !this.isInterrupted);
    if (isSecond) this.fault ??= new Error(`a second instance of ${name}`);
    this.living.add(name);
  }

  state(name) {
    return this.app.modules[name].state;
  }

  count(name) {
    return Object.values(this.opens[name]).reduce((sum, each) => sum + each, 0);
  }

  /** Whether it should be open, if nothing is pending. */
  isHeld(name) {
    return this.count(name) > 0 || NAMES.some((other) => NEEDS[other].includes(name) && this.isHeld(other));
  }

  open(name, { abortLater }) {
    const controller = new AbortController();
    const opening = this.app.open(name, { signal: controller.signal }).then(
      (handle) => {
        assert.equal(handle.state, 'ready', `open() of ${name} has resolved`);
        assert.equal(handle.exports.twice(2), 4);
        if (NEEDS[name].length > 0) assert.equal(handle.exports.through(3), 6);
        this.opens[name].JavaScript += 1;
      },
      (error) => {
        assert.ok(['ABORTED', 'HOOK_FAILED'].includes(error.code), `${name}: ${error.stack}`);
        if (error.code === 'ABORTED') assert.ok(controller.signal.aborted, `${name} was not aborted`);
        else assert.match(error.message, new RegExp(HOOK_ERROR));
      },
    );
    this.#track(opening, name);
    if (!abortLater) return;
    abortLater(() => {
      this.interrupted();
      controller.abort();
    });
  }

  #track(opening, name) {
    const entry = { name, done: opening.finally(() => this.pending.delete(entry)) };
    this.pending.add(entry);
    entry.done.catch((error) => {
      this.fault ??= error;
    });
  }

  /** rb_dlopen: counts an open of a module that is there. */
  openNow(name, owner) {
    const handle = this.c[owner].dlopen(name);
    if (handle === 0) assert.match(this.c[owner].error, /is a lazy side that is not open/);
    else this.opens[name][owner] += 1;
  }

  /** A module without an open of its own gives back one of another module. */
  payer(name, owner) {
    const opens = this.opens[name];
    if (owner === 'JavaScript' || opens[owner] > 0) return owner;
    return ['main', 'sorter'].find((other) => opens[other] > 0) ?? owner;
  }

  close(name, closer) {
    const owner = this.payer(name, closer);
    const before = { own: this.opens[name][owner], all: this.count(name), state: this.state(name) };
    const outcome = owner === 'JavaScript' ? this.#closeByJavaScript(name) : this.#closeByC(name, closer);
    const isPending = this.pending.size > 0;
    const isUsed = NAMES.some((other) => NEEDS[other].includes(name) && this.state(other) !== 'closed');
    const context = `${owner} closes ${name}: ${JSON.stringify({ before, outcome, isPending })}`;
    if (before.own > 0 && before.own < before.all + Number(before.own > 1)) {
      assert.equal(outcome, 'open', context);
      this.opens[name][owner] -= 1;
    } else if (before.state !== 'ready') assert.ok(outcome === 'not open', context);
    else if (isUsed) assert.equal(outcome, 'busy', context);
    else if (before.own === 0) assert.ok(outcome === 'busy' || (isPending && outcome !== 'open'), context);
    else if (outcome === 'closed') this.opens[name][owner] -= 1;
    else assert.ok(isPending && outcome === 'busy', context); // a side that needs it is being opened
  }

  #closeByJavaScript(name) {
    try {
      return this.app.close(name) ? 'closed' : 'open';
    } catch (error) {
      if (error.code === 'MODULE_CLOSED') return 'not open';
      assert.equal(error.code, 'MODULE_BUSY', error.stack);
      return 'busy';
    }
  }

  #closeByC(name, owner) {
    const c = this.c[owner];
    const handle = c.service('ii', 'rb_find', c.string(name));
    if (handle === 0) return 'not open';
    if (c.dlclose(handle) === 0) return this.state(name) === 'closed' ? 'closed' : 'open';
    return /is used by|is not open for/.test(c.error) ? 'busy' : 'not open';
  }

  /**
   * An open that was given up is no longer pending, but reads its files and instantiates what it needs to the end, and
   * holds that until then: soon enough, the state is what the model says.
   */
  async check() {
    for (const end = Date.now() + 10_000; this.checkNow().length > 0 && Date.now() < end;) await settled();
    assert.deepEqual(this.checkNow(), [], JSON.stringify(this.opens));
  }

  /** Returns the modules that are open without being held, or the reverse, though nothing is pending. */
  checkNow() {
    if (this.fault) throw this.fault;
    for (const name of NAMES) {
      if (this.state(name) === 'closed') this.living.delete(name);
      if (this.count(name) > 0) assert.equal(this.state(name), 'ready', `${name} is held`);
    }
    if (this.pending.size > 0 || this.instantiating > 0) return [];
    return NAMES.filter((name) => (this.state(name) === 'ready') !== this.isHeld(name));
  }
}

const name = fc.constantFrom(...NAMES);
const owner = fc.constantFrom(...OWNERS);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ what: fc.constant('open'), name, aborts: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('openNow'), name, owner: fc.constantFrom('main', 'sorter') }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('close'), name, owner }) },
);

test('every order of opens, closes, aborts and failures ends as the model says', async (t) => {
  const built = await makeApp(t, mainModule(), [sideModule('sorter'), ...NAMES.map(lazySide)]);
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(step, { minLength: 2, maxLength: 12 }),
      fc.infiniteStream(fc.integer({ min: 0, max: 9 })),
      async (s, steps, dice) => {
        const roll = () => dice.next().value;
        const world = await World.start(built, async (side) => {
          await s.schedule(Promise.resolve(), `instantiate ${side}`);
          if (roll() === 0) throw new Error(HOOK_ERROR);
        });
        const run = ({ what, name: side, owner: who, aborts }) => {
          if (what === 'close') world.close(side, who);
          else if (what === 'openNow') world.openNow(side, who);
          else if (!aborts) world.open(side, {});
          else world.open(side, { abortLater: (abort) => s.schedule(Promise.resolve(), `abort ${side}`).then(abort) });
        };
        for (const each of steps) s.schedule(Promise.resolve(), JSON.stringify(each)).then(() => run(each));
        const end = Date.now() + 20_000; // by time: files are read beside the event loop, however loaded the machine is
        while (s.count() > 0 || world.pending.size > 0) {
          assert.ok(Date.now() < end, `never settles: ${[...world.pending].map((each) => each.name)}`);
          if (s.count() > 0) await s.waitOne();
          await settled();
          await world.check();
        }
        for (const side of [...NAMES].reverse())
          for (const who of OWNERS) while (world.opens[side][who] > 0) world.close(side, who);
        await world.check();
        assert.deepEqual(
          NAMES.map((side) => world.state(side)),
          NAMES.map(() => 'closed'),
        );
      },
    ),
    { numRuns: process.env.WPL_SOAK ? 1500 : 60 },
  );
});
