using System.Diagnostics;
using System.IO;
using System.Reflection;

namespace WasmPseudoLink.Tests;

/// <summary>Where things are, and how other programs are run.</summary>
internal static class Folders {
  internal static string Tests { get; } = typeof(Folders).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
    .First(attribute => attribute.Key == "SourceFolder").Value!;

  internal static string Dotnet { get; } = Path.GetFullPath(Path.Combine(Tests, ".."));
  internal static string Repository { get; } = Path.GetFullPath(Path.Combine(Dotnet, ".."));

  /// <summary>A new folder that the operating system cleans up if the test does not.</summary>
  internal static string Temporary(string name) => Directory.CreateTempSubdirectory($"wpl-{name}-").FullName;

  /// <summary>Runs the dotnet command.</summary>
  /// <returns>exit code, and both outputs</returns>
  internal static (int Code, string Text) Run(params string[] arguments) {
    var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
    // Those that a test host sets would steer the build inside it.
    static bool isOfMSBuild(string name) => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase);
    foreach (string name in start.Environment.Keys.Where(isOfMSBuild).ToArray()) start.Environment.Remove(name);
    using Process process = Process.Start(start)!;
    var errors = process.StandardError.ReadToEndAsync();
    string text = process.StandardOutput.ReadToEnd() + errors.Result;
    process.WaitForExit();
    return (process.ExitCode, text);
  }
}
