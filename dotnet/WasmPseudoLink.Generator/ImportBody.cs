using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace WasmPseudoLink.Generator;

/// <summary>The body of a method with [PseudoLinkImport]: fills a block on the stack, calls, takes the
/// result.</summary>
internal static class ImportBody {
  internal static GeneratedMethod? From(GeneratorAttributeSyntaxContext context) {
    if (context.TargetSymbol is not IMethodSymbol) return null;
    var method = new Method(context, isExport: false);
    if (method.Problems.Count != 0) return new GeneratedMethod(null, null, "", "", default, new(method.Problems));
    // Overloads of a method may import different functions.
    string suffix = $"{method.Symbol.Name}_{method.Name}_{method.Signature}";
    string type = WireTypes.Name(method.Symbol.ContainingType).Replace("global::", "");
    string code = PartialType.Around(method, Lines(method, suffix));
    string json = Json.Object(("module", method.Module), ("name", method.Name),
      ("signature", method.Signature), ("declaration", method.Declaration),
      ("summary", DocSummary.Of(method.Syntax)));
    return new GeneratedMethod(
      null, json, $"{type}.{suffix}.import.g.cs", code, new(method.DescribedTypes), default);
  }

  private static IEnumerable<string> Lines(Method method, string suffix) {
    string block = $"__wpl_block_{suffix}", holder = $"__wpl_import_{suffix}";
    int slots = Math.Max(method.Signature.Length - 1, 1) + 1; // one for the thunk
    string fields = string.Join(", ", Enumerable.Range(0, slots).Select(n => $"s{n}"));
    yield return $"private struct {block} {{ public long {fields}; }}";
    yield return $"private static class {holder}";
    yield return "{";
    yield return "    internal static readonly global::WasmPseudoLink.Generated.ImportedFunction function =";
    yield return $"        new(\"{method.Name}\", \"{method.Signature}\", {Module(method.Module)});";
    yield return "}";
    yield return $"{Header(method)}";
    yield return "{";
    foreach (string line in Body(method, block, holder)) yield return "    " + line;
    yield return "}";
  }

  /// <summary>Names of its own begin with two underscores, since the parameters' names are the user's.</summary>
  private static IEnumerable<string> Body(Method method, string block, string holder) {
    (string Name, WireType Type)[] parameters =
      method.Parameters.Select(parameter => ("@" + parameter.Name, parameter.Type)).ToArray();
    yield return $"var __function = {holder}.function;";
    yield return $"{block} __block;";
    yield return "long* __slots = (long*)&__block;";
    foreach ((string name, WireType type) in parameters) if (type.Before != null) yield return type.Before(name);
    foreach ((string name, WireType type) in parameters) if (type.Fixed != null) yield return type.Fixed(name);
    yield return "{";
    int slot = 0;
    foreach ((string name, WireType type) in parameters) {
      yield return "    " + type.Write!(name, slot == 0 ? "__slots" : $"__slots + {slot}");
      slot += type.Letters.Length;
    }
    yield return "    __function.Invoke(__slots);";
    foreach ((string name, WireType type) in parameters) if (type.After != null) yield return "    " + type.After(name);
    if (method.Result.Take != null) yield return $"    return {method.Result.Take("__slots")};";
    yield return "}";
  }

  private static string Header(Method method) {
    string parameters = string.Join(", ", method.Symbol.Parameters.Select(parameter =>
      $"{TypeName(parameter.Type)} @{parameter.Name}"));
    string modifiers = string.Join(" ", method.Syntax.Modifiers.Select(modifier => modifier.Text));
    return $"{modifiers} {TypeName(method.Symbol.ReturnType)} @{method.Symbol.Name}({parameters})";
  }

  private static string TypeName(ITypeSymbol type) => type.ToDisplayString(
    SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(
      SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier));

  private static string Module(string name) =>
    name == "main" ? "null" : Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(name, quote: true);
}
