// The helper modules: functions and types of the compiled files, and what the comments in wat/ say of each function.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DIRECTIONS, FN_PTR_FUNCTIONS, SIZES } from '../wat/support.mjs';
import { ABI, functionsIn, helperBytes, namesOf, readSource, renamed, signaturesOf, sorted } from './support.mjs';

const EXPORTS = {
  accessor: ['accessor', 'rbBridge'],
  blocks: ['blocks'],
  bridge: ['bridge'],
  bridge_fb: ['bridge'],
};

/** Functions of the bridge that the loader supplies: the helper passes its import on. */
const loaders = Object.fromEntries(
  Object.entries(ABI.bridge.functions)
    .filter(([, { by }]) => by === 'loader')
    .map(([name, { signature }]) => [name, signature]),
);

const of = (module, signatures) => renamed(signatures, (name) => `${module}.${name}`);

for (const [helper, groups] of Object.entries(EXPORTS)) {
  test(`${helper} exports the functions of ${groups.join(' and ')}, and nothing else`, () => {
    const { exports, others } = functionsIn(helperBytes(helper));
    assert.deepEqual(sorted(exports), sorted(signaturesOf(...groups)));
    assert.deepEqual(others, []);
  });
}

test('accessor, blocks and bridge import from the host what they do not do themselves', () => {
  assert.deepEqual(functionsIn(helperBytes('accessor')).imports, of('host', signaturesOf('rbBridge')));
  assert.deepEqual(functionsIn(helperBytes('blocks')).imports, {});
  assert.deepEqual(sorted(functionsIn(helperBytes('bridge')).imports), sorted(of('host', loaders)));
});

test('bridge_fb imports functions of accessor and blocks, and of the host', () => {
  const { imports } = functionsIn(helperBytes('bridge_fb'));
  const known = signaturesOf('accessor', 'blocks');
  const host = { ...loaders, ...signaturesOf('largeCopies') };
  const all = { ...of('main', known), ...of('side', known), ...of('host', host) };
  for (const [name, signature] of Object.entries(imports)) assert.equal(signature, all[name], name);
  for (const name of [...Object.keys(of('host', host)), ...namesOf('blocks').map((name) => `side.${name}`)]) {
    assert.ok(name in imports, `${name} is used`);
  }
});

test('the tests of the bridges go through all of its functions', () => {
  const copies = DIRECTIONS.flatMap((direction) => ['', ...SIZES].map((size) => `${direction}_memcpy${size}`));
  assert.deepEqual([...copies, ...FN_PTR_FUNCTIONS].sort(), namesOf('bridge').sort());
});

/** The comments of a file by function: `;; name (a, b) -> i32: text`, then `;;   a   what a is`. */
function commentsOf(text) {
  const found = {};
  const heads = /^ *;; (\w+) \(([^)]*)\)[^:\n]*: .*\n((?: *;;.*\n)*)/gm;
  for (const [, name, list, lines] of text.matchAll(heads)) {
    const meanings = [...lines.matchAll(/^ *;; {3}([\w. ]+?) {2,}(.*)$/gm)].map(([, key, value]) => [key, value]);
    found[name] = { parameters: list.split(', ').filter(Boolean), meanings: Object.fromEntries(meanings) };
  }
  return found;
}

/** What a comment says of an address or a function pointer, in the words of abi.json. */
function meaningIn(comment) {
  const [, what, of] = /(byte address in|index in the table of) (?:the )?\$?(module|main|side)/.exec(comment) ?? [];
  return what && `${what === 'byte address in' ? 'address in' : 'function of'} ${of}`;
}

for (const [helper, groups] of Object.entries(EXPORTS)) {
  const comments = commentsOf(readSource(`wat/${helper}.wat`));
  for (const group of groups.filter((each) => each !== 'rbBridge')) {
    for (const [name, { parameters, result }] of Object.entries(ABI[group].functions)) {
      test(`${helper}.wat says of ${name} what abi.json says`, () => {
        assert.ok(comments[name], 'it has a comment');
        assert.deepEqual(comments[name].parameters, Object.keys(parameters));
        const { meanings } = comments[name];
        for (const [parameter, meaning] of Object.entries(parameters)) {
          const isOwned = / (in|of) /.test(meaning);
          if (isOwned) assert.equal(meaningIn(meanings[parameter]), meaning, parameter);
        }
        if (result?.startsWith('function')) assert.equal(meaningIn(meanings.result), result);
      });
    }
  }
}

// Which memory an address belongs to, as the compiled bridge has it: each copy brings a byte from where src says.
test('addresses of copies belong to the memories that abi.json names', () => {
  const memories = {
    main: new WebAssembly.Memory({ initial: 1 }),
    side: new WebAssembly.Memory({ initial: 1 }),
  };
  const host = Object.fromEntries(Object.keys(loaders).map((name) => [name, () => 0]));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(helperBytes('bridge')), {
    main: { memory: memories.main },
    side: { memory: memories.side },
    host,
    'wpl:host': { memory_copy_from: new WebAssembly.Global({ value: 'i32' }, 512) },
  });
  const memoryOf = (meaning) => new Uint8Array(memories[/^address in (\w+)$/.exec(meaning)[1]].buffer);
  const copies = namesOf('bridge').filter((name) => name.includes('_memcpy'));
  assert.equal(copies.length, DIRECTIONS.length * 5);
  copies.forEach((name, index) => {
    const { dest, src } = ABI.bridge.functions[name].parameters;
    memoryOf(src).fill(index + 1, 64, 80);
    memoryOf(dest).fill(0, 128, 144);
    exports[name](128, 64, 8);
    assert.equal(memoryOf(dest)[128], index + 1, name);
  });
});
