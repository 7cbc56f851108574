using System;

namespace WasmPseudoLink.Generator;

/// <summary>
/// How a C# type travels: its wasm values, what it is in C++, and the code that moves it to or from a block. A missing
/// piece says that the type is not for that place.
/// </summary>
internal sealed record WireType {
  /// <summary>Wasm values of a parameter.</summary>
  internal string Letters { get; init; } = "";

  /// <summary>Wasm value of a result.</summary>
  internal string ResultLetter { get; init; } = "";

  internal string Cpp { get; init; } = "";

  /// <summary>What it is in C++ where C# gives it (the result of an export, a parameter of an import), if that differs
  /// from where C# takes it.</summary>
  internal string? CppGiven { get; init; }

  /// <summary>Export: an expression for the parameter at a slot.</summary>
  internal Func<string, string>? Read { get; init; }

  /// <summary>Export: a statement that puts an expression into a slot.</summary>
  internal Func<string, string, string>? Return { get; init; }

  /// <summary>Export: the result is memory that C# must keep while others have its address.</summary>
  internal bool IsKept { get; init; }

  /// <summary>Import: statements that put the parameter of a name at a slot.</summary>
  internal Func<string, string, string>? Write { get; init; }

  /// <summary>Import: declarations before the call for the parameter of a name.</summary>
  internal Func<string, string>? Before { get; init; }

  /// <summary>Import: what holds the parameter of a name in place during the call.</summary>
  internal Func<string, string>? Fixed { get; init; }

  /// <summary>Import: a statement after the call.</summary>
  internal Func<string, string>? After { get; init; }

  /// <summary>Import: an expression for the result at a slot.</summary>
  internal Func<string, string>? Take { get; init; }

  /// <summary>A C++ type that C# only describes, whose size the generated header checks.</summary>
  internal CppType? Described { get; init; }

  /// <summary>For who used it in the wrong place.</summary>
  internal string Advice { get; init; } = "";
}

/// <summary>A C++ type that a C# struct or enum names with [PseudoLinkType].</summary>
internal sealed record CppType(string CSharp, string Cpp, string? Header, int Size);
