import { existsSync } from 'node:fs';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';
import { offline } from './offline.ts';

/** Makes the page cross-origin isolated, which gives it a finer timer. */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  base: './', // the site may be hosted below any path
  plugins: [vue(), offline()],
  define: { HAS_CSHARP: existsSync(new URL('public/wasm/sort_csharp/sort_csharp.mjs', import.meta.url)) },
  assetsInclude: ['**/*.arrow'],
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  worker: { format: 'es' },
  optimizeDeps: { include: ['apache-arrow', 'comlink', 'papaparse', 'simple-statistics'] }, // or the first visit reloads
  server: { headers },
  preview: { headers },
});
