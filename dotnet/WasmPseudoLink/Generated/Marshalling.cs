using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace WasmPseudoLink.Generated;

/// <summary>For generated code: values in blocks that need more than a load or a store.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Marshalling {
  /// <summary>Up to so many bytes a text travels on the stack.</summary>
  public const int SmallText = 256;

  // ---- Exports: parameters, which are in main's memory ----

  /// <summary>A range.</summary>
  /// <param name="slot">address and number of elements, in two slots</param>
  /// <typeparam name="T">the elements</typeparam>
  public static RemoteSpan<T> Span<T>(long* slot) where T : unmanaged =>
    new(Modules.Main, *(uint*)slot, *(int*)(slot + 1));

  /// <summary>A pointer.</summary>
  /// <param name="slot">the address</param>
  /// <typeparam name="T">what it points to</typeparam>
  public static RemotePointer<T> Pointer<T>(long* slot) where T : unmanaged => new(Modules.Main, *(uint*)slot);

  /// <summary>Text, UTF-8.</summary>
  /// <param name="slot">address and number of bytes, in two slots</param>
  public static string Text(long* slot) => Span<byte>(slot).ReadUtf8();

  // ---- Exports: results ----

  /// <summary>A string; valid until the next one.</summary>
  public static long ReturnText(string? text) => LentText.Result.Hold(text);

  /// <summary>A range of main's memory.</summary>
  public static long Return<T>(RemoteReadOnlySpan<T> span) where T : unmanaged => Range(span.Address, span.Length);

  /// <summary>An array, kept until the next one.</summary>
  public static long Return<T>(PinnedArray<T>? array, ref object? kept) where T : unmanaged {
    kept = array;
    return array == null ? 0 : Range((uint)array.Pointer.Address, array.Length);
  }

  /// <summary>A pointer, kept until the next one.</summary>
  public static nint Return<T>(PinnedPointer<T> pointer, ref object? kept) where T : unmanaged {
    kept = pointer.Array;
    return pointer.Address;
  }

  /// <summary>The address of a struct of more than 8 bytes; valid until the next one.</summary>
  public static nint ReturnStruct<T>(T value) where T : unmanaged {
    *(T*)largeResult.Pointer.Address = value;
    return largeResult.Pointer.Address;
  }

  /// <summary>Turns an exception into a failed call.</summary>
  /// <param name="block">of the export</param>
  /// <param name="exception">its type and message reach the caller</param>
  public static void Fail(long* block, Exception exception) {
    *(int*)block = 1;
    block[1] = LentText.Failure.Hold($"{exception.GetType()}: {exception.Message}");
  }

  // ---- Imports: parameters ----

  /// <summary>A range of the function's module, as address and number of elements.</summary>
  public static void Write<T>(RemoteReadOnlySpan<T> span, long* slot) where T : unmanaged {
    slot[0] = span.Address;
    slot[1] = span.Length;
  }

  /// <inheritdoc cref="Write{T}(RemoteReadOnlySpan{T}, long*)"/>
  public static void Write<T>(RemoteSpan<T> span, long* slot) where T : unmanaged =>
    Write((RemoteReadOnlySpan<T>)span, slot);

  /// <summary>An array, to be kept alive by the caller.</summary>
  public static void Write<T>(PinnedArray<T>? array, long* slot) where T : unmanaged {
    *(nint*)slot = array?.Pointer.Address ?? 0;
    slot[1] = array?.Length ?? 0;
  }

  /// <summary>Keeps what it points to alive until here.</summary>
  public static void KeepAlive<T>(PinnedPointer<T> pointer) where T : unmanaged => GC.KeepAlive(pointer.Array);

  // ---- Imports: results ----

  /// <summary>Text of the function's module.</summary>
  public static string TakeText(long* slot, Module module) => TakeSpan<byte>(slot, module).ReadUtf8();

  /// <summary>A range of the function's module.</summary>
  public static RemoteSpan<T> TakeSpan<T>(long* slot, Module module) where T : unmanaged =>
    new(module, *(uint*)slot, ((int*)slot)[1]);

  /// <summary>A struct of more than 8 bytes, which the function's module keeps until its next call.</summary>
  public static T TakeStruct<T>(long* slot, Module module) where T : unmanaged =>
    new RemotePointer<T>(module, *(uint*)slot).Value;

  // ---- Registration ----

  /// <summary>Checks that a struct has the size that the generator computed for the C++ header.</summary>
  public static void CheckSize<T>(int size) where T : unmanaged {
    if (Unsafe.SizeOf<T>() == size) return;
    throw new PlatformNotSupportedException(
      $"`{typeof(T)}` has {Unsafe.SizeOf<T>()} bytes here, and {size} in the generated C++ header. Give its fields " +
      "types of fixed size.");
  }

  private static readonly PinnedArray<ulong> largeResult = new(8);

  private static long Range(uint address, int length) => (long)(address | (ulong)(uint)length << 32);
}
