using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace WasmPseudoLink;

/// <summary>The checks of ranges in other memories, which end with their address space of 4 GiB.</summary>
internal static class RangeChecks {
  [MethodImpl(MethodImplOptions.AggressiveInlining)]
  internal static void Range(uint address, int length, int elementSize) {
    if (length < 0 || address + (ulong)(uint)length * (uint)elementSize > 1UL << 32) ThrowLength();
  }

  [MethodImpl(MethodImplOptions.AggressiveInlining)]
  internal static void Part(int start, int length, int whole) {
    if ((uint)start > (uint)whole || (uint)length > (uint)(whole - start)) ThrowPart();
  }

  [DoesNotReturn]
  internal static void ThrowIndex() => throw new IndexOutOfRangeException("The index lies outside the range.");

  [DoesNotReturn]
  internal static void ThrowTooShort(string parameter) =>
    throw new ArgumentException("The destination is too short.", parameter);

  internal static Module ThrowDefault() =>
    throw new InvalidOperationException("A default range belongs to no module.");

  [DoesNotReturn]
  private static void ThrowLength() =>
    throw new ArgumentOutOfRangeException("length", "The length is negative, or the range ends beyond 4 GiB.");

  [DoesNotReturn]
  private static void ThrowPart() =>
    throw new ArgumentOutOfRangeException("start", "The part does not lie inside the range.");
}
