// The page in the engine that WPL_ENGINE names: what a visitor can do, with results checked, under a strict policy.
import { after, afterEach, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEngine } from '../support/engines.mjs';
import { pageIn } from './page.mjs';
import { ISOLATION, POLICY, serveSite } from './site.mjs';

const ALWAYS = [
  'local',
  'copy-pointer-fallback',
  'copy-import-fallback',
  'elements-pointer',
  'elements-import',
  'view',
];
const MULTI_MEMORY = ['copy-pointer', 'copy-import', 'elements-direct', 'elements-fused'];
const CSHARP = ['net-copy-pointer-fallback', 'net-elements-pointer', 'net-view'];
const CSHARP_MULTI_MEMORY = ['net-copy-pointer'];
const ROWS = 231083;

let engine;
let server;
let page;

before(async () => {
  engine = await startEngine();
  server = await serveSite();
  page = pageIn(engine, server.url);
});
after(async () => {
  await engine?.close();
  await server?.close();
});
afterEach(() => page.assertNoErrors());

const isEnded = `/^(Done|Stopped)/.test(document.querySelector('main [role=status]').textContent)`;

describe('benchmark', () => {
  for (const type of ['int32', 'float64', 'record']) {
    it(`runs every variant over ${type}, and every result is right`, async () => {
      await page.open();
      const hasCSharp = await page.evaluate(`!document.querySelector('tr[data-variant=net-view] input').disabled`);
      const always = hasCSharp ? [...ALWAYS, ...CSHARP] : ALWAYS;
      const multiMemory = hasCSharp ? [...MULTI_MEMORY, ...CSHARP_MULTI_MEMORY] : MULTI_MEMORY;
      await page.open({ type, length: 500, loops: 4, warmUp: 2, variants: [...always, ...multiMemory].join() });
      await page.click('Start');
      await page.until(isEnded, 'the run ends');
      const variants = await page.variants();
      const able = engine.hasMultiMemory ? [...always, ...multiMemory] : always;
      for (const id of able) {
        assert.equal(variants[id].status, 'done', `${id}: ${variants[id].text}`);
        assert.match(variants[id].time, /^[\d.]+ (ns|µs|ms)$/, id);
        assert.match(variants[id].ratio, /^\d+\.\d\d$/, id);
      }
      for (const id of engine.hasMultiMemory ? [] : multiMemory) {
        assert.equal(variants[id].status, 'unavailable', id);
        assert.match(variants[id].text, /memor/, id);
      }
      assert.equal(variants.local.ratio, '1.00');
      await page.until(`document.querySelectorAll('figure svg rect').length >= ${able.length}`, 'the bars');
    });
  }

  it('shows a wrong result as wrong, and no time for it', async () => {
    await page.open({ length: 500, loops: 4, warmUp: 2, variants: 'view,wrong' });
    await page.click('Start');
    await page.until(isEnded, 'the run ends');
    const { wrong, view } = await page.variants();
    assert.equal(wrong.status, 'wrong');
    assert.match(wrong.text, /^WRONG: not sorted/);
    assert.equal(wrong.time, '');
    assert.equal(view.status, 'done');
  });

  it('keeps the result when news of the run come later', async () => {
    await page.open({ length: 500, loops: 4, warmUp: 2, variants: 'view' });
    await page.evaluate(`(() => {
      const { addEventListener } = MessagePort.prototype;
      MessagePort.prototype.addEventListener = function (type, listen) {
        addEventListener.call(this, type, (event) => setTimeout(() => listen.call(this, event), 1000));
      };
    })()`);
    await page.click('Start');
    await page.until(isEnded, 'the run ends');
    for (const end = Date.now() + 1500; Date.now() < end; await sleep(50)) {
      assert.equal(await page.status(), 'Done');
      assert.equal((await page.variants()).view.status, 'done');
    }
  });

  it('pauses, resumes, skips and stops', async () => {
    await page.open({ length: 20000, loops: 100000, warmUp: 1, variants: 'copy-import-fallback,elements-import,view' });
    await page.click('Start');
    await page.until(
      `/^Round [2-9]/.test(document.querySelector('main [role=status]').textContent)`,
      'the second round',
    );

    await page.click('Pause');
    await page.until(`document.querySelector('main [role=status]').textContent.trim() === 'Paused'`, 'it pauses');
    const { local: atPause } = await page.variants();
    await sleep(500);
    assert.equal((await page.variants()).local.done, atPause.done, 'nothing is measured while it is paused');

    await page.click('Resume');
    await page.until(
      `document.querySelector('tr[data-variant=local] progress').value > ${atPause.done} + 1`,
      'it goes on where it was',
    );

    await page.evaluate(`document.querySelector('tr[data-variant=elements-import] button').click()`);
    await page.until(
      `document.querySelector('tr[data-variant=elements-import]').dataset.status === 'skipped'`,
      'one is skipped',
    );
    assert.equal((await page.variants()).view.status, 'running');

    await page.click('Stop');
    await page.until(`document.querySelector('main [role=status]').textContent.trim() === 'Stopped'`, 'it stops');
    assert.ok((await page.variants()).local.ratio, 'what was measured stays');
    await page.click('Start');
    await page.click('Stop');
    await page.until(isEnded, 'it stops while it loads, too');
  });

  it('keeps its settings in the address', async () => {
    await page.open({ length: 1234, seed: 7, type: 'float64' });
    await page.choose('input[name=loops]', '77');
    const settings = await page.evaluate('Object.fromEntries(new URLSearchParams(location.hash.slice(1)))');
    assert.deepEqual(settings, { length: '1234', seed: '7', type: 'float64', loops: '77' });
    assert.equal(await page.evaluate(`document.querySelector('input[name=length]').value`), '1234');
  });

  it('saves a run, and compares with it', async () => {
    await page.open({ length: 500, loops: 4, warmUp: 2, variants: 'view' });
    await page.evaluate(
      `(URL.createObjectURL = (blob) => (blob.text().then((text) => (globalThis.saved = text)), '#'), null)`,
    );
    await page.click('Start');
    await page.until(isEnded, 'the run ends');
    await page.click('Save as JSON');
    const text = await page.until('globalThis.saved', 'the file');
    const run = JSON.parse(text);
    assert.equal(run.results.length, 2);
    assert.equal(run.results[1].nanoseconds.length, run.rounds);
    assert.ok(run.leastSample >= 100 * run.timerResolution * 0.999);
    assert.equal(run.crossOriginIsolated, await page.evaluate('crossOriginIsolated'));

    await page.evaluate('(globalThis.saved = null)');
    await page.until(`document.querySelector('figure svg')`, 'the chart');
    await page.click('Save as SVG');
    const svg = await page.until('globalThis.saved', 'the picture');
    assert.match(svg, /^<svg[^]*<\/svg>$/);
    assert.doesNotMatch(svg, /var\(/);

    await page.giveFile('earlier.json', text, 'section input[type=file]');
    await page.until(`document.querySelector('tr[data-variant=view] .earlier')?.textContent`, 'the earlier ratio');
    await page.giveFile('bad.json', '{"format": 1}', 'section input[type=file]');
    assert.match(
      await page.until(`document.querySelector('[role=alert]')?.textContent`),
      /^bad\.json: This JSON is not a run/,
    );
  });

  it('sorts its table', async () => {
    await page.open();
    await page.click('Variant');
    const titles = await page.evaluate(
      `[...document.querySelectorAll('tr[data-variant] th')].map((th) => th.textContent.trim())`,
    );
    assert.deepEqual(
      titles,
      titles.toSorted((a, b) => (a < b ? -1 : 1)),
    );
    assert.equal(await page.evaluate(`document.querySelector('th.title[aria-sort]').ariaSort`), 'ascending');
  });
});

const shown = (rows) =>
  `document.querySelector('aside [role=status]').textContent.trim() === '${rows.toLocaleString('en')} rows shown' ||
   Number(document.querySelector('aside [role=status]').textContent.replace(/\\D/g, '')) === ${rows}`;

describe('demonstration', () => {
  it('shows the flights, filtered, sorted and summarised by the sides', async () => {
    await page.open({ view: 'demonstration' });
    await page.until(shown(ROWS), 'all flights');
    const first = () =>
      page.evaluate(
        `[...document.querySelectorAll('section[aria-labelledby=preview-title] tbody tr')].map((row) => Number(row.cells[1].textContent))`,
      );
    assert.deepEqual(await first(), Array(8).fill(180));

    await page.choose('input[name=most]', '60');
    await page.until(
      `document.querySelector('aside [role=status]').textContent.includes('rows shown') && document.querySelector('section[aria-labelledby=preview-title] tbody td').textContent === '60'`,
      'the filter',
    );
    assert.ok((await first()).every((delay) => delay === 60));
    assert.equal(await page.evaluate(`document.querySelectorAll('figure svg').length`), 2);
    const log = await page.evaluate(
      `[...document.querySelectorAll('.log tbody tr')].map((row) => [...row.cells].slice(0, 2).map((cell) => cell.textContent).join())`,
    );
    assert.deepEqual(log.slice(0, 4), ['Summarise,summary', 'Sort,sorter', 'Filter,filter', 'Summarise,summary']);
  });

  it('takes a CSV file', async () => {
    await page.giveFile('own.csv', 'a,name,b\n3,x,1.5\n1,y,\n2,z,-4\n');
    await page.until(shown(3), 'three rows');
    assert.match(
      await page.evaluate(`document.querySelector('.data-name').textContent`),
      /own\.csv.*2 columns.*left out: name/s,
    );
    const cells = await page.evaluate(
      `[...document.querySelectorAll('section[aria-labelledby=preview-title] tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent).join())`,
    );
    assert.deepEqual(cells, ['0,3,1.5', '2,2,-4', '1,1,–']);
  });

  for (const [name, text, message] of [
    ['uneven.csv', 'a,b\n1,2\n3\n', /2 columns in its first row, but 1 in row 3/],
    ['words.csv', 'a,b\nx,y\n', /no column of numbers/],
    ['empty.csv', '', /is empty/],
    ['false.arrow', 'this is no Arrow file', /is no Arrow file that can be read/],
    ['picture.png', 'PNG', /is neither a CSV file .* nor an Arrow file/],
  ]) {
    it(`says what is wrong with ${name}, and keeps the old data`, async () => {
      await page.giveFile(name, text);
      assert.match(await page.until(`document.querySelector('aside [role=alert]')?.textContent`), message);
      assert.match(await page.evaluate(`document.querySelector('.data-name').textContent`), /own\.csv/);
      await page.choose('select[name=sort]', '1');
      await page.until(`!document.querySelector('aside [role=alert]')`, 'the old data can be asked again');
      await page.until(shown(3), 'the old data');
    });
  }
});

describe('engine', () => {
  const runs = (name) => page.evaluate(`document.querySelector('tr[data-module=${name}] .variant')?.textContent`);

  it('says what the engine has, and which file each module runs', async () => {
    await page.open({ view: 'engine' });
    await page.until(
      `document.querySelector('tr[data-feature="Multi-memory"] .has').textContent !== '…' && document.querySelector('tr[data-module=summary] .variant')?.textContent === 'portable'`,
      'the modules',
    );
    const has = await page.evaluate(
      `document.querySelector('tr[data-feature="Multi-memory"] .has').textContent.trim()`,
    );
    assert.equal(has, engine.hasMultiMemory ? '✓ yes' : '✗ no');
    assert.equal(await runs('table'), engine.hasMultiMemory ? 'fused' : 'portable');
    assert.equal(await runs('sorter'), engine.hasMultiMemory ? 'fused' : 'portable');
  });

  it('runs the fallback where it is forced', async () => {
    await page.open({ view: 'engine', prefer: 'portable', bridge: 'bridge_fb' });
    await page.until(
      `/^Variant portable, copies by bridge_fb/.test(document.querySelector('main [role=status]').textContent.trim())`,
      'the fallback',
    );
    for (const name of ['table', 'sorter', 'filter']) assert.equal(await runs(name), 'portable');
    await page.click('Demonstration');
    await page.until(shown(ROWS), 'all flights by the fallback');
  });

  it('says why a bridge that cannot be had is refused', async (t) => {
    if (engine.hasMultiMemory) return t.skip('this engine has it');
    await page.open({ view: 'engine', bridge: 'bridge' });
    assert.match(await page.until(`document.querySelector('main [role=alert]')?.textContent`), /memor/);
  });

  it('opens and closes the lazy side 200 times', async () => {
    await page.open({ view: 'engine' });
    await page.click('Open and close the lazy side 200 times');
    const text = await page.until(
      `document.querySelector('[data-slots]').textContent.match(/200 rounds.*/)?.[0]`,
      'the rounds',
    );
    const [, before, after] = text.match(/(\d+) slots before, (\d+) after/);
    assert.equal(after, before);
  });
});

it('works without isolation, and says what that changes', async () => {
  const plain = await serveSite({ 'content-security-policy': POLICY });
  try {
    const other = pageIn(engine, plain.url);
    await other.open({ length: 500, loops: 1, warmUp: 1, variants: 'view' });
    assert.equal(await other.evaluate('crossOriginIsolated'), false);
    assert.match(await other.evaluate(`document.querySelector('.controls .hint').textContent`), /timer is coarse/);
    await other.click('Start');
    await other.until(isEnded, 'the run ends');
    assert.equal((await other.variants()).view.status, 'done');
    await other.assertNoErrors();
  } finally {
    await page.open();
    await plain.close();
  }
});

it('is isolated where the server says so', async () => {
  await page.open();
  assert.deepEqual(Object.keys(ISOLATION).length, 2);
  assert.equal(await page.evaluate('crossOriginIsolated'), true);
});
