using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace WasmPseudoLink.ApiTool;

/// <summary>What the source generator left in an assembly: its [assembly: AssemblyMetadata(key, value)] with our
/// keys.</summary>
/// <param name="Name">the assembly's</param>
/// <param name="Values">key, without the prefix, and value</param>
internal sealed record AssemblyMetadata(string Name, IReadOnlyList<(string Key, string Value)> Values) {
  private const string Prefix = "WasmPseudoLink.";

  internal IEnumerable<string> All(string key) => Values.Where(pair => pair.Key == key).Select(pair => pair.Value);

  /// <summary>Reads the file without loading it: it is for another runtime.</summary>
  internal static AssemblyMetadata Read(string path) {
    using FileStream file = File.OpenRead(path);
    using PEReader image = Open(file);
    MetadataReader reader = image.GetMetadataReader();
    if (!reader.IsAssembly) throw NotAnAssembly();
    AssemblyDefinition assembly = reader.GetAssemblyDefinition();
    var values = assembly.GetCustomAttributes()
      .Select(handle => Pair(reader, reader.GetCustomAttribute(handle)))
      .Where(pair => pair.Key.StartsWith(Prefix, StringComparison.Ordinal))
      .Select(pair => (pair.Key[Prefix.Length..], pair.Value));
    return new AssemblyMetadata(reader.GetString(assembly.Name), [.. values]);
  }

  private static PEReader Open(Stream file) {
    try {
      var image = new PEReader(file);
      return image.HasMetadata ? image : throw NotAnAssembly();
    } catch (BadImageFormatException) {
      throw NotAnAssembly();
    }
  }

  private static ApiException NotAnAssembly() =>
    new("this is no .NET assembly; give the .dll that the C# project builds.");

  private static (string Key, string Value) Pair(MetadataReader reader, CustomAttribute attribute) {
    if (TypeName(reader, attribute) != "AssemblyMetadataAttribute") return ("", "");
    BlobReader blob = reader.GetBlobReader(attribute.Value);
    blob.ReadUInt16(); // the prolog, ECMA-335 II.23.3; then the constructor's two strings
    return (blob.ReadSerializedString() ?? "", blob.ReadSerializedString() ?? "");
  }

  private static string TypeName(MetadataReader reader, CustomAttribute attribute) {
    if (attribute.Constructor.Kind != HandleKind.MemberReference) return "";
    EntityHandle type = reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
    return type.Kind == HandleKind.TypeReference
      ? reader.GetString(reader.GetTypeReference((TypeReferenceHandle)type).Name)
      : "";
  }
}
