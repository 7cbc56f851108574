using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace WasmPseudoLink.Generator;

/// <summary>What the generator refuses. Each text says what to write instead.</summary>
internal static class Rules {
  internal static readonly DiagnosticDescriptor NotStatic = Rule(1, "An exported or imported method is not static",
    "`{0}` is not static: another module has no object to call it on. Make it static.");

  internal static readonly DiagnosticDescriptor UnsupportedType = Rule(2, "A type cannot cross to another module",
    "`{0}`: {1} cannot be {2} here. {3}");

  internal static readonly DiagnosticDescriptor DuplicateName = Rule(3, "Two exports have the same name",
    "`{0}` is exported twice in this assembly. Give one of the methods another name in [PseudoLinkExport].");

  internal static readonly DiagnosticDescriptor BadName = Rule(4, "A name is no C identifier",
    "`{0}` is no name that a C++ function can have. Write a C identifier, as in [PseudoLink{1}(\"sort_delays\")].");

  internal static readonly DiagnosticDescriptor Generic = Rule(5, "An exported or imported method is generic",
    "`{0}` is generic, or in a generic type; a wasm function has one signature. Write one method for each type.");

  internal static readonly DiagnosticDescriptor Async = Rule(6, "An exported or imported method is asynchronous",
    "`{0}` is asynchronous: a call from wasm to wasm returns when it is done. Start the work, and report its end by " +
    "a function of the other module with [PseudoLinkImport].");

  internal static readonly DiagnosticDescriptor ByReference = Rule(7, "A parameter is passed by reference",
    "`{0}`: the parameter `{1}` is passed by reference, which does not say in whose memory. Take " +
    "RemotePointer<T>, or return the value.");

  internal static readonly DiagnosticDescriptor PlainPointer = Rule(8, "A plain pointer cannot cross to another module",
    "`{0}`: {1} is a plain pointer, which does not say whose memory it points into. Take RemotePointer<T> for the " +
    "other module's memory, and PinnedPointer<T> or PinnedArray<T> for C#'s own, which must not move.");

  internal static readonly DiagnosticDescriptor NotPartial = Rule(9, "A type with exports or imports is not partial",
    "`{0}` is in `{1}`, which is not partial, so that no code can be added to it. Write `partial` before " +
    "`class`, `struct` or `record`.");

  internal static readonly DiagnosticDescriptor NotPartialMethod = Rule(10, "An imported method has a body",
    "`{0}` has [PseudoLinkImport], so its body is generated. Declare it as `static partial` method without a body.");

  internal static readonly DiagnosticDescriptor TooLarge = Rule(11, "A struct is too large to be passed by value",
    "`{0}`: {1} has {2} bytes, more than the 64 that can be passed by value. Take RemotePointer<{3}> to it.");

  internal static readonly DiagnosticDescriptor Unsafe = Rule(12, "Unsafe code is not allowed in this project",
    "What is generated for `{0}` works with addresses. Add <AllowUnsafeBlocks>true</AllowUnsafeBlocks> " +
    "to the project; your own code needs no unsafe.");

  internal static readonly DiagnosticDescriptor NotAccessible = Rule(13, "An export is in a private type",
    "`{0}` is in the private or protected type `{1}`, which the list of exports cannot name. Make the type " +
    "internal or public.");

  private static readonly Dictionary<string, DiagnosticDescriptor> all = new[] {
    NotStatic, UnsupportedType, DuplicateName, BadName, Generic, Async, ByReference, PlainPointer, NotPartial,
    NotPartialMethod, TooLarge, Unsafe, NotAccessible,
  }.ToDictionary(rule => rule.Id);

  internal static DiagnosticDescriptor ById(string id) => all[id];

  private static DiagnosticDescriptor Rule(int number, string title, string message) =>
    new($"WPL{number:D4}", title, message, "WasmPseudoLink", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
