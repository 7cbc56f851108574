using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace WasmPseudoLink.Generator;

/// <summary>The static method that takes a block and calls an exported one. Nothing escapes it: an exception that left
/// it would end the runtime.</summary>
internal static class ExportWrapper {
  private const string Model = "global::System.ComponentModel";

  internal static GeneratedMethod? From(GeneratorAttributeSyntaxContext context) {
    if (context.TargetSymbol is not IMethodSymbol) return null;
    var method = new Method(context, isExport: true);
    string wrapper = $"__wpl_export_{method.Name}";
    if (method.Problems.Count != 0) return new GeneratedMethod(null, null, "", "", default, new(method.Problems));
    string json = Json.Object(("name", method.Name), ("signature", method.Signature),
      ("declaration", method.Declaration), ("summary", DocSummary.Of(method.Syntax)));
    string type = WireTypes.Name(method.Symbol.ContainingType);
    var export = new Export(method.Name, method.Signature, $"{type}.{wrapper}", json,
      Problem.At(method.Syntax.Identifier.GetLocation(), Rules.DuplicateName, method.Name));
    string code = PartialType.Around(method, Lines(method, wrapper));
    string file = $"{type.Replace("global::", "")}.{method.Name}.export.g.cs";
    return new GeneratedMethod(export, null, file, code, new(method.DescribedTypes), default);
  }

  private static IEnumerable<string> Lines(Method method, string wrapper) {
    if (method.Result.IsKept) yield return $"private static object? {wrapper}_kept;";
    yield return $"[{Model}.EditorBrowsable({Model}.EditorBrowsableState.Never)]";
    yield return $"internal static void {wrapper}(long* block)";
    yield return "{";
    if (method.Result.IsKept) yield return $"    ref object? kept = ref {wrapper}_kept;";
    yield return "    try";
    yield return "    {";
    string call = $"@{method.Symbol.Name}({string.Join(", ", Arguments(method))})";
    yield return "        " + (method.Result.Return?.Invoke(call, "block + 1") ?? $"{call};");
    yield return "    }";
    yield return "    catch (global::System.Exception exception)";
    yield return "    {";
    yield return "        global::WasmPseudoLink.Generated.Marshalling.Fail(block, exception);";
    yield return "    }";
    yield return "}";
  }

  /// <summary>Slot 0 is the status.</summary>
  private static IEnumerable<string> Arguments(Method method) {
    int slot = 1;
    foreach ((string _, WireType type) in method.Parameters) {
      yield return type.Read!($"block + {slot}");
      slot += type.Letters.Length;
    }
  }
}
