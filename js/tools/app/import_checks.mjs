// Checks the imports between the modules of an app, as far as the files tell; the loader checks them again at start.
/** @import { App, AppModule, ModuleDescription, Signature, Signatures } from '../common/records.d.ts' */
import { helperOf } from '../common/helper_names.mjs';
import { hostFaults } from '../plugins/interface_file.mjs';

/** @param {App} app */
const modulesOf = ({ main, sides }) => [main, ...sides];

/**
 * @param {App} app
 * @returns {string[]} every fault, empty if there is none
 */
export function importFaults(app) {
  const { name: main, exports } = app.main.description;
  const ofModules = modulesOf(app).flatMap((module) => {
    const { imports, lookups = {} } = module.description;
    const faults = [
      ...itemsOf(imports).map((item) => importFault(app, module, item)),
      ...itemsOf(lookups).map((item) => lookupFault(app, module, item)),
    ];
    return faults.filter((fault) => fault !== null);
  });
  return [...ofModules, ...hostFaults(main, app.interfaces, exports)];
}

/**
 * @param {Record<string, Signatures>} functions by module and name
 * @returns {{ from: string, field: string, signature: Signature }[]}
 */
const itemsOf = (functions) =>
  Object.entries(functions).flatMap(([from, fields]) =>
    Object.entries(fields).map(([field, signature]) => ({ from, field, signature })),
  );

/**
 * The sides whose memories prebuilt modules reach by functions of env, but which the app does not host.
 * @param {App} app
 * @returns {string[]} every fault
 */
export function memoryFaults(app) {
  const names = new Set(['main', ...modulesOf(app).map(({ description }) => description.name)]);
  const main = app.main.description.name;
  return modulesOf(app)
    .map(({ description }) => description)
    .filter(({ prebuilt }) => prebuilt)
    .flatMap(({ name, asks = [] }) => {
      const absent = asks.filter((ask) => !names.has(helperOf(ask)?.module ?? 'main'));
      return absent.map((ask) => `\`${name}\` imports \`env.${ask}\`, but ${notHosted(helperOf(ask)?.module, main)}`);
    });
}

/**
 * @param {AppModule} main
 * @param {string} side that imports from it
 * @param {{ field: string, signature: Signature }} item
 */
function mainFault({ description: { name: main, exports } }, side, { field, signature }) {
  if (!Object.hasOwn(exports, field)) {
    return (
      `\`${side}\` calls \`${field}\` of its main module, which \`${main}\` does not export. Define it in \`${main}\` and ` +
      `declare it with a macro of main's API header (wasm_generate_api_header(${main})).`
    );
  }
  if (exports[field] === signature) return null;
  return (
    `\`${side}\` calls \`${field}\` of its main module as ${signature}, but \`${main}\` defines it as ${exports[field]} ` +
    '(result first). Include the same API header in both.'
  );
}

/**
 * Modules whose code makes a wpl::buffer or wpl::string in another one that has no allocator to lend. (What only tries
 * to, by try_allocate, asks at run time.)
 * @param {App} app
 * @returns {string[]} every fault
 */
export function allocatorFaults(app) {
  const byName = new Map(
    modulesOf(app).map(({ description }) => [description.role === 'main' ? 'main' : description.name, description]),
  );
  return modulesOf(app).flatMap(({ description: { name, asks = [] } }) =>
    asks.flatMap((ask) => {
      const other = byName.get(ALLOCATES.exec(ask)?.[1] ?? '');
      return other?.lendsAllocator === false ? [allocatorFault(name, other)] : [];
    }),
  );
}

/** What a module asks for that allocates in another one's memory: templates/import_library.js.in. */
const ALLOCATES = /^(.+)_allocates$/;

/**
 * @param {string} name
 * @param {ModuleDescription} other
 */
function allocatorFault(name, { name: other, exports }) {
  const why =
    'wpl_malloc' in exports
      ? `nothing in \`${other}\` allocates, so`
      : `no source of \`${other}\` includes its API header or rb.h, so`;
  return (
    `\`${name}\` makes a wpl::buffer or wpl::string in the memory of \`${other}\`, but ${why} it has no allocator. ` +
    `${'wpl_malloc' in exports ? 'Give it one' : 'Include one of them, and give it an allocator'}: ` +
    `target_compile_definitions(${other} PRIVATE WPL_KEEP_ALLOCATOR=1).`
  );
}

/**
 * @param {string | undefined} side
 * @param {string} main
 */
const notHosted = (side, main) => `\`${side}\` is not among SIDES of \`${main}\`. Add it.`;

/**
 * What is looked up at the first call: a module that the app does not host may never be asked for, and what a main
 * module in JavaScript offers is not known yet.
 * @param {App} app
 * @param {AppModule} module
 * @param {{ from: string, field: string, signature: Signature }} item
 */
function lookupFault({ main, sides }, module, { from, field, signature }) {
  const other = [main, ...sides].find(({ description: { role, name } }) => (role === 'main' ? 'main' : name) === from);
  if (!other || other.description.kind === 'javascript') return null;
  const { name, exports } = other.description;
  const call = `\`${module.description.name}\` imports \`${field}\` of \`${from}\` ([PseudoLinkImport])`;
  if (!Object.hasOwn(exports, field)) {
    return (
      `${call}, which \`${name}\` does not export. Define it in \`${name}\`, as ` +
      `${module.description.name}_imports.h declares it, or as \`extern "C" __attribute__((used, visibility("default")))\`.`
    );
  }
  if (exports[field] === signature) return null;
  return (
    `${call} as ${signature}, but \`${name}\` defines it as ${exports[field]} (result first). Give the C# method the ` +
    'parameters of that function.'
  );
}

/**
 * @param {App} app
 * @param {AppModule} module
 * @param {{ from: string, field: string, signature: Signature }} item
 */
function importFault({ main, sides }, module, { from, field, signature }) {
  const { name } = module.description;
  if (from === 'main') return mainFault(main, name, { field, signature });
  const side = sides.find(({ description }) => description.name === from);
  if (!side) return `\`${name}\` imports \`${from}.${field}\`, but ${notHosted(from, main.description.name)}`;
  if (side.lazy && !module.lazy) {
    return (
      `\`${name}\` calls \`${from}.${field}\` directly, but \`${from}\` is one of LAZY_SIDES, which are not there ` +
      `at start. Look it up with wpl::function or rb_dlsym, or move \`${from}\` to SIDES.`
    );
  }
  const { exports } = side.description;
  if (!Object.hasOwn(exports, field)) {
    return (
      `\`${name}\` imports \`${from}.${field}\`, which \`${from}\` does not export. Define it in \`${from}\` and ` +
      'declare it with the macro of its API header.'
    );
  }
  if (exports[field] !== signature) {
    return (
      `\`${name}\` calls \`${from}.${field}\` as ${signature}, but \`${from}\` defines it as ${exports[field]} ` +
      '(result first). Include the same API header in both.'
    );
  }
  return null;
}
