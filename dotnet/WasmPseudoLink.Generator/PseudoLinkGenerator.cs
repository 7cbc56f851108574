using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WasmPseudoLink.Generator;

/// <summary>Makes what stands between C# methods and the blocks in which wasm values travel.</summary>
[Generator]
public sealed class PseudoLinkGenerator : IIncrementalGenerator {
  /// <inheritdoc/>
  public void Initialize(IncrementalGeneratorInitializationContext context) {
    IncrementalValuesProvider<GeneratedMethod> exports = Methods(context, "Export", ExportWrapper.From);
    IncrementalValuesProvider<GeneratedMethod> imports = Methods(context, "Import", ImportBody.From);
    context.RegisterSourceOutput(exports, Emit);
    context.RegisterSourceOutput(imports, Emit);

    IncrementalValueProvider<string?> assembly = context.CompilationProvider.Select((compilation, _) =>
      compilation.GetTypeByMetadataName("WasmPseudoLink.PseudoLink") is { } type &&
      !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly)
        ? compilation.AssemblyName : null);
    context.RegisterSourceOutput(exports.Collect().Combine(imports.Collect()).Combine(assembly), (output, source) => {
      if (source.Right != null) EmitRegistration(output, source.Left.Left, source.Left.Right, source.Right);
    });
  }

  private static IncrementalValuesProvider<GeneratedMethod> Methods(
    IncrementalGeneratorInitializationContext context, string kind,
    Func<GeneratorAttributeSyntaxContext, GeneratedMethod?> make) =>
    context.SyntaxProvider
      .ForAttributeWithMetadataName(
        $"WasmPseudoLink.PseudoLink{kind}Attribute", (_, _) => true, (method, _) => make(method))
      .Where(method => method != null)!;

  private static void Emit(SourceProductionContext output, GeneratedMethod method) {
    foreach (Problem problem in method.Problems) output.ReportDiagnostic(problem.ToDiagnostic());
    if (method.Code.Length != 0) output.AddSource(method.FileName, method.Code);
  }

  private static void EmitRegistration(
    SourceProductionContext output, ImmutableArray<GeneratedMethod> exported, ImmutableArray<GeneratedMethod> imported,
    string assembly) {
    var exports = new SortedDictionary<string, Export>(StringComparer.Ordinal);
    foreach (Export export in exported.Select(method => method.Export).OfType<Export>()) {
      if (exports.ContainsKey(export.Name)) {
        output.ReportDiagnostic(export.Duplicate.ToDiagnostic());
      } else {
        exports.Add(export.Name, export);
      }
    }
    string[] imports = imported.Select(method => method.Import).OfType<string>().Distinct()
      .OrderBy(json => json, StringComparer.Ordinal).ToArray();
    output.AddSource("WasmPseudoLink.Exports.g.cs",
      Registration.Code(assembly, [.. exports.Values], imports, TypesOf(exported), TypesOf(imported)));
  }

  private static CppType[] TypesOf(ImmutableArray<GeneratedMethod> methods) =>
    methods.SelectMany(method => method.Types).Distinct().OrderBy(type => type.Cpp, StringComparer.Ordinal).ToArray();
}
