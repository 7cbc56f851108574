// C# that is the same for every number of parameters, once: RemoteFunction and RemoteAction, what finds them, and the
// blocks that their calls use. C# has no type parameters of a number that varies, so each number is a type of its own.
import { wrap } from './wrap.mjs';

/** Callers of the unmodified .NET runtime pass up to so many parameters. */
const MOST_PARAMETERS = 8;

const ARITIES = Array.from({ length: MOST_PARAMETERS + 1 }, (_, count) => count);

const numbers = (count) => Array.from({ length: count }, (_, index) => index + 1);

const doc = (lines) => lines.map((line) => `/// ${line}\n`).join('');

const indent = (text) => text.replace(/^(?=.)/gm, '  ');

/** What the two families of types differ in. */
const FUNCTION = {
  type: 'RemoteFunction',
  finder: 'Function',
  gives: 'a value',
  result: 'TResult',
  letter: 'Wire<TResult>.Letter',
  last: 'return Wire.Read<TResult>(slots, call.Module!);',
};
const ACTION = {
  type: 'RemoteAction',
  finder: 'Action',
  gives: 'nothing',
  result: null,
  letter: "'v'",
  last: null,
};

/** Names and texts for one type of a family. */
function describe({ type, finder, result }, count) {
  const parameters = numbers(count);
  const types = [...parameters.map((number) => `T${number}`), ...(result ? [result] : [])];
  const list = types.length > 0 ? `<${types.join(', ')}>` : '';
  return { parameters, types, closed: `${type}${list}`, find: `${finder}${list}` };
}

const constraints = (types, by, end) => {
  if (types.length === 0) return end;
  const items = types.map((name) => `where ${name} : unmanaged`);
  items[items.length - 1] += end;
  return `\n${wrap(items, ' ', by, by)}`;
};

/** Where a call keeps its values: one slot per parameter, at least the result's, and the thunk's own. */
const slots = (count) => `Slots${Math.max(count, 1) + 1}`;

function remoteCall(family, count) {
  const { parameters, types, closed } = describe(family, count);
  const letters = [family.letter, ...parameters.map((number) => `Wire<T${number}>.Letter`)].map(
    (letter, index) => `${index === 0 ? 'new(' : ''}${letter}${index === count ? ');' : ','}`,
  );
  const writes = parameters.map((number) => `Wire.Write(slots${number > 1 ? ` + ${number - 1}` : ''}, p${number});`);
  const body = [`${slots(count)} block;`, 'long* slots = (long*)&block;', ...writes, 'call.Invoke(slots);'];
  if (family.last) body.push(family.last);
  const takes = count === 0 ? 'no parameters' : `${count} parameter${count > 1 ? 's' : ''}`;
  return (
    doc([
      `<summary>A function of another module that takes ${takes} and returns ${family.gives}; from`,
      `<c>Module.${family.finder}</c>, or a callback that another module passes.</summary>`,
      ...parameters.map((number) => `<typeparam name="T${number}">type of parameter ${number}</typeparam>`),
      ...(family.result ? [`<typeparam name="${family.result}">type of the result</typeparam>`] : []),
    ]) +
    `public readonly unsafe struct ${closed}${constraints(types, '  ', ' {')}
  private static Signature? signature;
  private readonly RemoteCall call;

  internal ${family.type}(RemoteCall call) => this.call = call;

  internal static Signature Signature => signature ??=
${wrap(letters, ' ', '    ', '      ')}

  /// <summary>For generated code: a callback that main passes.</summary>
  /// <param name="slot">the function pointer, of this runtime's table</param>
  [EditorBrowsable(EditorBrowsableState.Never)]
  public static ${closed} FromSlot(long* slot) =>
    new(RemoteCall.At(*(int*)slot, Modules.Main, Signature));

` +
    indent(
      doc([
        '<summary>Calls the function.</summary>',
        ...parameters.map((number) => `<param name="p${number}">parameter ${number}</param>`),
        '<exception cref="PseudoLinkException">the call ended in a trap or exception in the other module</exception>',
        '<exception cref="System.ObjectDisposedException">the module has been closed</exception>',
      ]),
    ) +
    `  public ${family.result ?? 'void'} Invoke(${parameters.map((number) => `T${number} p${number}`).join(', ')}) {
${body.map((line) => `    ${line}\n`).join('')}  }
}
`
  );
}

const typesFile = (family) => `using System.ComponentModel;

namespace WasmPseudoLink;

${ARITIES.map((count) => remoteCall(family, count)).join('\n')}`;

/** The first one's documentation is that of all. */
const FINDER_DOC = `/// <summary>Looks up an exported function, to be called guarded: a trap or C++ exception in it becomes a
/// <see cref="PseudoLinkException"/> here, and catch and finally run.</summary>
/// <param name="name">the function's name</param>
/// <typeparam name="TResult">type of the result: a number, bool, char, an enum or
/// <see cref="RemotePointer{T}"/></typeparam>
/// <returns>the function; usable while the module is open</returns>
/// <exception cref="PseudoLinkException">the function is missing, or has another signature</exception>
/// <exception cref="System.ArgumentException">a type has no wasm value</exception>
/// <exception cref="System.ObjectDisposedException">the module has been closed</exception>
/// <remarks>Cost: the look-up goes through JavaScript, so look up once and keep the function; a call costs some 50
/// ns, and allocates nothing.</remarks>
`;

function finder(family, count) {
  const { parameters, types, closed, find } = describe(family, count);
  const isFirst = family === FUNCTION && count === 0;
  const inherited = doc([
    '<inheritdoc cref="Function{TResult}(string)"/>',
    ...parameters.map(
      (number) => `<typeparam name="T${number}">type of parameter ${number}, as for results</typeparam>`,
    ),
    ...(family.result ? [`<typeparam name="${family.result}">type of the result</typeparam>`] : []),
  ]);
  return (
    indent(isFirst ? FINDER_DOC : inherited) +
    wrap([`public ${closed}`, `${find}(string name)`], ' ', '  ', '    ') +
    constraints(types, '    ', ' =>') +
    `\n    new(RemoteCall.Find(this, name, ${closed}.Signature));\n`
  );
}

const findersFile = () => `namespace WasmPseudoLink;

public sealed partial class Module {
${[FUNCTION, ACTION].flatMap((family) => ARITIES.map((count) => finder(family, count))).join('\n')}}
`;

const slotsStruct = (count) => {
  const fields = 'abcdefghijklmnopqrstuvwxyz'.slice(0, count).split('').join(', ');
  return `internal struct Slots${count} { private long ${fields}; }\n`;
};

const slotsFile = () => `namespace WasmPseudoLink;

/*
 * Blocks of a fixed number of slots, for the stack: faster in the interpreter than stackalloc, and as re-entrant. The
 * last slot is the thunk's.
 */
#pragma warning disable CS0169 // reached by address
${ARITIES.slice(1)
  .map((count) => slotsStruct(count + 1))
  .join('')}#pragma warning restore CS0169
`;

/** Files of the C# library by name. */
export const arityFiles = () => ({
  'RemoteFunction.cs': typesFile(FUNCTION),
  'RemoteAction.cs': typesFile(ACTION),
  'Module.Functions.cs': findersFile(),
  'Slots.cs': slotsFile(),
});
