// Which modules of an app go into its fused file, in which order, and which of their API functions only they use.
/** @import { App, AppConfig, AppModule } from '../common/records.d.ts' */
import { BuildError } from '../common/build_error.mjs';

/** @param {AppModule} module */
export const nameOf = ({ description }) => description.name;

/**
 * The name by which C knows a module.
 * @param {AppModule} module
 */
export const cName = ({ description: { name, role } }) => (role === 'main' ? 'main' : name);

/**
 * Why a static side stays a file of its own, or null.
 * @param {AppModule} side
 */
function reasonToStayApart({ description: { kind, prebuilt, access, asyncify }, lazy }) {
  if (prebuilt) return 'it is prebuilt';
  if (kind !== 'emscripten') return 'it is not built by Emscripten';
  if (lazy) return 'it is opened later';
  if (asyncify) return 'it may suspend (ASYNCIFY)';
  if (access === 'DIRECT' || access === 'IMPORT') return null;
  return access === 'NONE' ? 'ACCESS NONE keeps it apart' : `ACCESS ${access}: it makes its own memory`;
}

/**
 * The sides that go into the fused file: those that can, and that no side which stays apart imports from, since all
 * fused modules are instantiated at once, after the others.
 * @param {AppModule[]} sides
 * @returns {AppModule[]}
 */
function fusableSides(sides) {
  let fused = sides.filter((side) => reasonToStayApart(side) === null);
  for (;;) {
    const apart = sides.filter((side) => !side.lazy && !fused.includes(side));
    const kept = fused.filter((side) => !apart.some(({ description }) => nameOf(side) in description.imports));
    if (kept.length === fused.length) return kept;
    fused = kept;
  }
}

/**
 * @param {AppConfig} config
 * @param {App} app
 */
export function chooseOrder(config, { main, sides }) {
  const modules = [main, ...fusableSides(sides)];
  if (!config.fuseFirst) return modules;
  const first = modules.find((module) => [cName(module), nameOf(module)].includes(config.fuseFirst));
  if (first) return [first, ...modules.filter((module) => module !== first)];
  throw notFused(config, 'FUSE_FIRST', config.fuseFirst, modules, sides);
}

/**
 * @param {AppConfig} config
 * @param {string} keyword
 * @param {string} module
 * @param {AppModule[]} modules in the fused file
 * @param {AppModule[]} sides
 */
function notFused(config, keyword, module, modules, sides) {
  const side = sides.find((candidate) => nameOf(candidate) === module);
  return new BuildError(
    `${config.name}: ${keyword} names \`${module}\`, which is not in the fused file` +
      `${side ? `: ${reasonToStayApart(side) ?? 'a side that stays apart imports from it'}` : ''}. ` +
      `Name one of: ${modules.map(nameOf).join(', ')}.`,
  );
}

/**
 * The API functions of FUSE_INTERNAL sides, by side: those that nothing outside of the fused file uses.
 * @param {AppConfig} config
 * @param {AppModule[]} sides
 * @returns {Map<string, string[]>}
 * @throws {BuildError} where such a side stays apart
 */
export function internalFunctions(config, sides) {
  if (!config.fuse) return new Map();
  const fused = fusableSides(sides);
  const outside = sides.filter((side) => !fused.includes(side));
  return new Map(
    config.fuseInternal.map((name) => {
      const side = fused.find((module) => nameOf(module) === name);
      if (!side) throw notFused(config, 'FUSE_INTERNAL', name, fused, sides);
      const { guarded, api } = side.description;
      /** @param {string} field */
      const isUsedOutside = (field) =>
        outside.some(
          ({ description: { imports } }) => Object.hasOwn(imports, name) && Object.hasOwn(imports[name], field),
        );
      return [name, guarded ? [] : api.filter((field) => !isUsedOutside(field))];
    }),
  );
}
