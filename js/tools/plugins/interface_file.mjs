// An interface as the build knows it, and whether a module has what it asks for.
/** @import { InterfaceDescription, Signatures } from '../common/records.d.ts' */
import { BuildError } from '../common/build_error.mjs';

/** As WPL_DETAIL_DESCRIBE_FUNCTION writes it. */
// eslint-disable-next-line no-control-regex -- the marks are control characters, which no declaration has
const ENTRY = /\u0001wpl\|(functions|optional|host)\|(\w+)\|([vijfd]+)\|([^\u0001\u0002]*)\u0002/g;

/**
 * @param {string} name
 * @param {string} version
 * @param {Buffer} object file that the headers were compiled to
 * @returns {InterfaceDescription}
 */
export function readInterface(name, version, object) {
  /** @type {InterfaceDescription} */
  const described = { name, version, functions: {}, optional: {}, host: {}, declarations: {} };
  for (const [, kind, field, signature, declaration] of object.toString('latin1').matchAll(ENTRY)) {
    if (Object.hasOwn(described.declarations, field))
      throw new BuildError(`${name}: the interface declares \`${field}\` twice. Give its functions different names.`);
    described[/** @type {'functions' | 'optional' | 'host'} */ (kind)][field] = signature;
    described.declarations[field] = declaration;
  }
  if (Object.keys(described.declarations).length === 0)
    throw new BuildError(
      `${name}: HEADERS declare no function. Declare them with the macros of ${name}_interface.h, inside of ` +
        `${name.toUpperCase()}_INTERFACE { ... };`,
    );
  return described;
}

/**
 * What a plugin lacks of an interface, each as a sentence that shows both declarations.
 * @param {string} plugin
 * @param {InterfaceDescription} wanted
 * @param {Signatures} exports of the plugin
 * @returns {string[]}
 */
export function implementFaults(plugin, { name, functions, optional, declarations }, exports) {
  const missing = Object.entries(functions)
    .filter(([field]) => !Object.hasOwn(exports, field))
    .map(
      ([field, signature]) =>
        `\`${plugin}\` does not export \`${field}\`, which interface \`${name}\` declares as ` +
        `\`${declarations[field]}\` (${signature} in wasm, the result first). Define it.`,
    );
  const mistyped = Object.entries({ ...functions, ...optional })
    .filter(([field, signature]) => Object.hasOwn(exports, field) && exports[field] !== signature)
    .map(
      ([field, signature]) =>
        `\`${plugin}\` exports \`${field}\` as ${exports[field] ?? 'a type without letters'}, but interface \`${name}\` ` +
        `declares it as \`${declarations[field]}\`, which is ${signature} in wasm (the result first).`,
    );
  return [...missing, ...mistyped];
}

/**
 * The functions of interfaces that a main module does not define.
 * @param {string} main
 * @param {InterfaceDescription[]} interfaces
 * @param {Signatures} exports of main
 * @returns {string[]}
 */
export const hostFaults = (main, interfaces, exports) =>
  interfaces.flatMap(({ name, host, declarations }) =>
    Object.entries(host)
      .filter(([field, signature]) => exports[field] !== signature)
      .map(([field, signature]) => {
        const what = Object.hasOwn(exports, field) ? `exports it as ${exports[field]}` : 'does not define it';
        return (
          `interface \`${name}\` declares the host's function \`${field}\` as \`${declarations[field]}\` (${signature} in ` +
          `wasm, the result first), but \`${main}\` ${what}. Include the header in \`${main}\`, and define it there.`
        );
      }),
  );
