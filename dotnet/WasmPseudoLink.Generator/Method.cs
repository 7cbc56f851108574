using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WasmPseudoLink.Generator;

/// <summary>A method with one of the attributes: its wire types, and what is wrong with it.</summary>
internal sealed class Method {
  private readonly List<Problem> problems = [];
  private readonly bool isExport;

  internal Method(GeneratorAttributeSyntaxContext context, bool isExport) {
    this.isExport = isExport;
    Symbol = (IMethodSymbol)context.TargetSymbol;
    Syntax = (MethodDeclarationSyntax)context.TargetNode;
    Attribute = context.Attributes[0];
    Name = Attribute.ConstructorArguments.FirstOrDefault().Value as string ?? "";
    Module = Attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "Module").Value.Value as string ?? "main";
    Result = WireTypes.Of(Symbol.ReturnType);
    Parameters = Symbol.Parameters.Select(parameter => (parameter.Name, WireTypes.Of(parameter.Type))).ToArray();
    CheckMethod(context.SemanticModel.Compilation);
    CheckTypes();
  }

  internal IMethodSymbol Symbol { get; }
  internal MethodDeclarationSyntax Syntax { get; }
  internal AttributeData Attribute { get; }
  internal string Name { get; }

  /// <summary>The other module, by the name that the loader has for it.</summary>
  internal string Module { get; }

  internal WireType Result { get; }
  internal (string Name, WireType Type)[] Parameters { get; }
  internal IReadOnlyList<Problem> Problems => problems;

  internal string Signature =>
    Result.ResultLetter + string.Concat(Parameters.Select(parameter => parameter.Type.Letters));

  /// <summary>Its type in C++, with names of parameters.</summary>
  internal string Declaration {
    get {
      var parameters = Parameters.Select(parameter =>
        $"{Cpp(parameter.Type, isGiven: !isExport)} {CppKeywords.Safe(parameter.Name)}");
      string module = Module == "main" ? "wpl::main" : $"wpl::modules::{Module}";
      return WireTypes.InMemoryOf($"{Cpp(Result, isGiven: isExport)}({string.Join(", ", parameters)})", module);
    }
  }

  internal IEnumerable<CppType> DescribedTypes =>
    Parameters.Select(parameter => parameter.Type).Append(Result).Select(type => type.Described).OfType<CppType>();

  /// <summary>Its type and the types around that, outermost first.</summary>
  internal IEnumerable<INamedTypeSymbol> Types {
    get {
      var types = new Stack<INamedTypeSymbol>();
      for (INamedTypeSymbol? type = Symbol.ContainingType; type != null; type = type.ContainingType) types.Push(type);
      return types;
    }
  }

  private void CheckMethod(Compilation compilation) {
    if (!Symbol.IsStatic) Refuse(Rules.NotStatic, Symbol.Name);
    if (!Regex.IsMatch(Name, "^[A-Za-z_][A-Za-z0-9_]*$") || CppKeywords.Contains(Name)) {
      Refuse(Rules.BadName, Name, isExport ? "Export" : "Import");
    }
    if (Symbol.IsGenericMethod || Types.Any(type => type.IsGenericType)) Refuse(Rules.Generic, Symbol.Name);
    if (Symbol.IsAsync || IsTask(Symbol.ReturnType)) Refuse(Rules.Async, Symbol.Name);
    foreach (INamedTypeSymbol type in Types) {
      if (!IsPartial(type)) Refuse(Rules.NotPartial, Symbol.Name, type.Name);
      if (isExport && type.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected) {
        Refuse(Rules.NotAccessible, Symbol.Name, type.Name);
      }
    }
    if (!isExport && (!Symbol.IsPartialDefinition || Symbol.PartialImplementationPart != null)) {
      Refuse(Rules.NotPartialMethod, Symbol.Name);
    }
    if (compilation is CSharpCompilation { Options.AllowUnsafe: false }) Refuse(Rules.Unsafe, Symbol.Name);
  }

  private void CheckTypes() {
    foreach (IParameterSymbol parameter in Symbol.Parameters) {
      if (parameter.RefKind != RefKind.None) {
        Refuse(Rules.ByReference, Symbol.Name, parameter.Name);
      } else {
        WireType type = Parameters[parameter.Ordinal].Type;
        bool isSupported = isExport ? type.Read != null : type.Write != null;
        CheckType(parameter.Type, type, isSupported, "parameter", $"the parameter `{parameter.Name}`");
      }
    }
    if (Symbol.ReturnsByRef || Symbol.ReturnsByRefReadonly) {
      Refuse(Rules.ByReference, Symbol.Name, "result");
    } else if (!Symbol.ReturnsVoid && !IsTask(Symbol.ReturnType)) {
      bool isSupported = isExport ? Result.Return != null : Result.Take != null;
      CheckType(Symbol.ReturnType, Result, isSupported, "result", "the result");
    }
  }

  private void CheckType(ITypeSymbol type, WireType wire, bool isSupported, string place, string what) {
    if (type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer) {
      Refuse(Rules.PlainPointer, Symbol.Name, what);
    } else if (type is ITypeParameterSymbol || type.TypeKind == TypeKind.Error) {
      return; // said by another rule, or by the compiler
    } else if (!isSupported) {
      string advice = wire.Advice.Length != 0 ? wire.Advice : WireTypes.General;
      string name = type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
      Refuse(Rules.UnsupportedType, Symbol.Name, $"`{name}`", place, advice);
    } else if (wire.Described is { Size: > WireTypes.MostBytesByValue } large && large.CSharp == WireTypes.Name(type)) {
      Refuse(Rules.TooLarge, Symbol.Name, what, $"{large.Size}", type.Name);
    }
  }

  private static string Cpp(WireType type, bool isGiven) => isGiven ? type.CppGiven ?? type.Cpp : type.Cpp;

  private static bool IsTask(ITypeSymbol type) =>
    type.ContainingNamespace?.ToDisplayString() == "System.Threading.Tasks" && type.Name is "Task" or "ValueTask";

  private static bool IsPartial(INamedTypeSymbol type) => type.DeclaringSyntaxReferences
    .Select(reference => reference.GetSyntax()).OfType<TypeDeclarationSyntax>()
    .Any(syntax => syntax.Modifiers.Any(SyntaxKind.PartialKeyword));

  private void Refuse(DiagnosticDescriptor rule, params string[] arguments) =>
    problems.Add(Problem.At(Syntax.Identifier.GetLocation(), rule, arguments));
}
