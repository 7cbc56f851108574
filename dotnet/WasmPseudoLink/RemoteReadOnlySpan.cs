// Made by dotnet/templates/render.mjs from ranges.mjs. Do not edit.
using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WasmPseudoLink;

/// <summary>A range of elements in another module's memory that is only read here: as <see cref="RemoteSpan{T}"/>,
/// without what writes. In C++ wpl::span&lt;const T, M&gt;.</summary>
/// <typeparam name="T">the elements, laid out as in the other module</typeparam>
/// <remarks>
/// The elements are not here: <see cref="CopyTo"/>, <see cref="ToArray"/> and <see cref="ToLocal"/> bring whole ranges
/// at the speed of memcpy, <see cref="Chunks"/> goes through them piece by piece; single elements are the slow route.
/// All of them throw <see cref="ObjectDisposedException"/> if the module has been closed, and
/// <see cref="PseudoLinkException"/> if the range leaves its memory. A range that was passed to a call is lent for the
/// call.
/// </remarks>
public readonly unsafe ref struct RemoteReadOnlySpan<T> where T : unmanaged {
  private readonly Module? module;
  private readonly uint address;
  private readonly int length;

  /// <summary>Makes a range out of numbers.</summary>
  /// <param name="module">whose memory it is in</param>
  /// <param name="address">of the first element, in bytes</param>
  /// <param name="length">number of elements</param>
  /// <exception cref="ArgumentOutOfRangeException">the length is negative, or the range ends beyond 4 GiB</exception>
  public RemoteReadOnlySpan(Module module, uint address, int length) {
    ArgumentNullException.ThrowIfNull(module);
    RangeChecks.Range(address, length, sizeof(T));
    this.module = module;
    this.address = address;
    this.length = length;
  }

  private RemoteReadOnlySpan(Module? module, ulong address, int length) {
    this.module = module;
    this.address = (uint)address;
    this.length = length;
  }

  /// <summary>Number of elements.</summary>
  public int Length => length;

  internal uint Address => address;

  /// <summary>Whether there are none.</summary>
  public bool IsEmpty => length == 0;

  /// <summary>Where the first element is.</summary>
  public RemotePointer<T> Pointer => new(module?.Handle ?? 0, address);

  /// <summary>One element. Cost: a call into the bridge each time; copy, or go by chunks, for more than a
  /// few.</summary>
  /// <exception cref="IndexOutOfRangeException">the index is out of range</exception>
  public T this[int index] {
    get {
      T value;
      Module.CopyIn(&value, Place(index), (nuint)sizeof(T));
      return value;
    }
  }

  /// <summary>The part from <paramref name="start"/> to the end; also <c>span[start..]</c>.</summary>
  /// <exception cref="ArgumentOutOfRangeException">the start lies outside</exception>
  public RemoteReadOnlySpan<T> Slice(int start) => Slice(start, length - start);

  /// <summary>A part; also <c>span[start..end]</c>.</summary>
  /// <param name="start">index of its first element</param>
  /// <param name="length">its number of elements</param>
  /// <exception cref="ArgumentOutOfRangeException">the part is not inside</exception>
  public RemoteReadOnlySpan<T> Slice(int start, int length) {
    RangeChecks.Part(start, length, this.length);
    return new RemoteReadOnlySpan<T>(module, address + (ulong)start * (ulong)sizeof(T), length);
  }

  /// <summary>Copies all elements to C#.</summary>
  /// <param name="destination">at least as long</param>
  /// <exception cref="ArgumentException">the destination is shorter</exception>
  public void CopyTo(Span<T> destination) {
    if (length > destination.Length) RangeChecks.ThrowTooShort(nameof(destination));
    if (length == 0) return;
    fixed (T* to = &MemoryMarshal.GetReference(destination)) Module.CopyIn(to, address, Bytes);
  }

  /// <summary>Copies all elements into a new array.</summary>
  public T[] ToArray() {
    if (length == 0) return [];
    T[] array = GC.AllocateUninitializedArray<T>(length);
    CopyTo(array);
    return array;
  }

  /// <summary>The elements as a local span, for a whole job on them: copied in now, given back at the end of its scope.
  /// <c>using ReadOnlyLocalView&lt;short&gt; view = delays.ToLocal();</c></summary>
  public ReadOnlyLocalView<T> ToLocal() => new(this);

  /// <summary>Goes through the elements piece by piece, each copied into one local buffer:
  /// <c>foreach (ReadOnlySpan&lt;short&gt; chunk in delays.Chunks())</c>. Nothing is allocated from the second time
  /// on.</summary>
  public ReadOnlyRemoteChunks<T> Chunks() => new(this);

  /// <summary>This range in a form that may be kept on the heap.</summary>
  public RemoteReadOnlyMemory<T> ToMemory() => new(Module, address, length);

  private Module Module => module ?? RangeChecks.ThrowDefault();

  private nuint Bytes => (nuint)length * (nuint)sizeof(T);

  [MethodImpl(MethodImplOptions.AggressiveInlining)]
  private uint Place(int index) {
    if ((uint)index >= (uint)length) RangeChecks.ThrowIndex();
    return address + (uint)index * (uint)sizeof(T);
  }
}
