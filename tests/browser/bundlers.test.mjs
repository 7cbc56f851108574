// A page made by webpack, esbuild, Rollup and Vite, each with what its users write and nothing more.
import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as buildByEsbuild } from 'esbuild';
import { rollup } from 'rollup';
import { build as buildByVite } from 'vite';
import webpack from 'webpack';
import { useBrowser } from './support/browser.mjs';
import { installApp } from './support/install_app.mjs';
import { serve } from './support/server.mjs';

const browser = useBrowser();
let root;
let entry;
before(() => {
  root = mkdtempSync(join(process.env.WPL_WORK_DIR, 'bundlers '));
  cpSync(fileURLToPath(new URL('bundlers', import.meta.url)), root, { recursive: true });
  installApp(root, root, ['web_app.mjs']);
  entry = join(root, 'src/main.js');
});
after(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));

/** Each makes main.js in the folder `dist` and returns what it warned of. */
const BUNDLERS = {
  async webpack(dist) {
    const output = { path: dist, filename: 'main.js' };
    const optimization = { minimize: false }; // by terser, as elsewhere, which takes half a minute on a busy machine
    const compiler = webpack({ mode: 'production', entry, output, optimization, performance: false });
    const stats = await new Promise((resolve, reject) => {
      compiler.run((error, result) => (error ? reject(error) : resolve(result)));
    });
    await new Promise((resolve) => compiler.close(resolve));
    const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
    return [...errors, ...warnings].map(({ message }) => message);
  },
  async esbuild(dist) {
    const options = { bundle: true, minify: true, format: 'esm', logLevel: 'silent' };
    const { warnings } = await buildByEsbuild({ ...options, entryPoints: [entry], outfile: join(dist, 'main.js') });
    return warnings.map(({ text }) => text);
  },
  async rollup(dist) {
    const warnings = [];
    const bundle = await rollup({ input: entry, onwarn: ({ message }) => warnings.push(message) });
    await bundle.write({ file: join(dist, 'main.js'), format: 'es' });
    await bundle.close();
    return warnings;
  },
  async vite(dist) {
    const warnings = [];
    const customLogger = { ...QUIET, warn: (text) => warnings.push(text), warnOnce: (text) => warnings.push(text) };
    const output = { entryFileNames: 'main.js' };
    const build = { outDir: dist, emptyOutDir: false, rolldownOptions: { input: entry, output } };
    await buildByVite({ root, configFile: false, publicDir: false, customLogger, build });
    return warnings;
  },
};
const QUIET = { info() {}, error() {}, clearScreen() {}, hasErrorLogged: () => false, hasWarned: false };

const USED = { printed: ['blocks 16, copies 544'], total: '574466444', used: 1, state: 'ready' };

for (const [name, build] of Object.entries(BUNDLERS)) {
  describe(name, () => {
    it('bundles without a warning, and the page runs', async () => {
      const place = join(root, name);
      assert.deepEqual(await build(join(place, 'dist')), []);
      const server = await serve([place, root]);
      try {
        const page = await browser.page(server.url);
        await page.waitForFunction(() => globalThis.result, { timeout: 30000 });
        assert.deepEqual(await page.evaluate(() => globalThis.result), { imported: USED, bundled: USED });
        await browser.close(page);
      } finally {
        await server.close();
      }
    });

    it('leaves the imports of files that are there only at run time', () => {
      const code = readFileSync(join(root, name, 'dist/main.js'), 'utf8');
      assert.match(code, /\bimport\(/);
    });
  });
}
