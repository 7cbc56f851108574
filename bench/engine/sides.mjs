// Many sides open at once: time and memory of each, and how many the engine can hold.

/** Bytes that this process or page has; of engines that do not say it, those of all their processes. */
async function memoryInUse({ memory }) {
  if (!memory) return null; // browsers take their time for it
  if (globalThis.process?.memoryUsage) {
    globalThis.gc?.();
    return globalThis.process.memoryUsage().rss;
  }
  if (globalThis.crossOriginIsolated && performance.measureUserAgentSpecificMemory)
    return (await performance.measureUserAgentSpecificMemory()).bytes;
  return (await fetch(new URL('memory.json', location.href))).json();
}

/**
 * Opens the side of the app `many` again and again, each time under another name.
 * @param {{ base: string | URL, settings: { sides: number[], mostSides: number, memory: boolean } }} job
 *   settings.sides: numbers at which time and memory are noted; mostSides: when to stop looking for the limit; memory:
 *   whether it is measured
 * @returns {Promise<{ opened: { sides: number, time: number, bytes: number | null }[], limit: number | null,
 *   error: string | null }>} time in ns from the first side on; limit: how many could be opened, null if all
 */
export async function runSides({ base, settings }) {
  const { default: createApp, manifest } = await import(new URL('many/many.mjs', base));
  const plugin = manifest.modules.find(({ lazy }) => lazy);
  const names = Array.from({ length: settings.mostSides }, (_, i) => `plugin_${i}`);
  manifest.modules = [...manifest.modules, ...names.map((name) => ({ ...plugin, name }))];
  const app = await createApp();
  const before = await memoryInUse(settings);
  const opened = [];
  let time = 0;
  for (const [i, name] of names.entries()) {
    const start = performance.now();
    try {
      const { exports } = await app.open(name);
      if (exports.add(i, 1) !== i + 1) throw new Error(`${name}: the result is wrong`);
    } catch (error) {
      if (!error.code) throw error;
      return { opened, limit: i, error: `${error.code}: ${error.message}` };
    }
    time += (performance.now() - start) * 1e6;
    if (settings.sides.includes(i + 1)) {
      const now = await memoryInUse(settings);
      opened.push({ sides: i + 1, time, bytes: now === null ? null : now - before });
    }
  }
  return { opened, limit: null, error: null };
}
