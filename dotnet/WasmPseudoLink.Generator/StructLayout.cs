using System;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace WasmPseudoLink.Generator;

/// <summary>The size of unmanaged types in wasm32, as the runtime lays them out. Checked once more when the side is
/// opened, and by the generated C++ header.</summary>
internal static class StructLayout {
  internal static (int Size, int Alignment) Of(ITypeSymbol type) {
    if (type is INamedTypeSymbol { EnumUnderlyingType: { } underlying }) type = underlying;
    int size = Primitive(type);
    if (size != 0) return (size, size);
    return type is INamedTypeSymbol named ? OfStruct(named) : (4, 4); // pointers
  }

  private static int Primitive(ITypeSymbol type) => type.SpecialType switch {
    SpecialType.System_Boolean or SpecialType.System_Byte or SpecialType.System_SByte => 1,
    SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_Char => 2,
    SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Single or
      SpecialType.System_IntPtr or SpecialType.System_UIntPtr => 4,
    SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_Double => 8,
    _ => 0,
  };

  private static (int Size, int Alignment) OfStruct(INamedTypeSymbol type) {
    AttributeData? layout = Attribute(type, "System.Runtime.InteropServices.StructLayoutAttribute");
    int pack = Named(layout, "Pack");
    bool isExplicit = layout?.ConstructorArguments.FirstOrDefault().Value is 2; // LayoutKind.Explicit
    int end = 0, most = 1, place = 0;
    foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsStatic)) {
      (int size, int alignment) = OfField(field);
      if (pack != 0) alignment = Math.Min(alignment, pack);
      most = Math.Max(most, alignment);
      place = isExplicit ? Offset(field) : Up(place, alignment);
      place += size;
      end = Math.Max(end, place);
    }
    int elements = Attribute(type, "System.Runtime.CompilerServices.InlineArrayAttribute")
      ?.ConstructorArguments.FirstOrDefault().Value as int? ?? 1;
    int whole = Math.Max(Up(Math.Max(end, 1), most), Named(layout, "Size"));
    return (whole * elements, most);
  }

  private static (int Size, int Alignment) OfField(IFieldSymbol field) {
    if (!field.IsFixedSizeBuffer) return Of(field.Type);
    (int size, int alignment) = Of(((IPointerTypeSymbol)field.Type).PointedAtType);
    return (size * field.FixedSize, alignment);
  }

  private static int Offset(IFieldSymbol field) =>
    Attribute(field, "System.Runtime.InteropServices.FieldOffsetAttribute")?.ConstructorArguments[0].Value as int? ?? 0;

  private static int Named(AttributeData? attribute, string name) =>
    attribute?.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value as int? ?? 0;

  private static AttributeData? Attribute(ISymbol symbol, string name) =>
    symbol.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.ToDisplayString() == name);

  private static int Up(int value, int alignment) => (value + alignment - 1) / alignment * alignment;
}
