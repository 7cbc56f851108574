// The manifest: templates/manifest.schema.json (by ajv) and the loader's own check must agree on what is good and bad.
import Ajv from 'ajv/dist/2020.js';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { ADAPTERS } from '../../js/loader/adapters/adapters.mjs';
import { checkManifest } from '../../js/loader/manifest/manifest.mjs';
import { load } from '../../js/loader/load/load.mjs';
import { helpers } from './support/app.mjs';
import { hasCode } from './support/assertions.mjs';

const schema = JSON.parse(readFileSync(new URL('../../templates/manifest.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true }).compile(
  schema,
);

const file = (url) => ({ url, bytes: 10, integrity: `sha384-${'A'.repeat(64)}` });
const good = () => ({
  abi: 1,
  generator: 'tests',
  main: 'app',
  modules: [
    {
      name: 'app',
      role: 'main',
      kind: 'emscripten',
      lazy: false,
      abi: 1,
      variants: [{ variant: 'portable', wasm: file('app.wasm') }],
      glue: file('app.glue.mjs'),
      memory: { imported: true, initial: 256, maximum: 32768, address: 'i32', shared: false },
      exports: { main: 'iii', odd: null },
      api: [],
      imports: { sorter: { sort: 'vii' } },
      asyncify: false,
    },
    {
      name: 'sorter',
      role: 'side',
      kind: 'emscripten',
      access: 'DIRECT',
      lazy: false,
      guarded: false,
      abi: 1,
      variants: [
        { variant: 'portable', wasm: file('s.wasm') },
        { variant: 'direct', wasm: file('s.direct.wasm') },
      ],
      glue: file('s.mjs'),
      memory: { imported: false, initial: 0, maximum: null, address: 'i32', shared: false },
      exports: { sort: 'vii' },
      api: ['sort'],
      internal: ['sort'],
      imports: {},
      asyncify: true,
    },
  ],
});
/** The same with a C# side. */
const goodDotnet = () => {
  const manifest = good();
  manifest.dotnet = {
    host: 'app.Host',
    version: '10.0.12',
    runtime: file('app.dotnet/dotnet.js'),
    assets: [file('app.dotnet/dotnet.native.wasm'), { ...file('app.dotnet/icudt.dat'), behavior: 'icu' }],
  };
  manifest.modules.push({
    name: 'script',
    role: 'side',
    kind: 'dotnet',
    access: 'IMPORT',
    lazy: true,
    guarded: false,
    abi: 1,
    assembly: 'Script',
    variants: [],
    memory: { imported: false, initial: 512, maximum: 32768, address: 'i32', shared: false },
    exports: { sort_delays: 'vii' },
    api: ['sort_delays'],
    imports: {},
  });
  return manifest;
};
/** JavaScript as main, with a side of plain wasm. */
const goodWasm = () => {
  const manifest = good();
  const [main, side] = manifest.modules;
  for (const entry of [main, side]) delete entry.glue;
  Object.assign(main, { kind: 'javascript', variants: [], exports: {}, imports: {} });
  Object.assign(side, {
    kind: 'wasm',
    exports: { sort: 'vii', _initialize: 'v' },
    memoryName: 'memory',
    table: { initial: 3, maximum: null },
    names: { sort: 'a' },
    init: ['_initialize'],
    importScripts: { env: file('s.imports.env.mjs') },
    wasi: { entry: 's.wasi/index.js', files: [file('s.wasi/index.js'), file('s.wasi/fd.js')] },
  });
  return manifest;
};
/** A main module of Emscripten, and sides that come with the JavaScript of Emscripten and wasm-bindgen. */
const goodGlue = () => {
  const manifest = good();
  const [, side] = manifest.modules;
  Object.assign(side, { memoryName: 'memory', names: { sort: 'a' }, packages: [file('s.data')] });
  manifest.modules.push({ ...structuredClone(side), name: 'crate', kind: 'bindgen' });
  return manifest;
};
const accepts = (manifest) => {
  try {
    checkManifest(manifest, Object.keys(ADAPTERS), ADAPTERS);
    return true;
  } catch {
    return false;
  }
};

test('a good manifest is good for both', () => {
  assert.ok(validate(good()), JSON.stringify(validate.errors));
  assert.equal(accepts(good()), true);
  assert.ok(validate(goodDotnet()), JSON.stringify(validate.errors));
  assert.equal(accepts(goodDotnet()), true);
  assert.ok(validate(goodWasm()), JSON.stringify(validate.errors));
  assert.equal(accepts(goodWasm()), true);
  assert.ok(validate(goodGlue()), JSON.stringify(validate.errors));
  assert.equal(accepts(goodGlue()), true);
  const small = good();
  small.modules = [small.modules[0]];
  small.modules[0].imports = {};
  for (const name of ['lazy', 'asyncify']) delete small.modules[0][name];
  delete small.generator;
  assert.ok(validate(small) && accepts(small));
});

/** [what is wrong, change, text of the loader's error, code] */
const FAULTS = [
  [
    'ABI of the manifest',
    (m) => {
      m.abi = 2;
    },
    'ABI version 2',
    'ABI_MISMATCH',
  ],
  [
    'no ABI',
    (m) => {
      delete m.abi;
    },
    'ABI version none',
    'ABI_MISMATCH',
  ],
  [
    'ABI of a module',
    (m) => {
      m.modules[1].abi = 0;
    },
    'sorter: the module has ABI version 0',
    'ABI_MISMATCH',
  ],
  [
    'no modules',
    (m) => {
      m.modules = [];
    },
    'but the modules of role "main" are []',
  ],
  [
    'modules is an object',
    (m) => {
      m.modules = {};
    },
    '"modules"',
  ],
  [
    'no main',
    (m) => {
      delete m.main;
    },
    '"main"',
  ],
  [
    'name is no identifier',
    (m) => {
      m.modules[1].name = 'my-side';
    },
    '"my-side"',
  ],
  [
    'a side called main',
    (m) => {
      m.modules[1].name = 'main';
      m.modules[0].imports = {};
    },
    'must not be called "main"',
  ],
  [
    'a module is null',
    (m) => {
      m.modules[1] = null;
    },
    '"modules[1]" must be an object, but is null',
  ],
  [
    'role',
    (m) => {
      m.modules[1].role = 'guest';
    },
    '"role"',
  ],
  [
    'kind',
    (m) => {
      m.modules[1].kind = 'cobol';
    },
    '"kind" must be "emscripten" or "dotnet" or "wasm" or "javascript" or "bindgen", but is "cobol"',
  ],
  [
    'access',
    (m) => {
      m.modules[1].access = 'direct';
    },
    '"access"',
  ],
  [
    'a side without access',
    (m) => {
      delete m.modules[1].access;
    },
    '"access"',
  ],
  [
    'lazy',
    (m) => {
      m.modules[1].lazy = 'yes';
    },
    '"lazy"',
  ],
  [
    'guarded',
    (m) => {
      m.modules[1].guarded = 1;
    },
    '"guarded"',
  ],
  [
    'asyncify',
    (m) => {
      m.modules[1].asyncify = null;
    },
    '"asyncify"',
  ],
  [
    'no variants',
    (m) => {
      m.modules[1].variants = [];
    },
    '"variants"',
  ],
  [
    'variant name',
    (m) => {
      m.modules[1].variants[0].variant = 'fast';
    },
    '"variants[0].variant" must be "portable" or "direct" or "fused", but is "fast"',
  ],
  [
    'variant without wasm',
    (m) => {
      delete m.modules[1].variants[0].wasm;
    },
    '"variants[0].wasm" must be an object, but is missing',
  ],
  [
    'url',
    (m) => {
      m.modules[1].glue.url = '';
    },
    '"glue.url" must be an address',
  ],
  [
    'bytes',
    (m) => {
      m.modules[1].glue.bytes = -1;
    },
    '"glue.bytes" must be a whole number of bytes',
  ],
  [
    'integrity of another length',
    (m) => {
      m.modules[1].glue.integrity = 'sha384-AAAA';
    },
    'integrity',
  ],
  [
    'integrity by another hash',
    (m) => {
      m.modules[1].glue.integrity = `sha256-${'A'.repeat(64)}`;
    },
    'integrity',
  ],
  [
    'no glue',
    (m) => {
      delete m.modules[1].glue;
    },
    '"glue" is missing',
  ],
  [
    'no memory',
    (m) => {
      delete m.modules[1].memory;
    },
    '"memory" must be an object, but is missing',
  ],
  [
    'memory.imported',
    (m) => {
      m.modules[1].memory.imported = 1;
    },
    '"memory.imported"',
  ],
  [
    'memory.initial',
    (m) => {
      m.modules[1].memory.initial = 1.5;
    },
    '"memory.initial"',
  ],
  [
    'memory.initial too big',
    (m) => {
      m.modules[1].memory.initial = 65537;
    },
    '"memory.initial"',
  ],
  [
    'memory.maximum too big',
    (m) => {
      m.modules[1].memory.maximum = 65537;
    },
    '"memory.maximum"',
  ],
  [
    'memory.maximum missing',
    (m) => {
      delete m.modules[1].memory.maximum;
    },
    '"memory.maximum"',
  ],
  [
    '64-bit memory',
    (m) => {
      m.modules[1].memory.address = 'i64';
    },
    '"memory.address"',
  ],
  [
    'shared memory',
    (m) => {
      m.modules[1].memory.shared = true;
    },
    '"memory.shared"',
  ],
  [
    'exports',
    (m) => {
      m.modules[1].exports = ['sort'];
    },
    '"exports"',
  ],
  [
    'signature letters',
    (m) => {
      m.modules[1].exports.sort = 'vxx';
    },
    '"exports.sort" must be a signature such as "vii", or null, but is "vxx"',
  ],
  [
    'v among the parameters',
    (m) => {
      m.modules[1].exports.sort = 'ivi';
    },
    'but is "ivi"',
  ],
  [
    'api',
    (m) => {
      m.modules[1].api = 'sort';
    },
    '"api"',
  ],
  [
    'internal',
    (m) => {
      m.modules[1].internal = 'sort';
    },
    '"internal"',
  ],
  [
    'imports',
    (m) => {
      m.modules[1].imports = null;
    },
    '"imports"',
  ],
  [
    'imports of a module',
    (m) => {
      m.modules[0].imports.sorter = 'sort';
    },
    '"imports.sorter"',
  ],
  [
    'signature of an import',
    (m) => {
      m.modules[0].imports.sorter.sort = '';
    },
    '"imports.sorter.sort"',
  ],
];

/** The same about C# sides. */
const DOTNET_FAULTS = [
  ['no runtime for C# sides', (m) => delete m.dotnet, 'script: "dotnet" must be an object, but is missing'],
  ['no host', (m) => delete m.dotnet.host, '"dotnet.host" must be a text'],
  ['no version', (m) => (m.dotnet.version = ''), '"dotnet.version" must be a text'],
  ['no runtime file', (m) => delete m.dotnet.runtime, '"dotnet.runtime" must be an object'],
  ['no list of assets', (m) => (m.dotnet.assets = {}), '"dotnet.assets" must be a list'],
  ['an asset without hash', (m) => delete m.dotnet.assets[0].integrity, '"dotnet.assets[0].integrity"'],
  ['behavior of an asset', (m) => (m.dotnet.assets[1].behavior = 5), '"dotnet.assets[1].behavior" must be a text'],
  ['no assembly', (m) => delete m.modules[2].assembly, 'script: "assembly" must be a text'],
  ['a C# side with files', (m) => m.modules[2].variants.push(...m.modules[1].variants), 'must be empty'],
  ['a C# side that imports its memory', (m) => (m.modules[2].memory.imported = true), '"memory.imported" of a C# side'],
  [
    'a C# export without signature',
    (m) => (m.modules[2].exports.sort_delays = null),
    'gives "sort_delays" no signature',
  ],
];

const WASM_FAULTS = [
  [
    'a side of JavaScript',
    (m) => (m.modules[1].kind = 'javascript'),
    'sorter: a module of JavaScript can only be main',
  ],
  ['a JavaScript main with files', (m) => m.modules[0].variants.push(...m.modules[1].variants), 'must be empty'],
  ['a JavaScript main with exports', (m) => (m.modules[0].exports.f = 'v'), '"exports" of a JavaScript main'],
  [
    'a JavaScript main without memory',
    (m) => (m.modules[0].memory.imported = false),
    '"memory.imported" of a JavaScript main',
  ],
  ['a wasm side without files', (m) => (m.modules[1].variants = []), '"variants" is empty'],
  ['a memory without name', (m) => (m.modules[1].memoryName = ''), '"memoryName" must be a text'],
  ['a table without limits', (m) => (m.modules[1].table = {}), '"table.initial"'],
  ['a table that no engine makes', (m) => (m.modules[1].table.initial = 10_000_001), '"table.initial"'],
  ["a table's maximum that is missing", (m) => delete m.modules[1].table.maximum, '"table.maximum"'],
  ["a table's maximum that is no count", (m) => (m.modules[1].table.maximum = -1), '"table.maximum"'],
  ['init that is no list', (m) => (m.modules[1].init = '_initialize'), '"init" must be a list'],
  ['names that are no object', (m) => (m.modules[1].names = ['a']), '"names" must be an object'],
  ['an empty name', (m) => (m.modules[1].names.sort = ''), '"names.sort" must be a text'],
  [
    'import scripts that are no object',
    (m) => (m.modules[1].importScripts = []),
    '"importScripts" must be an object, but is an array',
  ],
  [
    'an import script without hash',
    (m) => delete m.modules[1].importScripts.env.integrity,
    '"importScripts.env.integrity" must be a hash',
  ],
  ['WASI without entry', (m) => delete m.modules[1].wasi.entry, '"wasi.entry" must be a text'],
  ['WASI without files', (m) => (m.modules[1].wasi.files = []), 'not one of "wasi.files"'],
  [
    'a file of WASI without hash',
    (m) => delete m.modules[1].wasi.files[1].integrity,
    '"wasi.files[1].integrity" must be a hash',
  ],
];

const GLUE_FAULTS = [
  ['a memory without name', (entry) => (entry.memoryName = ''), '"memoryName" must be a text'],
  ['a memory name that is no text', (entry) => (entry.memoryName = 5), '"memoryName" must be a text'],
  ['names that are no object', (entry) => (entry.names = ['a']), '"names" must be an object'],
  ['an empty name', (entry) => (entry.names.sort = ''), '"names.sort" must be a text'],
  [
    'an import script without hash',
    (entry) => (entry.importScripts = { env: { url: 'x' } }),
    '"importScripts.env.integrity" must be a hash',
  ],
  [
    'packages that are no list',
    (entry) => (entry.packages = { url: 'x' }),
    '"packages" must be a list, but is an object',
  ],
  [
    'a package without hash',
    (entry) => (entry.packages = [{ url: 'x', bytes: 1 }]),
    '"packages[0].integrity" must be a hash',
  ],
];

describe('a wrong manifest is refused by both, naming the fault', () => {
  for (const [title, change, text] of GLUE_FAULTS) {
    for (const [kind, index] of [
      ['emscripten', 1],
      ['bindgen', 2],
    ]) {
      test(`${title}, kind ${kind}`, () => {
        const manifest = goodGlue();
        change(manifest.modules[index]);
        assert.equal(validate(manifest), false, 'the schema lets it pass');
        const check = () => checkManifest(manifest, Object.keys(ADAPTERS), ADAPTERS);
        assert.throws(check, hasCode('MANIFEST_INVALID', `${manifest.modules[index].name}: ${text}`));
      });
    }
  }

  for (const [title, change, text] of WASM_FAULTS) {
    test(title, () => {
      const manifest = goodWasm();
      change(manifest);
      assert.equal(validate(manifest), false, 'the schema lets it pass');
      assert.throws(() => checkManifest(manifest, Object.keys(ADAPTERS), ADAPTERS), hasCode('MANIFEST_INVALID', text));
    });
  }

  for (const [title, change, text] of DOTNET_FAULTS) {
    test(title, () => {
      const manifest = goodDotnet();
      change(manifest);
      assert.equal(validate(manifest), false, 'the schema lets it pass');
      assert.throws(() => checkManifest(manifest, Object.keys(ADAPTERS), ADAPTERS), hasCode('MANIFEST_INVALID', text));
    });
  }

  for (const [title, change, text, code = 'MANIFEST_INVALID'] of FAULTS) {
    test(title, () => {
      const manifest = good();
      change(manifest);
      assert.equal(validate(manifest), false, 'the schema lets it pass');
      assert.throws(() => checkManifest(manifest, Object.keys(ADAPTERS), ADAPTERS), hasCode(code, text));
    });
  }
});

describe('what a schema cannot say is refused by the loader', () => {
  const cases = [
    [
      'an init function that is no export',
      (m) => Object.assign(m, goodWasm()).modules[1].init.push('gone'),
      '"init" has "gone", which is not in "exports"',
    ],
    [
      "a table's maximum below initial",
      (m) => (Object.assign(m, goodWasm()).modules[1].table.maximum = 2),
      '"table.maximum"',
    ],
    [
      'a name of no export',
      (m) => (Object.assign(m, goodWasm()).modules[1].names.gone = 'b'),
      '"names" has "gone", which is not in "exports"',
    ],
    [
      'an entry that is no file of WASI',
      (m) => (Object.assign(m, goodWasm()).modules[1].wasi.entry = 'x.js'),
      'not one of "wasi.files"',
    ],
    [
      'a C# main module',
      (m) => {
        m.modules = [{ ...goodDotnet().modules[2], name: 'app', role: 'main' }];
        m.dotnet = goodDotnet().dotnet;
      },
      'app: a C# module can only be a side',
    ],
    [
      'a module listed twice',
      (m) => {
        m.modules[0].name = 'sorter';
      },
      'sorter: its name is listed twice',
    ],
    [
      'a main module that is lazy',
      (m) => {
        m.modules[0].lazy = true;
      },
      'app: "lazy" of the main module must be false',
    ],
    [
      'main is no module',
      (m) => {
        m.main = 'other';
      },
      '"main" is "other"',
    ],
    [
      'two mains',
      (m) => {
        m.modules[1].role = 'main';
      },
      'role "main" are ["app","sorter"]',
    ],
    [
      'maximum below initial',
      (m) => {
        m.modules[0].memory.maximum = 1;
      },
      '"memory.maximum"',
    ],
    [
      'imports from nowhere',
      (m) => {
        m.modules[0].imports.ghost = {};
      },
      '"imports" has "ghost", which is not a module of the app',
    ],
    [
      'api without export',
      (m) => {
        m.modules[1].api.push('ghost');
      },
      '"api" has "ghost", which is not in "exports"',
    ],
    [
      'internal without api',
      (m) => {
        m.modules[1].internal.push('ghost');
      },
      '"internal" has "ghost", which is not in "api"',
    ],
  ];
  for (const [title, change, text] of cases) {
    test(title, () => {
      const manifest = good();
      change(manifest);
      assert.throws(() => checkManifest(manifest, Object.keys(ADAPTERS), ADAPTERS), hasCode('MANIFEST_INVALID', text));
    });
  }

  test('all faults are in one error', () => {
    const manifest = good();
    manifest.modules[1].access = 'x';
    manifest.modules[1].exports.sort = 5;
    delete manifest.modules[0].glue;
    assert.throws(
      () => checkManifest(manifest, Object.keys(ADAPTERS), ADAPTERS),
      (error) => hasCode('MANIFEST_INVALID')(error) && error.problems.length === 3,
    );
  });

  test('any change of one value never makes the loader throw anything but its own error', () => {
    const values = [undefined, null, 0, -1, '', 'x', [], {}, true, 1e9];
    const visit = (node, path, out = []) => {
      for (const key of Object.keys(node)) {
        out.push([...path, key]);
        if (typeof node[key] === 'object' && node[key] !== null) visit(node[key], [...path, key], out);
      }
      return out;
    };
    const manifests = [goodDotnet, goodGlue, goodWasm];
    for (const [make, path] of manifests.flatMap((each) => visit(each(), []).map((found) => [each, found]))) {
      for (const value of values) {
        const manifest = make();
        const parent = path.slice(0, -1).reduce((node, key) => node[key], manifest);
        parent[path.at(-1)] = value;
        const wellFormed = validate(JSON.parse(JSON.stringify(manifest)));
        try {
          checkManifest(manifest, Object.keys(ADAPTERS), ADAPTERS);
          assert.ok(wellFormed, `the loader accepts ${path.join('.')} = ${JSON.stringify(value)}, the schema does not`);
        } catch (error) {
          assert.ok(
            ['MANIFEST_INVALID', 'ABI_MISMATCH'].includes(error.code),
            `${path.join('.')} = ${JSON.stringify(value)}: ${error.stack}`,
          );
        }
      }
    }
  });
});

test('load() refuses what is no manifest at all', async () => {
  for (const manifest of [null, undefined, 5, [], {}]) {
    await assert.rejects(load(manifest, { helpers, baseUrl: 'file:///x/' }), (error) =>
      ['MANIFEST_INVALID', 'ABI_MISMATCH'].includes(error.code),
    );
  }
});
