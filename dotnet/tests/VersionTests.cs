using System.IO;
using System.Text.RegularExpressions;

namespace WasmPseudoLink.Tests;

public sealed class VersionTests {
  private static readonly string header = File.ReadAllText(Path.Combine(Folders.Repository, "include/wasm_pseudo_link/version.h"));

  private static string Of(string name) => Regex.Match(header, $@"{name} (\d+)").Groups[1].Value;

  [Fact]
  public void TheAssemblyHasTheVersionOfTheHeader() {
    Version version = typeof(PseudoLink).Assembly.GetName().Version!;
    Assert.Equal($"{Of("WPL_VERSION_MAJOR")}.{Of("WPL_VERSION_MINOR")}.{Of("WPL_VERSION_PATCH")}", version.ToString(3));
  }

  [Theory]
  [InlineData("WasmPseudoLink/Sides.cs")]
  [InlineData("WasmPseudoLink.Generator/Registration.cs")]
  [InlineData("WasmPseudoLink.ApiTool/ApiFile.cs")]
  public void TheAbiIsThatOfTheHeader(string file) {
    string code = File.ReadAllText(Path.Combine(Folders.Dotnet, file));
    Assert.Equal(Of("WPL_ABI_VERSION"), Regex.Match(code, @"Abi(?:Version)? = ""?(\d+)").Groups[1].Value);
  }
}
