using System.IO;
using System.IO.Compression;
using System.Text.Json;
using WasmPseudoLink.ApiTool;

namespace WasmPseudoLink.Tests;

/// <summary>Builds of their own: the package, a user of it, and a published app.</summary>
public sealed class BuildTests : IDisposable {
  private readonly string folder = Folders.Temporary("build");

  public void Dispose() => Directory.Delete(folder, recursive: true);

  private string In(string path) => Path.Combine(folder, path);

  private static string Sample => Path.Combine(Folders.Tests, "Sample/Sample.csproj");

  private string Build(params string[] arguments) {
    (int code, string text) = Folders.Run([.. arguments, "-nologo", "--artifacts-path", In("artifacts"), "--disable-build-servers"]);
    Assert.True(code == 0, text);
    Assert.DoesNotContain("warning", text);
    return text;
  }

  [Fact]
  public void ThePackageIsWholeAndAProjectBuildsWithIt() {
    Build("pack", Path.Combine(Folders.Dotnet, "WasmPseudoLink"), "-c", "Release");
    string package = Assert.Single(Directory.GetFiles(In("artifacts/package/release")));
    Assert.Equal($"WasmPseudoLink.{typeof(PseudoLink).Assembly.GetName().Version!.ToString(3)}.nupkg", Path.GetFileName(package));
    CheckContents(package);
    BuildUser(Path.GetDirectoryName(package)!);
  }

  private static void CheckContents(string package) {
    using ZipArchive zip = ZipFile.OpenRead(package);
    string[] files = [.. zip.Entries.Select(entry => entry.FullName)
      .Where(name => name.Contains('/') && !name.StartsWith('_') && !name.StartsWith("package/"))
      .Order(StringComparer.Ordinal)];
    string[] build = ["WasmPseudoLink.props", "WasmPseudoLink.targets", "wasm_pseudo_link_dotnet.js"];
    Assert.Equal([
      "analyzers/dotnet/cs/WasmPseudoLink.Generator.dll", .. build.Select(file => "build/" + file), .. build.Select(file => "buildTransitive/" + file),
      .. new[] { "net10.0", "net8.0", "net9.0" }.SelectMany(framework => new[] { $"lib/{framework}/WasmPseudoLink.dll", $"lib/{framework}/WasmPseudoLink.xml" }),
    ], files);
    using var reader = new StreamReader(zip.GetEntry("WasmPseudoLink.nuspec")!.Open());
    string nuspec = reader.ReadToEnd();
    Assert.Contains("<license type=\"expression\">MIT</license>", nuspec);
    Assert.Contains("<readme>README.md</readme>", nuspec);
    Assert.DoesNotContain("<dependency ", nuspec);
  }

  /// <summary>A user without CMake: the library and the generator come from the package.</summary>
  private void BuildUser(string feed) {
    File.Copy(Path.Combine(Folders.Tests, "Sample/Library.csproj.txt"), In("Library.csproj"));
    File.Copy(Path.Combine(Folders.Tests, "TestSide.cs"), In("TestSide.cs"));
    File.WriteAllText(In("Usings.cs"), "global using WasmPseudoLink;");
    // Not the user's cache, which may have an earlier package of the same version.
    Build("build", In("Library.csproj"), "-p:RestoreAdditionalProjectSources=" + feed, "-p:RestorePackagesPath=" + In("packages"));
    AssemblyMetadata assembly = AssemblyMetadata.Read(In("artifacts/bin/Library/debug/Library.dll"));
    Assert.Equal("Library", assembly.Name);
    Assert.Contains("sort", ApiFile.Write(assembly));
  }

  [Fact]
  public void AnAppIsPublishedTrimmedWithoutWarnings() {
    Build("publish", Sample, "-c", "Release", "-p:WasmPseudoLinkTargetFrameworks=net10.0",
      "-p:CustomAfterMicrosoftCommonTargets=" + Path.Combine(Folders.Dotnet, "WasmPseudoLink.Source.targets"));
    string[] files = Directory.GetFiles(In("artifacts/publish/Sample/release/wwwroot/_framework"));
    static bool isLibrary(string file) => Path.GetFileName(file).StartsWith("WasmPseudoLink.") && file.EndsWith(".wasm");
    long bytes = new FileInfo(Assert.Single(files, isLibrary)).Length;
    Assert.InRange(bytes, 1, 40_000);
  }

  [Theory]
  [InlineData(true)]
  [InlineData(false)]
  public void SettingsForARelinkedRuntimeAreOptIn(bool relink) {
    string settings = $"<EmccExtraLDFlags>-g</EmccExtraLDFlags><WasmPseudoLinkRelink>{relink}</WasmPseudoLinkRelink>";
    File.WriteAllText(In("App.csproj"), File.ReadAllText(Sample).Replace("</PropertyGroup>", settings + "</PropertyGroup>"));
    (int code, string text) = Folders.Run("msbuild", In("App.csproj"),
      "-p:CustomAfterMicrosoftCommonTargets=" + Path.Combine(Folders.Dotnet, "WasmPseudoLink.Source.targets"),
      "-getProperty:WasmBuildNative", "-getProperty:EmccExtraLDFlags", "-getItem:EmccExportedRuntimeMethod", "-getItem:EmccExportedFunction", "-getItem:EmccIncomingModuleJSAPI");
    Assert.True(code == 0, text);
    using JsonDocument json = JsonDocument.Parse(text);
    string property(string name) => json.RootElement.GetProperty("Properties").GetProperty(name).GetString()!;
    string[] item(string name) => [.. json.RootElement.GetProperty("Items").GetProperty(name).EnumerateArray()
      .Select(item => item.GetProperty("Identity").GetString()!)];
    Assert.Equal(relink ? "true" : "", property("WasmBuildNative"));
    Assert.Equal(relink ? ["wasmMemory", "wasmTable", "addFunction", "removeFunction", "UTF8ToString"] : [], item("EmccExportedRuntimeMethod"));
    Assert.Equal(relink ? ["_malloc", "_free"] : [], item("EmccExportedFunction"));
    Assert.Equal(relink ? ["wasmMemory"] : [], item("EmccIncomingModuleJSAPI"));
    string flags = property("EmccExtraLDFlags");
    Assert.StartsWith("-g", flags);
    if (!relink) {
      Assert.Equal("-g", flags);
    } else {
      Assert.Contains(" -sIMPORTED_MEMORY -sALLOW_TABLE_GROWTH --js-library \"", flags);
      Assert.True(File.Exists(flags.Split('"')[1]));
    }
  }
}
