// Checks the imports between the modules of an app, as far as the files tell; the loader checks them again at start.
import { helperOf } from './prebuilt_imports.mjs';

/**
 * @param {object} main manifest entry of the main module
 * @param {object[]} sides those of its sides
 * @returns {string[]} every fault, empty if there is none
 */
export function importFaults(main, sides) {
  const byName = new Map(sides.map((side) => [side.name, side]));
  const faults = [];
  for (const module of [main, ...sides]) {
    for (const [from, functions] of Object.entries(module.imports)) {
      for (const [field, signature] of Object.entries(functions)) {
        const fault = importFault(main, module, from, byName.get(from), field, signature);
        if (fault) faults.push(fault);
      }
    }
  }
  return faults;
}

/**
 * The sides whose memories prebuilt modules reach by functions of env, but which the app does not host.
 * @param {object} main manifest entry of the main module
 * @param {{ name: string, prebuilt?: boolean, asks?: string[] }[]} modules of the app; asks: functions like `sorter_getI32`
 * @returns {string[]} every fault
 */
export function memoryFaults(main, modules) {
  const names = new Set(['main', ...modules.map(({ name }) => name)]);
  return modules.filter(({ prebuilt }) => prebuilt).flatMap(({ name, asks }) =>
    asks.filter((ask) => !names.has(helperOf(ask)?.module ?? 'main')).map((ask) =>
      `\`${name}\` imports \`env.${ask}\`, but \`${helperOf(ask).module}\` is not among SIDES of \`${main.name}\`. Add it.`));
}

function importFault(main, module, from, side, field, signature) {
  if (!side) {
    return `\`${module.name}\` imports \`${from}.${field}\`, but \`${from}\` is not among SIDES of \`${main.name}\`. Add it.`;
  }
  if (side.lazy && !module.lazy) {
    return `\`${module.name}\` calls \`${from}.${field}\` directly, but \`${from}\` is one of LAZY_SIDES, which are not there ` +
      `at start. Look it up with wpl::function or rb_dlsym, or move \`${from}\` to SIDES.`;
  }
  if (!Object.hasOwn(side.exports, field)) {
    return `\`${module.name}\` imports \`${from}.${field}\`, which \`${from}\` does not export. Define it in \`${from}\` and ` +
      'declare it with the macro of its API header.';
  }
  if (side.exports[field] !== signature) {
    return `\`${module.name}\` calls \`${from}.${field}\` as ${signature}, but \`${from}\` defines it as ${side.exports[field]} ` +
      '(result first). Include the same API header in both.';
  }
  return null;
}
