using System;
using System.Runtime.CompilerServices;

namespace WasmPseudoLink;

/// <summary>
/// How values travel in a block: an array of 8-byte slots in this runtime's memory, one for each wasm value, i32 and
/// f32 in the low bytes; the result takes the place of the first parameter. The same rules as in wire.hpp.
/// </summary>
internal static unsafe class Wire {
  [MethodImpl(MethodImplOptions.AggressiveInlining)]
  internal static void Write<T>(long* slot, T value) where T : unmanaged {
    if (sizeof(T) >= 4) {
      *(T*)slot = value;
    } else {
      *(int*)slot = Extend(value);
    }
  }

  [MethodImpl(MethodImplOptions.AggressiveInlining)]
  internal static T Read<T>(long* slot, Module module) where T : unmanaged {
    // A pointer is a number on the wire; whose it is belongs to its type in C++, and is added here.
    if (sizeof(T) == 8 && Wire<T>.IsPointer) ((uint*)slot)[1] = module.Handle;
    return *(T*)slot;
  }

  /// <summary>Compilers for wasm expect small integers extended to i32 by the caller.</summary>
  private static int Extend<T>(T value) where T : unmanaged => (sizeof(T), Wire<T>.IsSigned) switch {
    (1, true) => *(sbyte*)&value,
    (1, false) => *(byte*)&value,
    (_, true) => *(short*)&value,
    (_, false) => *(ushort*)&value,
  };

  /// <summary>The letter of a type in signatures.</summary>
  internal static char Letter(Type type) {
    if (type.IsEnum) type = Enum.GetUnderlyingType(type);
    switch (Type.GetTypeCode(type)) {
      case TypeCode.Boolean or TypeCode.Char or TypeCode.SByte or TypeCode.Byte or TypeCode.Int16 or TypeCode.UInt16 or
        TypeCode.Int32 or TypeCode.UInt32:
        return 'i';
      case TypeCode.Int64 or TypeCode.UInt64: return 'j';
      case TypeCode.Single: return 'f';
      case TypeCode.Double: return 'd';
    }
    if (type == typeof(nint) || type == typeof(nuint) || IsPointer(type)) return 'i';
    throw new ArgumentException(
      $"`{type}` has no wasm value. Take a number, bool, char, an enum or RemotePointer<T> here; spans, strings and " +
      "structs are passed by a method with [PseudoLinkImport].");
  }

  internal static bool IsPointer(Type type) =>
    type.IsGenericType && type.GetGenericTypeDefinition() == typeof(RemotePointer<>);
}

/// <summary>What is known of a type on the wire; computed once.</summary>
internal static class Wire<T> where T : unmanaged {
  /// <exception cref="System.ArgumentException">the type has none</exception>
  internal static char Letter => Wire.Letter(typeof(T));

  internal static readonly bool IsPointer = Wire.IsPointer(typeof(T));
  internal static readonly bool IsSigned = Type.GetTypeCode(typeof(T)) is TypeCode.SByte or TypeCode.Int16;
}
