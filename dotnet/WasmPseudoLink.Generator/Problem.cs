using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace WasmPseudoLink.Generator;

/// <summary>A diagnostic in a form that can be compared: without the syntax tree, which changes with each
/// key.</summary>
internal sealed record Problem(
  string Id, string File, TextSpan Span, LinePositionSpan Lines, EquatableArray<string> Arguments) {
  internal static Problem At(ISymbol symbol, DiagnosticDescriptor rule, params string[] arguments) =>
    At(symbol.Locations.FirstOrDefault(), rule, arguments);

  internal static Problem At(Location? location, DiagnosticDescriptor rule, params string[] arguments) {
    FileLinePositionSpan line = location?.GetLineSpan() ?? default;
    return new Problem(rule.Id, line.Path ?? "", location?.SourceSpan ?? default, line.Span, new(arguments));
  }

  internal Diagnostic ToDiagnostic() =>
    Diagnostic.Create(Rules.ById(Id), Location.Create(File, Span, Lines), Arguments.ToArray<object>());
}
