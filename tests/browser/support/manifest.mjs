// What the built app consists of, and which of its files Chromium takes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { APP } from './folders.mjs';

const manifest = JSON.parse(readFileSync(join(APP, 'web_app.manifest.json'), 'utf8'));

/** All modules of the app, as the manifest has them. */
export const modules = manifest.modules;

/** The variants of the app's modules that Chromium, which has multi-memory, can run: the most wanted first. */
export const variants = ['direct', 'portable'].filter((name) => modules.some((module) => variantOf(module, name)));

function variantOf(module, name) {
  return module.variants.find(({ variant }) => variant === name);
}

/**
 * The wasm file that is taken of a module.
 * @param {string | object} module its name, or its entry in the manifest
 * @param {string} [prefer] a variant's name
 * @returns {{ url: string, bytes: number }}
 */
export function wasmOf(module, prefer) {
  const entry = typeof module === 'string' ? modules.find(({ name }) => name === module) : module;
  const order = [prefer, ...variants].filter((name) => name && variantOf(entry, name));
  return variantOf(entry, order[0]).wasm;
}
