// Made by dotnet/templates/render.mjs from ranges.mjs. Do not edit.
using System;

namespace WasmPseudoLink;

/// <summary>A <see cref="RemoteSpan{T}"/> that may be kept on the heap, as <see cref="Memory{T}"/> is for
/// spans.</summary>
/// <typeparam name="T">the elements, laid out as in the other module</typeparam>
/// <remarks>It keeps neither the module open nor the elements allocated: who lends them says how long.</remarks>
public readonly struct RemoteMemory<T> where T : unmanaged {
  private readonly RemotePointer<T> first;

  /// <summary>Makes a range out of numbers.</summary>
  /// <param name="module">whose memory it is in</param>
  /// <param name="address">of the first element, in bytes</param>
  /// <param name="length">number of elements</param>
  /// <exception cref="ArgumentOutOfRangeException">the length is negative, or the range ends beyond 4 GiB</exception>
  public unsafe RemoteMemory(Module module, uint address, int length) {
    RangeChecks.Range(address, length, sizeof(T));
    first = new RemotePointer<T>(module, address);
    Length = length;
  }

  private RemoteMemory(RemotePointer<T> first, int length) {
    this.first = first;
    Length = length;
  }

  /// <summary>Number of elements.</summary>
  public int Length { get; }

  /// <summary>Whether there are none.</summary>
  public bool IsEmpty => Length == 0;

  /// <summary>Where the first element is.</summary>
  public RemotePointer<T> Pointer => first;

  /// <summary>The range, to work with it.</summary>
  /// <exception cref="ObjectDisposedException">the module has been closed</exception>
  public RemoteSpan<T> Span => Length == 0 ? default : first.ToSpan(Length);

  /// <summary>A part; also <c>memory[start..end]</c>.</summary>
  /// <param name="start">index of its first element</param>
  /// <param name="length">its number of elements</param>
  /// <exception cref="ArgumentOutOfRangeException">the part is not inside</exception>
  public RemoteMemory<T> Slice(int start, int length) {
    RangeChecks.Part(start, length, Length);
    return new RemoteMemory<T>(first + start, length);
  }

  /// <summary>A range that can be written can be read.</summary>
  public static implicit operator RemoteReadOnlyMemory<T>(RemoteMemory<T> memory) => new(memory.first, memory.Length);
}

/// <summary>A <see cref="RemoteReadOnlySpan{T}"/> that may be kept on the heap.</summary>
/// <typeparam name="T">the elements, laid out as in the other module</typeparam>
/// <remarks>As with <see cref="RemoteMemory{T}"/>, who lends the elements says how long.</remarks>
public readonly struct RemoteReadOnlyMemory<T> where T : unmanaged {
  private readonly RemotePointer<T> first;

  /// <summary>Makes a range out of numbers.</summary>
  /// <param name="module">whose memory it is in</param>
  /// <param name="address">of the first element, in bytes</param>
  /// <param name="length">number of elements</param>
  /// <exception cref="ArgumentOutOfRangeException">the length is negative, or the range ends beyond 4 GiB</exception>
  public unsafe RemoteReadOnlyMemory(Module module, uint address, int length) {
    RangeChecks.Range(address, length, sizeof(T));
    first = new RemotePointer<T>(module, address);
    Length = length;
  }

  internal RemoteReadOnlyMemory(RemotePointer<T> first, int length) {
    this.first = first;
    Length = length;
  }

  /// <summary>Number of elements.</summary>
  public int Length { get; }

  /// <summary>Whether there are none.</summary>
  public bool IsEmpty => Length == 0;

  /// <summary>Where the first element is.</summary>
  public RemotePointer<T> Pointer => first;

  /// <summary>The range, to work with it.</summary>
  /// <exception cref="ObjectDisposedException">the module has been closed</exception>
  public RemoteReadOnlySpan<T> Span => Length == 0 ? default : first.ToSpan(Length);

  /// <summary>A part; also <c>memory[start..end]</c>.</summary>
  /// <param name="start">index of its first element</param>
  /// <param name="length">its number of elements</param>
  /// <exception cref="ArgumentOutOfRangeException">the part is not inside</exception>
  public RemoteReadOnlyMemory<T> Slice(int start, int length) {
    RangeChecks.Part(start, length, Length);
    return new RemoteReadOnlyMemory<T>(first + start, length);
  }
}
