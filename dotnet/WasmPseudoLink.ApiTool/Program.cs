using System;
using System.IO;
using WasmPseudoLink.ApiTool;

// dotnet WasmPseudoLink.ApiTool.dll Script.dll --out script.api.json
if (args is not [string assembly, "--out", string output]) {
  Console.Error.WriteLine("usage: dotnet WasmPseudoLink.ApiTool.dll <assembly.dll> --out <file.json>");
  return 2;
}
try {
  string json = ApiFile.Write(AssemblyMetadata.Read(assembly));
  // Left alone if it says the same: what is built from it is then not built again.
  if (!File.Exists(output) || File.ReadAllText(output) != json) File.WriteAllText(output, json);
  return 0;
} catch (Exception error) when (error is ApiException or IOException or UnauthorizedAccessException) {
  Console.Error.WriteLine($"WasmPseudoLink: {assembly}: {error.Message}");
  return 1;
}
