using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WasmPseudoLink.ApiTool;

/// <summary>The JSON from which the build makes the C++ header and checks what C# calls.</summary>
internal static class ApiFile {
  private const int AbiVersion = 1; // WPL_ABI_VERSION in version.h

  internal static string Write(AssemblyMetadata assembly) {
    CheckAbi(assembly);
    JsonElement[] exports = Sorted(assembly, "Export", "name");
    if (exports.Length == 0) {
      throw new ApiException("it exports nothing. Put [PseudoLinkExport(\"name\")] before a static method.");
    }
    var buffer = new ArrayBufferWriter<byte>();
    // It is read by CMake and Node, and by people: no \u0027 for an apostrophe.
    var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    using (var json = new Utf8JsonWriter(buffer, options)) {
      json.WriteStartObject();
      json.WriteNumber("abi", AbiVersion);
      json.WriteString("assembly", assembly.Name);
      WriteArray(json, "exports", exports);
      WriteArray(json, "imports", Sorted(assembly, "Import", "name"));
      WriteArray(json, "exportTypes", Sorted(assembly, "ExportType", "cpp"));
      WriteArray(json, "importTypes", Sorted(assembly, "ImportType", "cpp"));
      json.WriteEndObject();
    }
    return Encoding.UTF8.GetString(buffer.WrittenSpan).ReplaceLineEndings("\n") + "\n";
  }

  private static void CheckAbi(AssemblyMetadata assembly) {
    string? abi = assembly.All("Abi").FirstOrDefault();
    if (abi == null) {
      throw new ApiException("it was not built with WasmPseudoLink's source generator. Add <PackageReference " +
        "Include=\"WasmPseudoLink\" .../> to its project; trimmed assemblies do not do.");
    }
    if (abi != $"{AbiVersion}") {
      throw new ApiException(
        $"it was built for ABI {abi} of WasmPseudoLink, and this is ABI {AbiVersion}. Build it with the same version as " +
        "the CMake package.");
    }
  }

  private static JsonElement[] Sorted(AssemblyMetadata assembly, string key, string name) =>
    [.. assembly.All(key).Select(Parse)
      .OrderBy(element => element.GetProperty(name).GetString(), StringComparer.Ordinal)];

  private static JsonElement Parse(string json) {
    using JsonDocument document = JsonDocument.Parse(json);
    return document.RootElement.Clone();
  }

  private static void WriteArray(Utf8JsonWriter json, string name, IEnumerable<JsonElement> elements) {
    json.WriteStartArray(name);
    foreach (JsonElement element in elements) element.WriteTo(json);
    json.WriteEndArray();
  }
}
