// The C and C++ headers: what a compiler finds in them, what a compiled module imports in each access mode, and what it
// asks rbBridge for when it runs.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { startWithServices } from './services.mjs';
import {
  ABI,
  ACCESS_MODES,
  functionsIn,
  namesOf,
  renamed,
  runClang,
  runEmpp,
  signaturesOf,
  sorted,
  splitSignature,
  workFile,
  writeWorkFile,
} from './support.mjs';

const SIDE = 'sorter';
const ofSide = (name) => `${SIDE}_${name}`;

/** Types in C of the accessor's elements; all else is uint32_t. */
const ELEMENTS = { I8: 'int8_t', I16: 'int16_t', I32: 'int32_t', I64: 'int64_t', F32: 'float', F64: 'double' };
const elementOf = (name) => ELEMENTS[name.slice(3)] ?? 'uint32_t';

/** The type of an accessor or bridge function in C. */
function cType(name, { signature, parameters }) {
  const result = splitSignature(signature).results === '' ? 'void' : elementOf(name);
  const types = Object.values(parameters).map((meaning) => (meaning === 'value' ? elementOf(name) : 'uint32_t'));
  return `${result} (*)(${types.join(', ')})`;
}

const memoryFunctions = Object.entries({ ...ABI.accessor.functions, ...ABI.bridge.functions });

const MODES = {
  main: ['-DWPL_MAIN_MODULE=1'],
  ...Object.fromEntries(ACCESS_MODES.map((mode) => [mode, [`-DWPL_ACCESS_${mode}=1`]])),
};

const MEMORY = `#include <wasm_pseudo_link/memory.h>\nWPL_DECLARE_MEMORY(${SIDE})\n`;

for (const [mode, definitions] of Object.entries(MODES)) {
  test(`memory.h declares the functions of accessor and bridge, and no others (${mode})`, () => {
    const source = writeWorkFile(`memory_${mode}.c`, MEMORY);
    const text = runClang(['-E', '-P', ...definitions, source]);
    const found = new Set([...text.matchAll(new RegExp(`\\b${SIDE}_(\\w+) *\\(`, 'g'))].map(([, name]) => name));
    assert.deepEqual([...found].sort(), namesOf('accessor', 'bridge').sort());
  });

  if (mode === 'NONE') continue; // there, a use of one is an error, which has a test below

  test(`memory.h gives them their types (${mode})`, () => {
    const checks = memoryFunctions.map(
      ([name, described]) =>
        `_Static_assert(_Generic(&${ofSide(name)}, ${cType(name, described)}: 1, default: 0), "${name}");`,
    );
    const source = writeWorkFile(`types_${mode}.c`, `${MEMORY}${checks.join('\n')}\n`);
    runClang(['-std=c11', '-fsyntax-only', ...definitions, source]);
  });
}

// ---- A module that uses everything ----

const cName = (group, name) => (group === 'rbBridge' ? name : ofSide(name));

const zeros = (count) => Array(count).fill('0').join(', ');

/** One exported function per function of abi.json, which calls it; of services the C function of the same name. */
const useAll = (mode) => {
  const memory = memoryFunctions.map(([name, { parameters }]) => {
    return `EXPORT void use_${name}(void) { ${ofSide(name)}(${zeros(Object.keys(parameters).length)}); }`;
  });
  const services = Object.entries(ABI.services.functions).map(([name, { parameters }]) => {
    const isReader = name === 'rb_dlerror' || name === 'rb_call_error'; // these read into a buffer of their own
    return `EXPORT void use_${name}(void) { (void)${name}(${isReader ? '' : zeros(Object.keys(parameters).length)}); }`;
  });
  return `#define EXPORT __attribute__((visibility("default")))
${MEMORY}#include <wasm_pseudo_link/rb.h>
${memory.join('\n')}
${services.join('\n')}
${mode === 'POINTER' ? 'EXPORT void set_bridge(rb_bridge_fn bridge) { rb_set_bridge(bridge); }' : ''}
`;
};

const LINK = [
  '-O1',
  '-nostdlib',
  '-Wl,--no-entry',
  '-Wl,--export-dynamic',
  '-Wl,--export-table',
  '-Wl,--growable-table',
];

const compiled = new Map();

function compile(mode) {
  if (!compiled.has(mode)) {
    const source = writeWorkFile(`all_${mode}.c`, useAll(mode));
    const wasm = workFile(`all_${mode}.wasm`);
    runClang([...LINK, '-fvisibility=hidden', ...MODES[mode], source, '-o', wasm]);
    compiled.set(mode, readFileSync(wasm));
  }
  return compiled.get(mode);
}

const importedIn = (mode) =>
  ['accessor', 'bridge', 'rbBridge'].filter((group) => mode === 'main' || ABI[group].imported.includes(mode));

const reaching = Object.keys(MODES).filter((mode) => mode !== 'NONE');

for (const mode of reaching) {
  test(`a module exports its allocator (${mode})`, () => {
    const { exports } = functionsIn(compile(mode));
    const found = Object.entries(exports).filter(([name]) => name.startsWith('wpl_'));
    assert.deepEqual(sorted(Object.fromEntries(found)), sorted(signaturesOf('allocator')));
  });

  test(`a module imports the functions of its access mode (${mode})`, () => {
    const expected = importedIn(mode).map((group) =>
      renamed(signaturesOf(group), (name) => `env.${cName(group, name)}`),
    );
    assert.deepEqual(sorted(functionsIn(compile(mode)).imports), sorted(Object.assign({}, ...expected)));
  });

  test(`a module asks rbBridge for the others, by their names and types (${mode})`, () => {
    const { exports, asked, called } = startWithServices(compile(mode), '__indirect_function_table');
    const looked = ['accessor', 'bridge', 'services'].filter((group) => !importedIn(mode).includes(group));
    for (const group of looked) assert.ok(mode === 'main' || ABI[group].foundByRbBridge.includes(mode));
    for (const name of namesOf(...looked)) {
      exports[`use_${name}`]();
      assert.ok(called.has(name), `${name} is called`);
    }
    assert.deepEqual([...asked].sort(), namesOf(...looked).sort());
  });
}

test('ACCESS NONE has every function as an error that says so', () => {
  const source = writeWorkFile('all_NONE.c', useAll('NONE'));
  assert.throws(
    () => runClang(['-fsyntax-only', '-ferror-limit=0', ...MODES.NONE, source]),
    ({ stderr }) => {
      const refused = [...stderr.matchAll(/error: '(\w+)' is unavailable: WasmPseudoLink: this side has ACCESS NONE/g)];
      const expected = [...namesOf('accessor', 'bridge').map(ofSide), ...namesOf('services')];
      assert.deepEqual(refused.map(([, name]) => name).sort(), expected.sort());
      return true;
    },
  );
});

// ---- C++ ----

/** Fails with what the compiler says. */
const checkCpp = (name, text, options = []) => runEmpp([...options, writeWorkFile(`${name}.cpp`, text)]);

const accessor = Object.entries(ABI.accessor.functions).map(([name, { signature }]) => {
  const type = `std::${elementOf(name)}`.replace('std::float', 'float').replace('std::double', 'double');
  return { name, type, isGetter: splitSignature(signature).results !== '' };
});

/** Asserts that a tag has the accessor's functions with their types. */
const hasAccessor = (tag) =>
  accessor
    .map(({ name, type, isGetter }) => {
      const pointer = isGetter ? `${type} (*)(A)` : `void (*)(A, ${type})`;
      return `{ using A = ${tag}::address_type; static_assert(same<${pointer}>(&${tag}::${name}), "${tag}::${name}"); }`;
    })
    .join('\n');

const CPP_HEAD = `#include <wasm_pseudo_link/detail/module_tag.hpp>
#include <type_traits>
/* Whether a function has the type, noexcept or not. */
template <class P, class R, class... A> constexpr bool same(R (*)(A...)) { return std::is_same_v<P, R (*)(A...)>; }
template <class P, class R, class... A> constexpr bool same(R (*)(A...) noexcept) { return std::is_same_v<P, R (*)(A...)>; }
`;

test('module tags in C++ have the accessor', () => {
  checkCpp(
    'tags',
    `${CPP_HEAD}
WPL_DECLARE_MEMORY(${SIDE})
WPL_DEFINE_MODULE_TAG(${SIDE})
void check() {
${hasAccessor(`wpl::modules::${SIDE}`)}
}
static_assert(wpl::remote_memory<wpl::modules::${SIDE}>);`,
    ['-DWPL_MAIN_MODULE=1'],
  );
});

/** A tag with some of the accessor's functions. */
const tag = (name, functions) => {
  const members = functions.map((each) =>
    each.isGetter
      ? `static ${each.type} ${each.name}(wpl::address);`
      : `static void ${each.name}(wpl::address, ${each.type});`,
  );
  return `struct ${name} {
  using address_type = wpl::address;
  static constexpr bool is_this_module = false;
  static constexpr bool is_reachable = true;
  ${members.join(' ')}
  static void copy_in(wpl::address, const void *, wpl::address);
  static void copy_out(void *, wpl::address, wpl::address);
};
`;
};

test('tags for tests have the accessor, and a tag that lacks one of its functions is not a remote memory', () => {
  const lacking = accessor.map(({ name }) => {
    const others = accessor.filter((each) => each.name !== name);
    return `${tag(`lacks_${name}`, others)}static_assert(!wpl::remote_memory<lacks_${name}>);`;
  });
  checkCpp(
    'testing',
    `${CPP_HEAD}#include <wasm_pseudo_link/testing/loopback.hpp>
struct other : wpl::testing::loopback<other> {};
struct native : wpl::testing::no_op<native> {};
void check() {
${hasAccessor('other')}
${hasAccessor('native')}
}
static_assert(wpl::remote_memory<other> && wpl::remote_memory<native>);
${tag('complete', accessor)}static_assert(wpl::remote_memory<complete>);
${lacking.join('\n')}`,
    ['-DWPL_TESTING=1'],
  );
});
