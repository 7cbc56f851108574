using System.IO;
using System.Text.Json;
using WasmPseudoLink.ApiTool;

namespace WasmPseudoLink.Tests;

public sealed class ApiToolTests : IDisposable {
  private static readonly string tool = Path.Combine(AppContext.BaseDirectory, "WasmPseudoLink.ApiTool.dll");
  private readonly string folder = Folders.Temporary("api");

  public void Dispose() => Directory.Delete(folder, recursive: true);

  private string Output => Path.Combine(folder, "tests.api.json");

  private (int Code, string Text) RunTool(string assembly) => Folders.Run(tool, assembly, "--out", Output);

  [Fact]
  public void TheApiOfARealAssemblyIsWritten() {
    (int code, string text) = RunTool(typeof(TestSide).Assembly.Location);
    Assert.Equal((0, ""), (code, text));
    using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Output));
    Assert.Equal(1, json.RootElement.GetProperty("abi").GetInt32());
    Assert.Equal("WasmPseudoLink.Tests", json.RootElement.GetProperty("assembly").GetString());
    JsonElement[] exports = [.. json.RootElement.GetProperty("exports").EnumerateArray()];
    string[] names = [.. exports.Select(export => export.GetProperty("name").GetString()!)];
    Assert.Equal(names.Order(StringComparer.Ordinal), names);
    JsonElement add = exports.First(export => export.GetProperty("name").GetString() == "add");
    Assert.Equal("iii", add.GetProperty("signature").GetString());
    Assert.Equal("std::int32_t(std::int32_t a, std::int32_t b)", add.GetProperty("declaration").GetString());
    Assert.Equal("Sums a and Int32s, \"quoted\" & more.", add.GetProperty("summary").GetString());
    var imports = json.RootElement.GetProperty("imports").EnumerateArray().Select(import => (
      import.GetProperty("module").GetString(),
      import.GetProperty("name").GetString(),
      import.GetProperty("signature").GetString()));
    Assert.Contains(("main", "report", "vid"), imports);
    Assert.Contains(imports, import => import is ("sorter", "twice", _));
    string[] declarations = [.. json.RootElement.GetProperty("imports").EnumerateArray()
      .Select(import => $"{import.GetProperty("name")}: {import.GetProperty("declaration")}")];
    Assert.Contains("name: wpl::string_view<wpl::main>(bool b, std::int8_t c, test::color d)", declarations);
    Assert.Contains("twice: test::small(test::small s)", declarations);
    Assert.Contains("length: std::int32_t(wpl::string_view<wpl::modules::@SIDE@> block, " +
      "wpl::span<const std::int32_t, wpl::modules::@SIDE@> slots, wpl::span<std::uint8_t, wpl::modules::@SIDE@> class_, " +
      "wpl::span<std::int32_t, wpl::modules::@SIDE@> array, wpl::ptr<std::int32_t, wpl::modules::@SIDE@> pointer)",
      declarations);
    Assert.Contains("range: wpl::span<std::int32_t, wpl::modules::sorter>(wpl::span<std::int32_t, " +
      "wpl::modules::sorter> range)", declarations);
    var importTypes = json.RootElement.GetProperty("importTypes").EnumerateArray()
      .Select(type => type.GetProperty("cpp").GetString());
    Assert.Equal(["test::color", "test::row", "test::small"], importTypes);
    var types = json.RootElement.GetProperty("exportTypes").EnumerateArray()
      .Select(type => (
        type.GetProperty("cpp").GetString(),
        type.TryGetProperty("header", out JsonElement header) ? header.GetString() : null,
        type.GetProperty("size").GetInt32()));
    Assert.Equal([("test::color", null, 1), ("test::row", "test.hpp", 16), ("test::small", "test.hpp", 8)], types);
  }

  [Fact]
  public void AFileThatSaysTheSameIsLeftAlone() {
    RunTool(typeof(TestSide).Assembly.Location);
    File.SetLastWriteTimeUtc(Output, DateTime.UnixEpoch);
    RunTool(typeof(TestSide).Assembly.Location);
    Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(Output));
    File.AppendAllText(Output, " ");
    RunTool(typeof(TestSide).Assembly.Location);
    Assert.NotEqual(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(Output));
  }

  [Fact]
  public void ErrorsAreOneLineAndSayWhatToDo() {
    string text = Path.Combine(folder, "text.dll");
    File.WriteAllText(text, "no assembly");
    foreach ((string assembly, string expected) in new[] {
      (text, "this is no .NET assembly"), (tool, "not built with WasmPseudoLink's source generator"), (Path.Combine(folder, "nix.dll"), "Could not find file"),
    }) {
      (int code, string error) = RunTool(assembly);
      Assert.Equal(1, code);
      Assert.Contains(expected, error);
      Assert.StartsWith($"WasmPseudoLink: {assembly}: ", error);
      Assert.Single(error.Trim().Split('\n'));
    }
    Assert.False(File.Exists(Output));
    Assert.Equal(2, Folders.Run(tool, "one").Code);
  }

  [Fact]
  public void AssembliesOfAnotherAbiOrWithoutExportsAreRefused() {
    Assert.Contains("ABI 2", Assert.Throws<ApiException>(() => ApiFile.Write(new("A", [("Abi", "2")]))).Message);
    Assert.Contains("exports nothing", Assert.Throws<ApiException>(() => ApiFile.Write(new("A", [("Abi", "1")]))).Message);
  }
}
