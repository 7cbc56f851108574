using System;
using System.Runtime.CompilerServices;

namespace WasmPseudoLink;

/// <summary>An array that never moves, so that other modules may have its address: the only way to give out an address
/// of C#'s memory for longer than a call. In C++ wpl::span&lt;T, wpl::modules::script&gt;.</summary>
/// <typeparam name="T">the elements, laid out as in the other module</typeparam>
/// <remarks>It lives as long as C# refers to it: keep it in a field while others have its address. One that is the
/// result of an export is kept until that export returns another.</remarks>
public sealed class PinnedArray<T> where T : unmanaged {
  private readonly T[] array;

  /// <summary>Makes an array of zeros.</summary>
  /// <param name="length">number of elements</param>
  public PinnedArray(int length) => array = GC.AllocateArray<T>(length, pinned: true);

  /// <summary>Makes a copy of elements.</summary>
  /// <param name="elements">copied</param>
  public PinnedArray(ReadOnlySpan<T> elements) {
    array = GC.AllocateUninitializedArray<T>(elements.Length, pinned: true);
    elements.CopyTo(array);
  }

  /// <summary>Number of elements.</summary>
  public int Length => array.Length;

  /// <summary>The elements.</summary>
  public Span<T> Span => array;

  /// <summary>One element, to read or write.</summary>
  /// <exception cref="IndexOutOfRangeException">the index is out of range</exception>
  public ref T this[int index] => ref array[index];

  /// <summary>Where the first element is; null for an array of none.</summary>
  public PinnedPointer<T> Pointer => array.Length == 0 ? default : new PinnedPointer<T>(array, 0);

  /// <summary>Goes through the elements.</summary>
  public Span<T>.Enumerator GetEnumerator() => Span.GetEnumerator();

  /// <summary>The elements as span.</summary>
  public static implicit operator Span<T>(PinnedArray<T> array) => array == null ? default : array.Span;
}

/// <summary>The place of an element of a <see cref="PinnedArray{T}"/>, which it keeps alive. In C++ wpl::ptr&lt;T,
/// wpl::modules::script&gt;.</summary>
/// <typeparam name="T">what it points to</typeparam>
public readonly struct PinnedPointer<T> where T : unmanaged {
  private readonly T[]? array;
  private readonly int index;

  internal PinnedPointer(T[] array, int index) {
    this.array = array;
    this.index = index;
  }

  internal T[]? Array => array;

  /// <summary>Whether it points nowhere.</summary>
  public bool IsNull => array == null;

  /// <summary>What it points to.</summary>
  public ref T Value => ref (array ?? throw new NullReferenceException())[index];

  /// <summary>The address in C#'s memory; valid while this or its array is referred to.</summary>
  public unsafe nint Address => array == null ? 0 : (nint)Unsafe.AsPointer(ref array[index]);

  /// <summary>The pointer <paramref name="count"/> elements further on.</summary>
  /// <exception cref="ArgumentOutOfRangeException">the index is out of range</exception>
  public static PinnedPointer<T> operator +(PinnedPointer<T> pointer, int count) {
    int index = pointer.index + count;
    return pointer.array != null && (uint)index < (uint)pointer.array.Length
      ? new PinnedPointer<T>(pointer.array, index)
      : throw new ArgumentOutOfRangeException(nameof(count));
  }
}
