using System;

namespace WasmPseudoLink;

/// <summary>Elements in another module's memory that were allocated by its allocator, and are freed by Dispose. In C++
/// wpl::buffer&lt;T, M&gt;.</summary>
/// <typeparam name="T">the elements, laid out as in the other module</typeparam>
/// <remarks>There is no finalizer: one that is never disposed stays allocated, as with malloc.</remarks>
public sealed class RemoteBuffer<T> : IDisposable where T : unmanaged {
  private RemoteMemory<T> memory;
  private Module? owner;

  internal RemoteBuffer(Module owner, uint address, int length) {
    memory = new RemoteMemory<T>(owner, address, length);
    this.owner = owner;
  }

  /// <summary>Number of elements.</summary>
  public int Length => memory.Length;

  /// <summary>The elements.</summary>
  /// <exception cref="ObjectDisposedException">freed or released, or the module has been closed</exception>
  public RemoteSpan<T> Span => Owned.Span;

  /// <summary>The elements, in a form that may be kept on the heap.</summary>
  /// <exception cref="ObjectDisposedException">freed or released</exception>
  public RemoteMemory<T> Memory => Owned;

  /// <summary>The first element.</summary>
  /// <exception cref="ObjectDisposedException">freed or released</exception>
  public RemotePointer<T> Pointer => Owned.Pointer;

  /// <summary>Leaves the elements to the other module, which frees them from now on.</summary>
  /// <returns>the first element</returns>
  /// <exception cref="ObjectDisposedException">freed or released before</exception>
  public RemotePointer<T> Release() {
    RemotePointer<T> pointer = Pointer;
    owner = null;
    return pointer;
  }

  /// <summary>Frees the elements. Their module's memory is gone with it, if it has been closed.</summary>
  /// <exception cref="PseudoLinkException">the other module's allocator failed</exception>
  public void Dispose() {
    Module? freeing = owner;
    owner = null;
    if (freeing is { IsOpen: true }) freeing.Free(memory.Pointer.Address);
  }

  private RemoteMemory<T> Owned =>
    owner != null
      ? memory
      : throw new ObjectDisposedException(nameof(RemoteBuffer<T>), "The buffer was freed or released.");
}
