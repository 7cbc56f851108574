// What a user does on the page, by scripts that run in any engine.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

/** @param engine from support/engines.mjs */
export function pageIn(engine, url) {
  const evaluate = async (expression) => {
    const text = await engine.evaluate(`JSON.stringify((() => (${expression}))() ?? null)`);
    return JSON.parse(text);
  };

  async function until(expression, what = expression, seconds = 60) {
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(50)) {
      const value = await evaluate(expression);
      if (value) return value;
    }
    const text = await evaluate('document.querySelector("main")?.innerText.slice(0, 1500)');
    throw new Error(`${what}: not within ${seconds} seconds; the page has\n${text}\n${(await errors()).join('\n')}`);
  }

  const errors = () => evaluate('globalThis.pageErrors ?? ["errors.js did not run"]');
  const status = (within = 'main') => evaluate(`document.querySelector('${within} [role=status]').textContent.trim()`);

  return {
    evaluate,
    until,
    errors,
    status,

    /** Opens the page again with settings in its address. */
    async open(settings = {}) {
      await engine.visit('about:blank'); // or only the part after the # would change
      await engine.visit(`${url}#${new URLSearchParams(settings)}`);
      await until('document.querySelector("h1")', 'the page is there');
    },

    async click(text) {
      const found = `[...document.querySelectorAll('button')].find((b) => b.textContent.trim().startsWith(${JSON.stringify(text)}) && !b.disabled)`;
      await until(`Boolean(${found})`, `a button “${text}”`);
      await evaluate(`${found}.click()`);
    },

    choose: (selector, value) =>
      evaluate(`(() => {
        const control = document.querySelector(${JSON.stringify(selector)});
        control.value = ${JSON.stringify(value)};
        control.dispatchEvent(new Event('input', { bubbles: true }));
        control.dispatchEvent(new Event('change', { bubbles: true }));
      })()`),

    /** Gives a file to a file button. */
    giveFile: (name, text, selector = 'input[type=file]') =>
      evaluate(`(() => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)}));
        const input = document.querySelector(${JSON.stringify(selector)});
        input.files = transfer.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));
      })()`),

    /** Rows of the benchmark's table by variant: status, reason and the cells' texts. */
    variants: () =>
      evaluate(`Object.fromEntries([...document.querySelectorAll('tr[data-variant]')].map((row) => [row.dataset.variant, {
        status: row.dataset.status,
        time: row.querySelector('.time').textContent,
        ratio: row.querySelector('.ratio').textContent,
        text: row.querySelector('.status')?.textContent ?? '',
        done: row.querySelector('progress')?.value ?? 0,
      }]))`),

    async assertNoErrors() {
      assert.deepEqual(await errors(), []);
    },
  };
}
