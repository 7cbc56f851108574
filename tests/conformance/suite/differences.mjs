// In what the checks differ from side to side: what README.md says of C# sides, and nothing else.

/** A side with a memory, a table and variables of its own, whose failures are traps. */
const OWN_MODULE = Object.freeze({
  /** What error texts say of a function that failed. */
  failed: 'trapped',
  /** What they say of a call by a pointer that is none, or to a function of another type. */
  wrongPointer: 'trapped',
  wrongType: 'trapped',
  /** The file that runs, where there is no choice. */
  variant: null,
  /** Whether its sides have one memory, one table and the same variables. */
  sharesRuntime: false,
  /** Why checks of handles, services, untyped names and addresses of names are left out. */
  hasNoHandles: false,
  /** Whether an error has what JavaScript threw as its cause, not only as its text. */
  keepsCauses: true,
  /** Whether a failure that nothing guards ends main. */
  endsMain: true,
  /** What error texts say of a module that has been closed. */
  closed: 'belongs to a module that is closed',
  /** How many free slots its table may have, of which the oldest is used first. */
  freeSlots: 15,
});

const DOTNET = Object.freeze({
  failed: 'threw',
  wrongPointer: 'is no function pointer',
  wrongType: 'is not "ii"',
  variant: 'portable',
  sharesRuntime: true,
  hasNoHandles: 'C# looks up by module object, text and type',
  keepsCauses: false,
  endsMain: false,
  closed: 'has been closed',
  freeSlots: 64,
});

/**
 * @param {string} side kind of side
 * @returns {typeof OWN_MODULE}
 */
export const differencesOf = (side) => (side === 'dotnet' ? DOTNET : OWN_MODULE);
