// Loads the programs that are measured. Each is loaded once a process.

/** Thrown where an engine or an installation lacks what a program needs: a reason to leave it out. */
export class Skipped extends Error {}

const app = (name, options) => ({
  async open(base) {
    const { default: createApp } = await import(new URL(`${name}/${name}.mjs`, base));
    let opened;
    try {
      opened = await createApp(options);
    } catch (error) {
      if (error.code === 'ENGINE_TOO_OLD') throw new Skipped('the engine has no multi-memory');
      throw error;
    }
    if (options.prefer && opened.variant !== options.prefer) throw new Skipped('the engine has no multi-memory');
    return { functions: opened.main.exports, memory: () => opened.main.memory, handle: opened };
  },
});

/** Exports of an Emscripten module by their names in C. */
const unprefixed = (module) => new Proxy(module, { get: (target, name) => target[`_${String(name)}`] });

async function openPlain(base, name, args) {
  const { default: create } = await import(new URL(`${name}/${name}.mjs`, base));
  return create(args);
}

const glue = {
  async open(base) {
    const [main, side] = await Promise.all([openPlain(base, 'glue'), openPlain(base, 'glue_side')]);
    main.peer = side;
    side.peer = main;
    return { functions: unprefixed(main), side: unprefixed(side), handle: main };
  },
};

const dynamic = {
  async open(base) {
    let module;
    try {
      module = await openPlain(base, 'dynamic', { locateFile: (file) => new URL(`dynamic/${file}`, base).href });
    } catch (error) {
      if (/dynamic[.]mjs/.test(error?.message)) throw new Skipped('not built');
      throw error;
    }
    return { functions: unprefixed(module), handle: module };
  },
};

/** The bytes of a file beside the programs. */
async function read(url) {
  if (url.protocol !== 'file:') return (await fetch(url)).arrayBuffer();
  const { readFile } = await import('node:fs/promises');
  return readFile(url);
}

const components = {
  async open(base) {
    const instantiate = async (name, imports) => {
      const url = new URL(`component/${name}.js`, base);
      const module = await import(url).catch(() => {
        throw new Skipped('not built');
      });
      const compile = async (file) => WebAssembly.compile(await read(new URL(file, url)));
      return module.instantiate(compile, imports);
    };
    const callee = await instantiate('callee', {});
    const caller = await instantiate('caller', { add: { default: callee.add } });
    let result = 0;
    const functions = {
      data_make() {},
      data_forget() {},
      data_result: () => result,
      side_calls(count) {
        result = caller.calls(count);
      },
    };
    return { functions, handle: caller };
  },
};

/** The app whose side is in C#, with the functions that go by .NET's own JavaScript interop. */
const dotnet = (options) => ({
  async open(base) {
    await import(new URL('dotnet/dotnet.mjs', base)).catch(() => {
      throw new Skipped('not built');
    });
    const opened = await app('dotnet', options).open(base);
    const { main, modules } = opened.handle;
    const runtime = modules.script.module;
    runtime.setModuleImports('bench', { add: (a, b) => (a + b) | 0, mix: (a, b, c, d) => Number(a) + b + c + d });
    const { Calls } = await runtime.getAssemblyExports('Script');
    main.module.addByJSExport = Calls.AddForJavaScript;
    return opened;
  },
});

/** The app whose side is opened under so many names, with a loop that calls the last of them from JavaScript. */
const many = (count) => ({
  async open(base) {
    const { default: createApp, manifest } = await import(new URL('many/many.mjs', base));
    const plugin = manifest.modules.find(({ lazy }) => lazy);
    const names = Array.from({ length: count }, (_, i) => `plugin_${i}`);
    const others = manifest.modules.filter(({ name }) => !names.includes(name));
    manifest.modules = [...others, ...names.map((name) => ({ ...plugin, name }))];
    const opened = await createApp();
    try {
      for (const name of names) await opened.open(name);
    } catch (error) {
      if (error.code === 'OUT_OF_MEMORIES') throw new Skipped('the engine has no room for so many memories');
      throw error;
    }
    const { add } = opened.modules[names.at(-1)].exports;
    let result = 0;
    const functions = {
      data_make() {},
      data_forget() {},
      data_result: () => result,
      guarded_calls(times) {
        let s = 0;
        for (let i = 0; i < times; i += 1) s = add(s, i);
        result = s;
      },
    };
    return { functions, handle: opened };
  },
});

/** By name: how the app is built and what is forced when it is loaded. */
const PROGRAMS = {
  glue,
  dynamic,
  components,
  pointer: app('by_pointer', { prefer: 'portable', bridge: 'bridge' }),
  'pointer, fallback': app('by_pointer', { prefer: 'portable', bridge: 'bridge_fb' }),
  import: app('by_import', { prefer: 'portable', bridge: 'bridge' }),
  'import, fallback': app('by_import', { prefer: 'portable', bridge: 'bridge_fb' }),
  direct: app('direct', { prefer: 'direct' }),
  fused: app('direct', { prefer: 'fused' }),
  'fused, side first': app('side_first', { prefer: 'fused' }),
  'as loaded': app('direct', {}),
  '1 open': many(1),
  '10 open': many(10),
  '100 open': many(100),
  dotnet: dotnet({}),
  'dotnet, fallback': dotnet({ bridge: 'bridge_fb' }),
  'import, memory.copy': app('by_import', { prefer: 'portable', bridge: 'bridge', memoryCopyFrom: 0 }),
  'import, loop': app('by_import', { prefer: 'portable', bridge: 'bridge', memoryCopyFrom: 0xffffffff }),
  'direct, memory.copy': app('direct', { prefer: 'direct', memoryCopyFrom: 0 }),
  'direct, loop': app('direct', { prefer: 'direct', memoryCopyFrom: 0xffffffff }),
};

export class Programs {
  #base;
  #opened = new Map();

  /** @param {string | URL} base folder of all programs, with a slash at its end */
  constructor(base) {
    this.#base = base;
  }

  /**
   * @param {string} name one of PROGRAMS
   * @returns {Promise<{ functions: Record<string, Function>, handle: object }>}
   * @throws {Skipped}
   */
  get(name) {
    if (!this.#opened.has(name)) this.#opened.set(name, PROGRAMS[name].open(this.#base));
    return this.#opened.get(name);
  }
}
