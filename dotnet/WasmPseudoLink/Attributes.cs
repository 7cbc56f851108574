using System;

namespace WasmPseudoLink;

/// <summary>Exports a static method to the other modules: C++ calls it as any function of a side.</summary>
/// <remarks>
/// Parameters: numbers, bool, char, enums; <see cref="RemoteSpan{T}"/>, <see cref="RemoteReadOnlySpan{T}"/> and
/// <see cref="RemotePointer{T}"/>, which are in main's memory; string, which is UTF-8 there; RemoteFunction and
/// RemoteAction, callbacks that main lends; structs of up to 64 bytes with <see cref="PseudoLinkTypeAttribute"/>.
/// Results: the same numbers, structs and pointers; string; <see cref="PinnedArray{T}"/> and
/// <see cref="PinnedPointer{T}"/>. An exception reaches the caller as failed call with its type and message.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class PseudoLinkExportAttribute : Attribute {
  /// <summary>Exports the method.</summary>
  /// <param name="name">a C identifier: what the others call it</param>
  public PseudoLinkExportAttribute(string name) => Name = name;

  /// <summary>What the others call it.</summary>
  public string Name { get; }
}

/// <summary>Makes a static partial method a call of another module's function, guarded: a trap or C++ exception there
/// is a <see cref="PseudoLinkException"/> here.</summary>
/// <remarks>
/// The function is looked up at the first call, and again after its module was closed and opened; the build of an app
/// compares its name and type with what the module exports, where the app hosts it. Parameters:
/// numbers, bool, char, enums; <see cref="RemoteSpan{T}"/>, <see cref="RemoteReadOnlySpan{T}"/>,
/// <see cref="RemotePointer{T}"/>; Span, ReadOnlySpan and string (as UTF-8), which are lent to the function for the
/// call; <see cref="PinnedArray{T}"/>, <see cref="PinnedPointer{T}"/>; structs of up to 64 bytes with
/// <see cref="PseudoLinkTypeAttribute"/>.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class PseudoLinkImportAttribute : Attribute {
  /// <summary>Imports a function.</summary>
  /// <param name="name">what its module exports it as</param>
  public PseudoLinkImportAttribute(string name) => Name = name;

  /// <summary>What its module exports it as.</summary>
  public string Name { get; }

  /// <summary>The module that has it; null is the main module.</summary>
  public string? Module { get; set; }
}

/// <summary>Says which C++ type an unmanaged struct or enum is, laid out alike; the generated header checks the
/// size.</summary>
[AttributeUsage(AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class PseudoLinkTypeAttribute : Attribute {
  /// <summary>Names the C++ type.</summary>
  /// <param name="cppName">"flights::delay"</param>
  public PseudoLinkTypeAttribute(string cppName) => CppName = cppName;

  /// <summary>The C++ type's name.</summary>
  public string CppName { get; }

  /// <summary>The header that defines it, as after #include: "flights.hpp"; null if it needs none.</summary>
  public string? Header { get; set; }
}
