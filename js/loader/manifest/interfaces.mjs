// Interfaces: what plugins implement and what the host offers them, as the manifest of the app has it.
/** @import { Kind } from '../base/kinds.mjs' */
/** @import { Manifest } from './manifest.mjs' */
/** @import { Problem, Shape } from './shapes.mjs' */
import { NAME } from '../base/kinds.mjs';
import { isSignature } from '../base/signatures.mjs';
import { byName, mustBe, record } from './shapes.mjs';

/**
 * An interface. Functions have signatures by name: those that each plugin exports, those that it may export, and those
 * of main that it may import.
 * @typedef {object} InterfaceEntry
 * @property {string} name
 * @property {string} version "1.2"
 * @property {Record<string, string>} functions
 * @property {Record<string, string>} optional
 * @property {Record<string, string>} host
 */

/** @type {Kind} */
export const LETTERS = [isSignature, 'a signature such as "vii"'];

/** @type {Kind} */
export const VERSION = [
  (value) => typeof value === 'string' && /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})$/.test(value),
  'a version "<major>.<minor>"',
];

/** @returns {Shape} an interface in the manifest of an app */
export function interfaceShape() {
  const signatures = byName(mustBe(LETTERS));
  return record({
    name: mustBe(NAME),
    version: mustBe(VERSION),
    functions: signatures,
    optional: signatures,
    host: signatures,
  });
}

/**
 * Checks that main has what its interfaces offer to plugins.
 * @param {Manifest} manifest whose modules and interfaces have the right shape
 * @param {Problem} problem
 */
export function checkInterfaces({ main, modules, interfaces = [] }, problem) {
  /** @type {Record<string, string | null>} */
  const exports = modules.find(({ name }) => name === main)?.exports ?? {};
  const seen = new Set();
  for (const { name, host } of interfaces) {
    if (seen.has(name)) problem(`interface ${name}: its name is listed twice`);
    seen.add(name);
    for (const [field, signature] of Object.entries(host)) {
      const actual = Object.hasOwn(exports, field) ? `exports it as ${exports[field]}` : 'does not export it';
      if (exports[field] !== signature)
        problem(`interface ${name}: "host" has ${field} as ${signature}, but ${main} ${actual}`);
    }
  }
}

/**
 * Compares versions of an interface.
 * @param {string} has what a plugin was built for, "1.1"
 * @param {string} wanted that of the app, "1.2"
 * @returns {boolean} whether the app can host the plugin: the same major version, and a minor one that is not newer
 */
export function isCompatible(has, wanted) {
  const [[major, minor], [wantedMajor, wantedMinor]] = [has, wanted].map((version) => version.split('.').map(Number));
  return major === wantedMajor && minor <= wantedMinor;
}
