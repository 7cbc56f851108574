// Runs one suite in this engine.
import { measure, timerResolution } from './measure.mjs';
import { Programs } from './programs.mjs';
import { runSides } from './sides.mjs';
import { runStart } from './start.mjs';
import { groupsOf, settingsOf } from './suites.mjs';

/** A sample takes at least so many times the timer's resolution. */
const RESOLUTIONS = 100;

/** Jobs that are no groups of variants. */
const OTHERS = { start: runStart, sides: runSides };

/**
 * @param {object} job a suite and what it needs: `base`, the address of the programs' folder, and `settings`
 * @returns {Promise<object>}
 */
export async function runJob(job) {
  if (!OTHERS[job.suite]) return runSuite(job);
  return { suite: job.suite, ...(await OTHERS[job.suite](job)) };
}

/**
 * @param {{ suite: string, base: string, settings: object }} job settings.sample: least length of a sample, in ms
 * @returns {Promise<object>} resolution in ms, settings, groups of { id, title, unit, results, skipped }
 */
async function runSuite({ suite, base, settings }) {
  const resolution = timerResolution();
  const used = { ...settings, sample: settings.sample && Math.max(settings.sample, RESOLUTIONS * resolution) };
  const programs = new Programs(base);
  const groups = [];
  for await (const { variants, ...group } of groupsOf(suite, programs, used)) {
    groups.push({ ...group, results: await measure(variants, settingsOf(suite, used, groups.length)) });
  }
  return { suite, resolution, sample: used.sample, isolated: globalThis.crossOriginIsolated ?? true, groups };
}
