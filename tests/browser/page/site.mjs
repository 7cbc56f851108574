// Serves the built page, as docs/hosting.md says that it should be served.
import { mkdtempSync, readFileSync, writeFileSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from '../support/server.mjs';

export const ISOLATION = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/** All that the page needs of a Content-Security-Policy. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const TYPES = {
  '.svg': 'image/svg+xml',
  '.arrow': 'application/vnd.apache.arrow.file',
  '.webmanifest': 'application/manifest+json',
};

/** index.html with errors.js before the page's own scripts. */
function watched() {
  const folder = mkdtempSync(join(process.env.WPL_WORK_DIR, 'watched-'));
  const html = readFileSync(join(process.env.WPL_SITE, 'index.html'), 'utf8');
  writeFileSync(join(folder, 'index.html'), html.replace('<head>', '<head><script src="./errors.js"></script>'));
  copyFileSync(fileURLToPath(new URL('errors.js', import.meta.url)), join(folder, 'errors.js'));
  return folder;
}

/** @param {Record<string, string>} [headers] */
export const serveSite = (headers = { ...ISOLATION, 'content-security-policy': POLICY }) =>
  serve([watched(), process.env.WPL_SITE], { base: '/some/where/', headers, types: TYPES });
