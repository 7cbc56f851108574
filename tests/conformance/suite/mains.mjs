// What the suite does with a main module, whatever its kind: mains of wasm have the functions of mains/main.c, and a
// JavaScript main has functions of its own in place of them.

import { createViews } from '../../../js/loader/memory/memory_views.mjs';

/**
 * A module's handle, with views of its memory where the app has none.
 * @param {object} handle
 */
export function handleOf(handle) {
  const views = createViews({ name: handle.name, requireMemory: () => handle.memory });
  return new Proxy(handle, {
    get(target, key) {
      if (key === 'views') return views;
      const value = target[key];
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** The same of an app. */
function appOf(app) {
  const modules = Object.fromEntries(Object.entries(app.modules).map(([name, handle]) => [name, handleOf(handle)]));
  return { ...app, main: handleOf(app.main), modules };
}

/** Writes a C string into a module's memory and returns its address. */
function writeName(module, address, name) {
  module.views.writeText(address, 200, name);
  return address;
}

/** What a module finds by its own rbBridge; needs its exports ask, call_ii and call_iii. */
export class Finder {
  /**
   * @param {object} module handle
   * @param {number} area address of 1024 bytes of its memory
   */
  constructor(module, area) {
    this.module = module;
    this.area = area;
    this.keepsOpen = true; // what it opens, until dlclose
  }

  ask(library, name) {
    return this.module.exports.ask(library, writeName(this.module, this.area, name));
  }

  dlopen(name) {
    return this.module.exports.call_ii(this.ask(0, 'rb_dlopen'), writeName(this.module, this.area, name));
  }

  dlclose(handle) {
    return this.module.exports.call_ii(this.ask(0, 'rb_dlclose'), handle);
  }

  dlsymGuarded(handle, name) {
    const service = this.ask(0, 'rb_dlsym_guarded');
    return this.module.exports.call_iii(service, handle, writeName(this.module, this.area, name));
  }

  /** The text of rb_dlerror, which forgets it. */
  get error() {
    return this.#text('rb_dlerror');
  }

  get callError() {
    return this.#text('rb_call_error');
  }

  #text(service) {
    const length = this.module.exports.call_iii(this.ask(0, service), this.area, 1000);
    return length === 0 ? '' : this.module.views.readText(this.area);
  }
}

/** The same of a C# side, which has no rbBridge: what is not found is an exception. */
class DotnetFinder extends Finder {
  #error = '';

  constructor(module, area) {
    super(module, area);
    this.keepsOpen = false;
  }

  ask(library, name) {
    return this.#find(() => super.ask(library, name));
  }

  dlopen(name) {
    return this.#find(() => this.module.exports.open_module(writeName(this.module, this.area, name)));
  }

  get error() {
    const text = this.#error;
    this.#error = '';
    return text;
  }

  #find(look) {
    try {
      return look();
    } catch (error) {
      if (error.code !== 'GUARDED_CALL_FAILED') throw error;
      this.#error = error.message;
      return 0;
    }
  }
}

/**
 * @param {object} side handle
 * @param {number} area as of Finder
 */
export const finderOf = (side, area) => new (side.exports.open_module ? DotnetFinder : Finder)(side, area);

/** A main module of wasm. */
class WasmMain {
  constructor(app, side) {
    this.app = app;
    this.module = app.main;
    this.side = side;
    this.isWasm = true;
    this.area = this.module.exports.numbers();
    this.finder = new Finder(this.module, this.area + 2048);
  }

  /** Main's function pointer of add_one, trap_on or grow_main. */
  pointer(name) {
    return this.module.exports[`pointer_of_${name}`]();
  }

  /** The same as a function pointer of the side. */
  lend(name) {
    return this.module.exports.lend(this.pointer(name));
  }

  takeBack(pointer) {
    return this.module.exports.take_back(pointer) === 1;
  }

  /** A function pointer of the side, callable. */
  borrow(pointer) {
    const own = this.module.exports.borrow(pointer);
    return (a) => this.module.exports.call_ii(own, a);
  }

  viaSide(a, b) {
    return this.module.exports.via_side(a, b);
  }
}

/** JavaScript as main. */
class JavaScriptMain {
  constructor(app, side, functions) {
    this.app = app;
    this.module = app.main;
    this.side = side;
    this.isWasm = false;
    this.area = 1024;
    this.functions = functions;
  }

  pointer(name) {
    return this.module.addFunction(this.functions[`${name}:ii`], 'ii');
  }

  lend(name) {
    return this.side.addFunction(this.functions[`${name}:ii`], 'ii');
  }

  takeBack(pointer) {
    return this.side.removeFunction(pointer);
  }

  borrow(pointer) {
    return this.side.getFunction(pointer);
  }

  viaSide(a, b) {
    return this.side.exports.add(a, b);
  }
}

/**
 * Starts an app and says how the suite uses its main.
 * @param {Function} createApp
 * @param {{ main: string, side: string }} kinds
 * @param {object} options of createApp
 */
export async function startMain(createApp, { main, side }, options) {
  if (main !== 'javascript') {
    const app = appOf(await createApp(options));
    return new WasmMain(app, app.modules[`side_${side}`]);
  }
  let app = null;
  const functions = {
    'add_one:ii': (a) => a + 1,
    'trap_on:ii': () => {
      throw new Error('a trap of JavaScript');
    },
    'grow_main:ii': (pages) => {
      app.main.memory.grow(pages);
      const { int32 } = app.main.views;
      int32[int32.length - 1] = 7;
      return int32.byteLength - 4;
    },
  };
  app = await createApp({ ...options, modules: { main: { functions } } });
  return new JavaScriptMain(app, app.modules[`side_${side}`], functions);
}
