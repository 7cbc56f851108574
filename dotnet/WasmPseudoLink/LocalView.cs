using System;
using System.Buffers;

namespace WasmPseudoLink;

/// <summary>A local copy of a <see cref="RemoteSpan{T}"/> for one whole job: copied in, written back by
/// Dispose.</summary>
/// <typeparam name="T">the elements</typeparam>
/// <remarks>The copy is in a rented array, which goes back to its pool: <see cref="Span"/> must not be used after
/// Dispose. Of two views of the same elements the one written back last wins.</remarks>
public ref struct LocalView<T> where T : unmanaged {
  private readonly RemoteSpan<T> target;
  private T[]? rented;

  internal LocalView(RemoteSpan<T> target, bool readsFirst) {
    this.target = target;
    rented = ArrayPool<T>.Shared.Rent(target.Length);
    if (readsFirst) {
      target.CopyTo(rented);
    } else {
      Span.Clear();
    }
  }

  /// <summary>The elements, in C#'s own memory.</summary>
  /// <exception cref="ObjectDisposedException">the view has been written back</exception>
  public readonly Span<T> Span => rented == null ? RentedArray.ThrowReturned<T>() : rented.AsSpan(0, target.Length);

  /// <summary>Writes all elements back and ends the view.</summary>
  /// <exception cref="ObjectDisposedException">the module has been closed</exception>
  public void Dispose() {
    if (rented == null) return;
    try {
      target.CopyFrom(Span);
    } finally {
      RentedArray.Return(ref rented);
    }
  }
}

/// <summary>A local copy of a <see cref="RemoteReadOnlySpan{T}"/> for one whole job.</summary>
/// <typeparam name="T">the elements</typeparam>
/// <remarks>The copy is in a rented array, which goes back to its pool: <see cref="Span"/> must not be used after
/// Dispose.</remarks>
public ref struct ReadOnlyLocalView<T> where T : unmanaged {
  private readonly int length;
  private T[]? rented;

  internal ReadOnlyLocalView(RemoteReadOnlySpan<T> source) {
    length = source.Length;
    rented = ArrayPool<T>.Shared.Rent(length);
    source.CopyTo(rented);
  }

  /// <summary>The elements, in C#'s own memory.</summary>
  /// <exception cref="ObjectDisposedException">the view has ended</exception>
  public readonly ReadOnlySpan<T> Span => rented == null ? RentedArray.ThrowReturned<T>() : rented.AsSpan(0, length);

  /// <summary>Ends the view.</summary>
  public void Dispose() => RentedArray.Return(ref rented);
}

internal static class RentedArray {
  internal static void Return<T>(ref T[]? rented) {
    if (rented != null) ArrayPool<T>.Shared.Return(rented);
    rented = null;
  }

  internal static Span<T> ThrowReturned<T>() =>
    throw new ObjectDisposedException("LocalView", "The view has ended: its array is in use elsewhere.");
}
