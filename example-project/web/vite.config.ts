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
  assetsInclude: ['**/*.arrow'],
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  worker: { format: 'es' },
  server: { headers },
  preview: { headers },
});
