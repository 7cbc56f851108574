using System;
using System.Collections.Generic;
using System.Text;

namespace WasmPseudoLink;

/// <summary>The C# sides in this runtime and their exports.</summary>
internal static class Sides {
  private const string AbiVersion = "1"; // WPL_ABI_VERSION in version.h

  private sealed record Side(Action Register) {
    internal string? Description { get; set; }
  }

  private readonly record struct ExportedFunction(string Name, string Signature, RawExport Function, int Index);

  private static readonly Dictionary<string, Side> sides = [];
  private static readonly List<RawExport> functions = [];
  private static List<ExportedFunction>? registering;

  internal static void Add(string name, Action register) {
    if (!sides.TryAdd(name, new Side(register))) {
      throw new ArgumentException($"There are two C# sides named `{name}`.", nameof(name));
    }
  }

  internal static void Export(string name, string signature, RawExport function) {
    if (registering == null) throw new InvalidOperationException("Exports are registered when their side is opened.");
    registering.Add(new ExportedFunction(name, signature, function, functions.Count));
    functions.Add(function);
  }

  internal static unsafe void Invoke(int index, long* block) => functions[index](block);

  /// <summary>What the loader wants to know of a side, as JSON.</summary>
  internal static string Open(string name) {
    if (!sides.TryGetValue(name, out Side? side)) {
      throw new ArgumentException(
        $"The host program has no C# side `{name}`; it has: {string.Join(", ", sides.Keys)}.");
    }
    return side.Description ??= Describe(side.Register);
  }

  private static string Describe(Action register) {
    List<ExportedFunction> exports = registering = [];
    try {
      register();
    } finally {
      registering = null;
    }
    return ToJson(AssemblyOf(register), exports);
  }

  /// <summary>Written by hand, of names that need no escapes: this is run once, by an interpreter, while the user
  /// waits, and System.Text.Json or AssemblyName take longer than all else together.</summary>
  private static string ToJson(string assembly, List<ExportedFunction> exports) {
    var json = new StringBuilder("{\"abi\":" + AbiVersion + ",\"assembly\":\"" + assembly + "\",\"exports\":[");
    foreach (ExportedFunction export in exports) {
      if (export.Index != exports[0].Index) json.Append(',');
      json.Append("[\"").Append(export.Name).Append("\",\"").Append(export.Signature).Append("\",");
      json.Append(((uint)Method(export.Function)).ToString()).Append(',');
      json.Append(((uint)export.Index).ToString()).Append(']');
    }
    return json.Append("]}").ToString();
  }

  private static string AssemblyOf(Action register) {
    string fullName = register.Method.Module.Assembly.FullName!;
    return fullName.Substring(0, fullName.IndexOf(','));
  }

  /// <summary>What mono_wasm_invoke_jsexport takes: it calls any static void M(T*), not only what has
  /// [JSExport].</summary>
  private static nuint Method(RawExport function) => (nuint)function.Method.MethodHandle.Value;
}
