// Made by dotnet/templates/render.mjs from arities.mjs. Do not edit.
namespace WasmPseudoLink;

/*
 * Blocks of a fixed number of slots, for the stack: faster in the interpreter than stackalloc, and as re-entrant. The
 * last slot is the thunk's.
 */
#pragma warning disable CS0169 // reached by address
internal struct Slots2 { private long a, b; }
internal struct Slots3 { private long a, b, c; }
internal struct Slots4 { private long a, b, c, d; }
internal struct Slots5 { private long a, b, c, d, e; }
internal struct Slots6 { private long a, b, c, d, e, f; }
internal struct Slots7 { private long a, b, c, d, e, f, g; }
internal struct Slots8 { private long a, b, c, d, e, f, g, h; }
internal struct Slots9 { private long a, b, c, d, e, f, g, h, i; }
#pragma warning restore CS0169
