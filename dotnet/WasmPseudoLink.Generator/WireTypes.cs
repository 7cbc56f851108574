using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace WasmPseudoLink.Generator;

/// <summary>Finds the <see cref="WireType"/> of a C# type: the C# half of wire.hpp.</summary>
internal static class WireTypes {
  private const string M = "global::WasmPseudoLink.Generated.Marshalling";
  private const string OwnMemory = "wpl::modules::@SIDE@"; // the build knows the side's name
  private const string OtherMemory = "@OTHER@"; // main's, or that of the module that an import is of
  internal const int MostBytesByValue = 64;

  internal const string General =
    "Take a number, bool, char, an enum, RemoteSpan<T>, RemotePointer<T>, string, or an unmanaged struct with " +
    "[PseudoLinkType].";

  /// <summary>C++ types of this class, in the memory of a module (its tag) where they are not in C#'s own.</summary>
  internal static string InMemoryOf(string cpp, string module) => cpp.Replace(OtherMemory, module);

  internal static WireType Of(ITypeSymbol type) {
    if (type.SpecialType == SpecialType.System_Void) return new WireType { ResultLetter = "v", Cpp = "void" };
    if (type.SpecialType == SpecialType.System_String) return Text;
    if (Scalar(type) is { } scalar) return scalar;
    if (type is INamedTypeSymbol named) {
      if (OfRange(named) is { } range) return range;
      if (type.IsUnmanagedType && type.TypeKind == TypeKind.Struct && !named.IsGenericType) return Struct(named);
    }
    return new WireType { Advice = Advice(type) };
  }

  // ---- Numbers ----

  private static WireType? Scalar(ITypeSymbol type) {
    if (Number(type) is not var (letter, cpp)) return null;
    string name = Name(type);
    CppType? described = Describe(type);
    bool isBool = type.SpecialType == SpecialType.System_Boolean;
    string load(string slot) => isBool ? $"*(int*)({slot}) != 0" : $"*({name}*)({slot})";
    // Small integers fill their i32, as compilers for wasm expect.
    string store(string value, string slot) => isBool ? $"*(int*)({slot}) = {value} ? 1 : 0;"
      : StructLayout.Of(type).Size < 4 ? $"*(int*)({slot}) = (int){value};"
      : $"*({name}*)({slot}) = {value};";
    return new WireType {
      Letters = letter,
      ResultLetter = letter,
      Cpp = described?.Cpp ?? cpp,
      Described = described,
      Read = load,
      Take = load,
      Write = store,
      Return = store,
    };
  }

  private static (string Letter, string Cpp)? Number(ITypeSymbol type) {
    if (type is INamedTypeSymbol { EnumUnderlyingType: { } underlying }) type = underlying;
    return type.SpecialType switch {
      SpecialType.System_Boolean => ("i", "bool"),
      SpecialType.System_SByte => ("i", "std::int8_t"),
      SpecialType.System_Byte => ("i", "std::uint8_t"),
      SpecialType.System_Int16 => ("i", "std::int16_t"),
      SpecialType.System_UInt16 => ("i", "std::uint16_t"),
      SpecialType.System_Char => ("i", "char16_t"),
      SpecialType.System_Int32 => ("i", "std::int32_t"),
      SpecialType.System_UInt32 => ("i", "std::uint32_t"),
      SpecialType.System_IntPtr => ("i", "std::intptr_t"),
      SpecialType.System_UIntPtr => ("i", "std::uintptr_t"),
      SpecialType.System_Int64 => ("j", "std::int64_t"),
      SpecialType.System_UInt64 => ("j", "std::uint64_t"),
      SpecialType.System_Single => ("f", "float"),
      SpecialType.System_Double => ("d", "double"),
      _ => null,
    };
  }

  // ---- Texts ----

  private static readonly WireType Text = new() {
    Letters = "ii",
    ResultLetter = "j",
    Cpp = $"wpl::string_view<{OtherMemory}>",
    CppGiven = $"wpl::string_view<{OwnMemory}>",
    Read = slot => $"{M}.Text({slot})",
    Return = (value, slot) => $"*({slot}) = {M}.ReturnText({value});",
    Before = name => $"byte* {name}__space = stackalloc byte[{M}.SmallText]; " +
      $"using var {name}__text = new global::WasmPseudoLink.Generated.TextArgument({name}, {name}__space);",
    Write = (name, slot) => $"{name}__text.Write({slot});",
    Take = slot => $"{M}.TakeText({slot}, __function.Module)",
  };

  // ---- Pointers and ranges ----

  private static WireType? OfRange(INamedTypeSymbol type) {
    string? family = Family(type);
    if (family is "WasmPseudoLink.RemoteFunction" or "WasmPseudoLink.RemoteAction") return Callback(type, family);
    if (family == null || !ranges.TryGetValue(family, out var make)) return null;
    ITypeSymbol element = type.TypeArguments[0];
    if (Element(element) is var (cpp, described)) return make(Name(element), cpp) with { Described = described };
    return new WireType {
      Advice = "Its elements have no C++ type: put [PseudoLinkType(\"name in C++\", Header = \"its.hpp\")] before " +
        $"the struct `{element.Name}`.",
    };
  }

  private static readonly Dictionary<string, System.Func<string, string, WireType>> ranges = new() {
    ["WasmPseudoLink.RemoteSpan"] = (element, cpp) => RemoteRange(element, $"wpl::span<{cpp}, {OtherMemory}>"),
    ["WasmPseudoLink.RemoteReadOnlySpan"] = (element, cpp) =>
      RemoteRange(element, $"wpl::span<const {cpp}, {OtherMemory}>"),
    ["WasmPseudoLink.RemotePointer"] = (element, cpp) => RemotePointer(element, $"wpl::ptr<{cpp}, {OtherMemory}>"),
    ["WasmPseudoLink.PinnedArray"] = (_, cpp) => PinnedArray($"wpl::span<{cpp}, {OwnMemory}>"),
    ["WasmPseudoLink.PinnedPointer"] = (_, cpp) => PinnedPointer($"wpl::ptr<{cpp}, {OwnMemory}>"),
    ["System.Span"] = (element, cpp) => OwnRange(element, $"wpl::span<{cpp}, {OwnMemory}>"),
    ["System.ReadOnlySpan"] = (element, cpp) => OwnRange(element, $"wpl::span<const {cpp}, {OwnMemory}>"),
  };

  private static WireType RemoteRange(string element, string cpp) => new() {
    Letters = "ii",
    ResultLetter = "j",
    Cpp = cpp,
    Read = slot => $"{M}.Span<{element}>({slot})",
    Return = (value, slot) => $"*({slot}) = {M}.Return(({Qualified("RemoteReadOnlySpan", element)}){value});",
    Write = (parameter, slot) => $"{M}.Write({parameter}, {slot});",
    Take = slot => $"{M}.TakeSpan<{element}>({slot}, __function.Module)",
  };

  private static WireType RemotePointer(string element, string cpp) => new() {
    Letters = "i",
    ResultLetter = "i",
    Cpp = cpp,
    Read = slot => $"{M}.Pointer<{element}>({slot})",
    Return = (value, slot) => $"*(uint*)({slot}) = {value}.Address;",
    Write = (parameter, slot) => $"*(uint*)({slot}) = {parameter}.Address;",
    Take = slot => $"new {Qualified("RemotePointer", element)}(__function.Module, *(uint*)({slot}))",
  };

  private static WireType PinnedArray(string cpp) => new() {
    Letters = "ii",
    ResultLetter = "j",
    Cpp = cpp,
    IsKept = true,
    Return = (value, slot) => $"*({slot}) = {M}.Return({value}, ref kept);",
    Write = (parameter, slot) => $"{M}.Write({parameter}, {slot});",
    After = parameter => $"global::System.GC.KeepAlive({parameter});",
    Advice = "C++ has no C# array to pass: take RemoteSpan<T>, which is in main's memory.",
  };

  private static WireType PinnedPointer(string cpp) => new() {
    Letters = "i",
    ResultLetter = "i",
    Cpp = cpp,
    IsKept = true,
    Return = (value, slot) => $"*(nint*)({slot}) = {M}.Return({value}, ref kept);",
    Write = (parameter, slot) => $"*(nint*)({slot}) = {parameter}.Address;",
    After = parameter => $"{M}.KeepAlive({parameter});",
    Advice = "C++ has only its address: take RemotePointer<T>, which points into main's memory.",
  };

  /// <summary>C#'s own memory, held in place for the call.</summary>
  private static WireType OwnRange(string element, string cpp) => new() {
    Letters = "ii",
    Cpp = cpp,
    Fixed = name => $"fixed ({element}* {name}__first = {name})",
    Write = (name, slot) => $"*(nint*)({slot}) = (nint){name}__first; *({slot} + 1) = {name}.Length;",
    Advice = "A span is lent to C++ for a call by [PseudoLinkImport] only. Take RemoteSpan<T> for main's memory, and " +
      "return PinnedArray<T>, which does not move.",
  };

  private static WireType Callback(INamedTypeSymbol type, string family) {
    List<ITypeSymbol> parameters = [.. type.TypeArguments];
    string result = "void";
    if (family == "WasmPseudoLink.RemoteFunction") {
      if (OneValue(parameters[parameters.Count - 1]) is not { } cpp) return NoCallback;
      result = cpp;
      parameters.RemoveAt(parameters.Count - 1);
    }
    List<string?> types = parameters.ConvertAll(OneValue);
    if (types.Contains(null)) return NoCallback;
    return new WireType {
      Letters = "i",
      Cpp = $"wpl::function_ptr<{result}({string.Join(", ", types)}), {OwnMemory}>",
      Read = slot => $"{Name(type)}.FromSlot({slot})",
      Advice = "It is a function of another module that was lent to C#; take it as parameter of an export.",
    };
  }

  private static readonly WireType NoCallback = new() {
    Advice = "Callbacks take and give numbers, bool, char, enums and RemotePointer<T> only.",
  };

  private static string? OneValue(ITypeSymbol type) =>
    Scalar(type)?.Cpp ?? (Family(type as INamedTypeSymbol) == "WasmPseudoLink.RemotePointer" ? Of(type).Cpp : null);

  // ---- Structs by value ----

  private static WireType Struct(INamedTypeSymbol type) {
    if (Describe(type) is not { } described) {
      return new WireType {
        Advice = $"Put [PseudoLinkType(\"name in C++\", Header = \"its.hpp\")] before the struct `{type.Name}`.",
      };
    }
    string name = Name(type);
    bool isSmall = described.Size <= 8;
    return new WireType {
      Letters = new string('j', (described.Size + 7) / 8),
      ResultLetter = isSmall ? "j" : "i",
      Cpp = described.Cpp,
      Described = described,
      Read = slot => $"*({name}*)({slot})",
      Return = (value, slot) => isSmall ? $"{name} result = {value}; *({slot}) = 0; *({name}*)({slot}) = result;"
        : $"*(nint*)({slot}) = {M}.ReturnStruct({value});",
      Write = (parameter, slot) => $"*({slot} + {(described.Size - 1) / 8}) = 0; *({name}*)({slot}) = {parameter};",
      Take = slot => isSmall ? $"*({name}*)({slot})" : $"{M}.TakeStruct<{name}>({slot}, __function.Module)",
    };
  }

  // ---- Helpers ----

  /// <summary>The C++ type of what a span or pointer has.</summary>
  private static (string Cpp, CppType? Described)? Element(ITypeSymbol type) {
    CppType? described = Describe(type);
    if (described != null) return (described.Cpp, described);
    return Number(type) is var (_, cpp) ? (cpp, null) : null;
  }

  private static CppType? Describe(ITypeSymbol type) {
    AttributeData? attribute = type.GetAttributes()
      .FirstOrDefault(a => a.AttributeClass?.ToDisplayString() == "WasmPseudoLink.PseudoLinkTypeAttribute");
    if (attribute?.ConstructorArguments.FirstOrDefault().Value is not string cpp || !type.IsUnmanagedType) return null;
    var header = attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "Header").Value.Value as string;
    return new CppType(Name(type), cpp, header, StructLayout.Of(type).Size);
  }

  /// <summary>A generic type's name without its arguments.</summary>
  private static string? Family(INamedTypeSymbol? type) {
    if (type == null) return null;
    string name = $"{type.ContainingNamespace?.ToDisplayString()}.{type.Name}";
    return type.IsGenericType || name == "WasmPseudoLink.RemoteAction" ? name : null;
  }

  private static string Qualified(string type, string element) => $"global::WasmPseudoLink.{type}<{element}>";

  internal static string Name(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

  private static string Advice(ITypeSymbol type) => type switch {
    IArrayTypeSymbol array => "An array moves, and C++ cannot have its address. Take " +
      $"RemoteSpan<{array.ElementType.Name}> for main's memory, and return PinnedArray<{array.ElementType.Name}>.",
    { TypeKind: TypeKind.Delegate } => "A delegate is C#'s alone. Take RemoteFunction<...> or RemoteAction<...> for " +
      "a callback that C++ lends, and export a static method for one that C++ shall call.",
    { SpecialType: SpecialType.System_Object } => General,
    INamedTypeSymbol named when Family(named) is "System.Memory" or "System.ReadOnlyMemory" =>
      "Take RemoteSpan<T> for main's memory, and return PinnedArray<T>.",
    INamedTypeSymbol named when Family(named)?.StartsWith("WasmPseudoLink.Remote") == true =>
      "Take RemoteSpan<T> or RemoteReadOnlySpan<T>, and call ToMemory() to keep it.",
    _ => General,
  };
}
