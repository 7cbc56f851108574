using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WasmPseudoLink.Generator;

namespace WasmPseudoLink.Tests;

public sealed class GeneratorTests {
  private const string Usings = "using System; using System.Threading.Tasks; using WasmPseudoLink;\n";

  private static readonly MetadataReference[] references = [..
    ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(System.IO.Path.PathSeparator)
      .Where(path => System.IO.Path.GetFileName(path) is var name && (name.StartsWith("System.") || name is "WasmPseudoLink.dll" or "netstandard.dll"))
      .Select(path => MetadataReference.CreateFromFile(path))];

  private static readonly CSharpParseOptions CSharp12 = new(LanguageVersion.CSharp12);

  private static CSharpCompilation Compile(string code, string assembly = "My.Script", bool allowUnsafe = true) =>
    CSharpCompilation.Create(assembly, [CSharpSyntaxTree.ParseText(code, CSharp12)], references,
      new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: allowUnsafe,
        nullableContextOptions: NullableContextOptions.Enable, generalDiagnosticOption: ReportDiagnostic.Error));

  private static (Compilation Output, Diagnostic[] Diagnostics) Run(CSharpCompilation compilation) {
    CSharpGeneratorDriver.Create([new PseudoLinkGenerator().AsSourceGenerator()], parseOptions: CSharp12)
      .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out var diagnostics);
    return (output, [.. diagnostics]);
  }

  private static Diagnostic[] Faults(Compilation compilation) =>
    [.. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];

  private static Diagnostic Refused(string code, bool allowUnsafe = true) =>
    Assert.Single(Run(Compile(Usings + code, allowUnsafe: allowUnsafe)).Diagnostics);

  private static string InClass(string method) => $"public static partial class C {{ {method} }}";

  private static string[] Metadata(Compilation compilation, string key) => [.. compilation.Assembly.GetAttributes()
    .Where(attribute => attribute.AttributeClass!.Name == "AssemblyMetadataAttribute"
      && (string?)attribute.ConstructorArguments[0].Value == "WasmPseudoLink." + key)
    .Select(attribute => (string)attribute.ConstructorArguments[1].Value!)];

  // ---- What is refused, and what is said ----

  [Theory]
  [InlineData("WPL0001", "Make it static", "[PseudoLinkExport(\"f\")] void F() {}", "public partial class C")]
  [InlineData("WPL0002", "Take RemoteSpan<Int32>", "[PseudoLinkExport(\"f\")] static void F(int[] a) {}")]
  [InlineData("WPL0002", "return PinnedArray<Byte>", "[PseudoLinkExport(\"f\")] static byte[] F() => [];")]
  [InlineData("WPL0002", "Take RemoteFunction<...>", "[PseudoLinkExport(\"f\")] static void F(Action a) {}")]
  [InlineData("WPL0002", "Take a number", "[PseudoLinkExport(\"f\")] static void F(object a) {}")]
  [InlineData("WPL0002", "Take a number", "[PseudoLinkExport(\"f\")] static void F(decimal? a) {}")]
  [InlineData("WPL0002", "[PseudoLinkType(", "[PseudoLinkExport(\"f\")] static void F(Guid a) {}")]
  [InlineData("WPL0002", "Its elements have no C++ type", "[PseudoLinkExport(\"f\")] static void F(RemoteSpan<Guid> a) {}")]
  [InlineData("WPL0002", "lent to C++ for a call", "[PseudoLinkExport(\"f\")] static void F(Span<int> a) {}")]
  [InlineData("WPL0002", "take RemoteSpan<T>", "[PseudoLinkExport(\"f\")] static void F(PinnedArray<int> a) {}")]
  [InlineData("WPL0002", "call ToMemory()", "[PseudoLinkExport(\"f\")] static void F(RemoteMemory<int> a) {}")]
  [InlineData("WPL0002", "take it as parameter of an export", "[PseudoLinkImport(\"f\")] static partial void F(RemoteAction a);")]
  [InlineData("WPL0002", "Callbacks take and give", "[PseudoLinkExport(\"f\")] static void F(RemoteFunction<Guid, int> a) {}")]
  [InlineData("WPL0004", "no name that a C++ function can have", "[PseudoLinkExport(\"sort-delays\")] static void F() {}")]
  [InlineData("WPL0004", "PseudoLinkImport(", "[PseudoLinkImport(\"class\")] static partial void F();")]
  [InlineData("WPL0005", "one method for each type", "[PseudoLinkExport(\"f\")] static void F<T>() {}")]
  [InlineData("WPL0006", "asynchronous", "[PseudoLinkExport(\"f\")] static async Task F() => await Task.Yield();")]
  [InlineData("WPL0006", "asynchronous", "[PseudoLinkExport(\"f\")] static ValueTask<int> F() => default;")]
  [InlineData("WPL0006", "asynchronous", "[PseudoLinkExport(\"f\")] static async void F() => await Task.Yield();")]
  [InlineData("WPL0007", "the parameter `a` is passed by reference", "[PseudoLinkExport(\"f\")] static void F(ref int a) {}")]
  [InlineData("WPL0007", "RemotePointer<T>", "[PseudoLinkExport(\"f\")] static void F(out int a) => a = 1;")]
  [InlineData("WPL0007", "RemotePointer<T>", "[PseudoLinkExport(\"f\")] static void F(in int a) {}")]
  [InlineData("WPL0008", "plain pointer", "[PseudoLinkExport(\"f\")] static unsafe void F(int* a) {}")]
  [InlineData("WPL0008", "plain pointer", "[PseudoLinkExport(\"f\")] static unsafe int* F() => null;")]
  [InlineData("WPL0008", "plain pointer", "[PseudoLinkExport(\"f\")] static unsafe void F(delegate*<void> a) {}")]
  [InlineData("WPL0009", "Write `partial`", "[PseudoLinkExport(\"f\")] static void F() {}", "public static class C")]
  [InlineData("WPL0010", "body is generated", "[PseudoLinkImport(\"f\")] static void F() {}")]
  [InlineData("WPL0013", "internal or public", "private static partial class D { [PseudoLinkExport(\"f\")] static void F() {} }")]
  public void WhatCannotCrossIsRefusedWithARemedy(string id, string remedy, string method, string type = "public static partial class C") {
    Diagnostic diagnostic = Refused($"{type} {{ {method} }}");
    Assert.Equal(id, diagnostic.Id);
    Assert.Contains(remedy, diagnostic.GetMessage());
    Assert.Equal("F", diagnostic.Location.SourceTree?.ToString().Substring(diagnostic.Location.SourceSpan.Start, 1) ?? "F");
  }

  [Fact]
  public void TwoExportsOfOneNameAreRefused() {
    Diagnostic diagnostic = Refused(InClass("[PseudoLinkExport(\"f\")] static void F() {}") +
      "public static partial class D { [PseudoLinkExport(\"f\")] static void G() {} }");
    Assert.Equal("WPL0003", diagnostic.Id);
  }

  [Fact]
  public void StructsOfMoreThan64BytesAreRefused() {
    Diagnostic diagnostic = Refused("[PseudoLinkType(\"big\")] public unsafe struct Big { fixed long a[9]; }" +
      InClass("[PseudoLinkExport(\"f\")] static void F(Big a) {}"));
    Assert.Equal("WPL0011", diagnostic.Id);
    Assert.Contains("has 72 bytes", diagnostic.GetMessage());
    Assert.Contains("RemotePointer<Big>", diagnostic.GetMessage());
  }

  [Fact]
  public void UnsafeCodeMustBeAllowed() {
    Diagnostic diagnostic = Refused(InClass("[PseudoLinkExport(\"f\")] static void F() {}"), allowUnsafe: false);
    Assert.Equal("WPL0012", diagnostic.Id);
    Assert.Contains("<AllowUnsafeBlocks>true</AllowUnsafeBlocks>", diagnostic.GetMessage());
  }

  [Fact]
  public void GenericTypesAreRefused() =>
    Assert.Equal("WPL0005", Refused("public static partial class C<T> { [PseudoLinkExport(\"f\")] static void F() {} }").Id);

  // ---- What is generated ----

  /// <summary>All warnings are errors in this compilation; it has no implicit usings, and with them they are in the
  /// code.</summary>
  [Theory]
  [InlineData("")]
  [InlineData("global using global::System; global using global::System.Collections.Generic; global using global::System.IO; " +
    "global using global::System.Linq; global using global::System.Net.Http; global using global::System.Threading; global using global::System.Threading.Tasks;\n")]
  public void WhatIsGeneratedCompilesWithoutWarnings(string implicitUsings) {
    string code = System.IO.File.ReadAllText(System.IO.Path.Combine(Folders.Tests, "TestSide.cs"));
    string usings = implicitUsings.Length == 0 ? "using System; using System.Linq; using WasmPseudoLink;\n" : implicitUsings + "using WasmPseudoLink;\n";
    (Compilation output, Diagnostic[] diagnostics) = Run(Compile(usings + code));
    Assert.Empty(diagnostics);
    Assert.Empty(Faults(output));
  }

  [Fact]
  public void TheListOfExportsIsNamedAfterTheAssembly() {
    (Compilation output, _) = Run(Compile(Usings + InClass("[PseudoLinkExport(\"f\")] static void F() {}"), "2-My.Script"));
    Assert.NotNull(output.GetTypeByMetadataName("WasmPseudoLink.Generated._2_My_ScriptExports"));
    Assert.Equal(["1"], Metadata(output, "Abi"));
  }

  [Fact]
  public void WithoutExportsTheListIsEmpty() {
    (Compilation output, _) = Run(Compile("public class C {}"));
    Assert.NotNull(output.GetTypeByMetadataName("WasmPseudoLink.Generated.My_ScriptExports"));
    Assert.Empty(Metadata(output, "Export"));
    Assert.Empty(Faults(output));
  }

  [Theory]
  [InlineData("void F()", "v", "void()")]
  [InlineData("bool F(sbyte a, byte b, short c, ushort d)", "iiiii", "bool(std::int8_t a, std::uint8_t b, std::int16_t c, std::uint16_t d)")]
  [InlineData("char F(int a, uint b, long c, ulong d)", "iiijj", "char16_t(std::int32_t a, std::uint32_t b, std::int64_t c, std::uint64_t d)")]
  [InlineData("float F(double a, nint b, nuint @class)", "fdii", "float(double a, std::intptr_t b, std::uintptr_t class_)")]
  [InlineData("string F(string a)", "jii", "wpl::string_view<wpl::modules::@SIDE@>(wpl::string_view<wpl::main> a)")]
  [InlineData("void F(RemoteSpan<short> a, RemoteReadOnlySpan<char> b)", "viiii", "void(wpl::span<std::int16_t, wpl::main> a, wpl::span<const char16_t, wpl::main> b)")]
  [InlineData("RemotePointer<int> F(RemotePointer<int> a)", "ii", "wpl::ptr<std::int32_t, wpl::main>(wpl::ptr<std::int32_t, wpl::main> a)")]
  [InlineData("PinnedArray<float> F()", "j", "wpl::span<float, wpl::modules::@SIDE@>()")]
  [InlineData("PinnedPointer<float> F()", "i", "wpl::ptr<float, wpl::modules::@SIDE@>()")]
  [InlineData("void F(RemoteFunction<int, long> a, RemoteAction<RemotePointer<byte>> b, RemoteAction c)", "viii",
    "void(wpl::function_ptr<std::int64_t(std::int32_t), wpl::modules::@SIDE@> a, wpl::function_ptr<void(wpl::ptr<std::uint8_t, wpl::main>), wpl::modules::@SIDE@> b, wpl::function_ptr<void(), wpl::modules::@SIDE@> c)")]
  [InlineData("Row F(Row a, RemoteSpan<Row> b)", "ijjjii", "test::row(test::row a, wpl::span<test::row, wpl::main> b)")]
  [InlineData("DayOfWeek F(Shade a)", "ii", "std::int32_t(test::shade a)")]
  public void DeclarationsAreThoseOfCpp(string method, string signature, string declaration) {
    string types = "[PseudoLinkType(\"test::row\")] public struct Row { public byte A; public double B; public short C; }" +
      "[PseudoLinkType(\"test::shade\")] public enum Shade : byte {}";
    (Compilation output, Diagnostic[] diagnostics) = Run(Compile(Usings + types + InClass($"[PseudoLinkExport(\"f\")] static {method} => throw new Exception();")));
    Assert.Empty(diagnostics);
    Assert.Empty(Faults(output));
    Assert.Contains($"\"name\":\"f\",\"signature\":\"{signature}\",\"declaration\":\"{declaration}\"", Assert.Single(Metadata(output, "Export")));
  }

  [Theory]
  [InlineData("byte a; int b; byte c;", 12)]
  [InlineData("byte a; long b;", 16)]
  [InlineData("Inner a; byte b;", 12)]
  [InlineData("fixed short a[5]; byte b;", 12)]
  [InlineData("bool a; char b; nint c; E d;", 12)]
  [InlineData("", 1)]
  public void StructsAreLaidOutAsInWasm(string fields, int size) => Assert.Equal(size, SizeOf("", fields));

  [Theory]
  [InlineData("[StructLayout(LayoutKind.Sequential, Pack = 1)]", "byte a; int b;", 5)]
  [InlineData("[StructLayout(LayoutKind.Sequential, Size = 32)]", "byte a; int b;", 32)]
  [InlineData("[StructLayout(LayoutKind.Explicit)]", "[FieldOffset(4)] int b; [FieldOffset(0)] short a;", 8)]
  [InlineData("[System.Runtime.CompilerServices.InlineArray(3)]", "int a;", 12)]
  public void LayoutAttributesAreObserved(string attribute, string fields, int size) =>
    Assert.Equal(size, SizeOf(attribute, fields));

  private static int SizeOf(string attribute, string fields) {
    string code = $"#pragma warning disable\nusing System.Runtime.InteropServices; {Usings}[PseudoLinkType(\"s\", Header = \"s.hpp\")] {attribute} public unsafe struct S {{ {fields} }} " +
      "public struct Inner { int a; short b; } public enum E : byte {} " + InClass("[PseudoLinkExport(\"f\")] static void F(RemoteSpan<S> s) {}");
    (Compilation output, Diagnostic[] diagnostics) = Run(Compile(code));
    Assert.Empty(diagnostics);
    Assert.Empty(Faults(output));
    string json = Assert.Single(Metadata(output, "ExportType"));
    Assert.StartsWith("{\"cpp\":\"s\",\"header\":\"s.hpp\",\"size\":", json);
    return int.Parse(json.Split(':')[^1].TrimEnd('}'));
  }

  [Theory]
  [InlineData("/// <summary>Sorts.</summary>", "Sorts.")]
  [InlineData("/// <summary>\n/// Sorts <paramref name=\"a\"/> with <see cref=\"M:System.Array.Sort(System.Array)\"/>, <c>x &lt; y</c>,\n/// <see langword=\"null\"/>\n/// </summary>", "Sorts a with Sort, x < y, null")]
  [InlineData("/// <summary>Broken", "")]
  [InlineData("// plain", "")]
  [InlineData("/// <summary>Says \\\"hi\\\".</summary>", "Says \\\\\\\"hi\\\\\\\".")]
  public void SummariesGoAlong(string comment, string summary) {
    (Compilation output, _) = Run(Compile($"{Usings}#pragma warning disable\npublic static partial class C {{\n{comment}\n[PseudoLinkExport(\"f\")] static void F() {{}} }}"));
    Assert.Contains($"\"summary\":\"{summary}\"", Assert.Single(Metadata(output, "Export")));
  }

  [Fact]
  public void AnEditElsewhereGeneratesNothingAnew() {
    CSharpCompilation compilation = Compile(Usings + InClass("[PseudoLinkExport(\"f\")] static void F() {}"));
    GeneratorDriver driver = CSharpGeneratorDriver.Create([new PseudoLinkGenerator().AsSourceGenerator()],
      parseOptions: CSharp12, driverOptions: new GeneratorDriverOptions(default, trackIncrementalGeneratorSteps: true));
    driver = driver.RunGenerators(compilation);
    driver = driver.RunGenerators(compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class D {}", CSharp12)));
    var steps = driver.GetRunResult().Results[0].TrackedOutputSteps.SelectMany(step => step.Value);
    var notRunAgain = new[] { IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged };
    Assert.All(steps.SelectMany(step => step.Outputs), output => Assert.Contains(output.Reason, notRunAgain));
  }
}
