using System;
using System.Runtime.InteropServices;
using System.Text;

namespace WasmPseudoLink;

public sealed partial class Module {
  // As allocator.h exports them.
  private RemoteFunction<uint, uint>? allocate;
  private RemoteAction<uint>? free;

  /// <summary>Allocates elements in this module's memory, by its own allocator.</summary>
  /// <typeparam name="T">the elements, laid out as in that module</typeparam>
  /// <param name="length">number of elements, whose values are indeterminate as after malloc</param>
  /// <returns>what frees them when it is disposed</returns>
  /// <exception cref="OutOfMemoryException">the module has no room, or no allocator: allocator.h says how it gets
  /// one</exception>
  /// <exception cref="ArgumentOutOfRangeException">the length is negative, or more than the address space</exception>
  /// <exception cref="ObjectDisposedException">the module has been closed</exception>
  public unsafe RemoteBuffer<T> Allocate<T>(int length) where T : unmanaged {
    RangeChecks.Range(0, length, sizeof(T));
    uint bytes = (uint)Math.Min((ulong)length * (ulong)sizeof(T), uint.MaxValue);
    allocate ??= Function<uint, uint>("wpl_malloc");
    uint address = allocate.Value.Invoke(Math.Max(bytes, 1));
    return address != 0
      ? new RemoteBuffer<T>(this, address, length)
      : throw new OutOfMemoryException($"The module `{Name}` has no {bytes} bytes free, or no allocator.");
  }

  /// <summary>Allocates elements in this module's memory and copies them there.</summary>
  /// <typeparam name="T">the elements, laid out as in that module</typeparam>
  /// <param name="elements">copied</param>
  /// <returns>what frees them when it is disposed</returns>
  /// <inheritdoc cref="Allocate{T}(int)"/>
  public RemoteBuffer<T> Allocate<T>(ReadOnlySpan<T> elements) where T : unmanaged {
    RemoteBuffer<T> buffer = Allocate<T>(elements.Length);
    buffer.Span.CopyFrom(elements);
    return buffer;
  }

  /// <summary>Allocates text in this module's memory, as UTF-8 with a NUL behind it, which counts as element.</summary>
  /// <param name="text">copied</param>
  /// <returns>what frees it when it is disposed</returns>
  /// <inheritdoc cref="Allocate{T}(int)"/>
  public RemoteBuffer<byte> AllocateUtf8(string text) => Allocate<byte>(Encoding.UTF8.GetBytes(text + "\0"));

  /// <summary>Allocates text in this module's memory, as UTF-16 with a NUL behind it, which counts as
  /// element.</summary>
  /// <param name="text">copied</param>
  /// <returns>what frees it when it is disposed</returns>
  /// <inheritdoc cref="Allocate{T}(int)"/>
  public RemoteBuffer<char> AllocateUtf16(string text) => Allocate<char>(text + "\0");

  internal void Free(uint address) {
    free ??= Action<uint>("wpl_free");
    free.Value.Invoke(address);
  }
}
