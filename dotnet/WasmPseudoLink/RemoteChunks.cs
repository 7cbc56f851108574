using System;
using System.Buffers;

namespace WasmPseudoLink;

/// <summary>The pieces of a <see cref="RemoteSpan{T}"/>, one after the other in a local buffer, each written back when
/// the loop goes on or is left.</summary>
/// <typeparam name="T">the elements</typeparam>
public ref struct RemoteChunks<T> where T : unmanaged {
  private readonly RemoteSpan<T> all;
  private readonly bool readsFirst;
  private T[]? buffer;
  private int start, length;

  internal RemoteChunks(RemoteSpan<T> all, bool readsFirst) {
    this.all = all;
    this.readsFirst = readsFirst;
  }

  /// <summary>This, for foreach.</summary>
  public readonly RemoteChunks<T> GetEnumerator() => this;

  /// <summary>The present piece; may be written.</summary>
  public readonly Span<T> Current => buffer.AsSpan(0, length);

  /// <summary>Writes the present piece back and brings the next.</summary>
  /// <returns>whether there is one</returns>
  public bool MoveNext() {
    WriteBack();
    start += length;
    length = ChunkBuffer.Next(ref buffer, start, all.Length);
    if (readsFirst) all.Slice(start, length).CopyTo(buffer);
    return length != 0;
  }

  /// <summary>Writes the present piece back and ends.</summary>
  public void Dispose() {
    try {
      WriteBack();
    } finally {
      length = 0;
      RentedArray.Return(ref buffer);
    }
  }

  private readonly void WriteBack() => all.Slice(start, length).CopyFrom(Current);
}

/// <summary>The pieces of a range that is read, one after the other in a local buffer.</summary>
/// <typeparam name="T">the elements</typeparam>
public ref struct ReadOnlyRemoteChunks<T> where T : unmanaged {
  private readonly RemoteReadOnlySpan<T> all;
  private T[]? buffer;
  private int start, length;

  internal ReadOnlyRemoteChunks(RemoteReadOnlySpan<T> all) => this.all = all;

  /// <summary>This, for foreach.</summary>
  public readonly ReadOnlyRemoteChunks<T> GetEnumerator() => this;

  /// <summary>The present piece.</summary>
  public readonly ReadOnlySpan<T> Current => buffer.AsSpan(0, length);

  /// <summary>Brings the next piece.</summary>
  /// <returns>whether there is one</returns>
  public bool MoveNext() {
    start += length;
    length = ChunkBuffer.Next(ref buffer, start, all.Length);
    all.Slice(start, length).CopyTo(buffer);
    return length != 0;
  }

  /// <summary>Ends.</summary>
  public void Dispose() => RentedArray.Return(ref buffer);
}

internal static class ChunkBuffer {
  /// <summary>From here on a call into the bridge is small beside the copy, and the piece still fits the
  /// cache.</summary>
  private const int Bytes = 16 << 10;

  /// <summary>Length of the piece from <paramref name="start"/> on.</summary>
  internal static unsafe int Next<T>(ref T[]? buffer, int start, int whole) where T : unmanaged {
    int most = Math.Max(Bytes / sizeof(T), 1);
    if (start < whole) buffer ??= ArrayPool<T>.Shared.Rent(Math.Min(most, whole));
    return Math.Min(most, whole - start);
  }
}
