using System;

namespace WasmPseudoLink;

/// <summary>A pointer into another module's memory: there a T *, here an address that is never followed
/// unasked.</summary>
/// <typeparam name="T">what it points to, laid out as in the other module</typeparam>
/// <remarks>Arithmetic is unchecked, as in C++. An access outside the module's memory is a
/// <see cref="PseudoLinkException"/>.</remarks>
public readonly struct RemotePointer<T> : IEquatable<RemotePointer<T>> where T : unmanaged {
  // In this order: the address is what a block's slot wants in its low bytes.
  private readonly uint address;
  private readonly uint module;

  /// <summary>Makes a pointer out of a number.</summary>
  /// <param name="module">whose memory it points into</param>
  /// <param name="address">in bytes; 0 is the null pointer</param>
  public RemotePointer(Module module, uint address)
    : this((module ?? throw new ArgumentNullException(nameof(module))).Handle, address) { }

  internal RemotePointer(uint module, uint address) {
    this.module = module;
    this.address = address;
  }

  /// <summary>The address in the other module's memory, in bytes.</summary>
  public uint Address => address;

  /// <summary>Whether this is the null pointer.</summary>
  public bool IsNull => address == 0;

  /// <summary>The module whose memory it points into.</summary>
  /// <exception cref="ObjectDisposedException">the module has been closed, or this is a default pointer</exception>
  public Module Module => Modules.ByHandle(module);

  /// <summary>The element pointed to. Cost: a call into the bridge each time; take a span's copies for many.</summary>
  /// <exception cref="PseudoLinkException">the address lies outside the module's memory</exception>
  /// <exception cref="ObjectDisposedException">the module has been closed</exception>
  public unsafe T Value {
    get {
      T value;
      Module.CopyIn(&value, address, (nuint)sizeof(T));
      return value;
    }
    set => Module.CopyOut(address, &value, (nuint)sizeof(T));
  }

  /// <summary>The range that begins here.</summary>
  /// <param name="length">number of elements</param>
  /// <exception cref="ArgumentOutOfRangeException">the length is negative, or the range ends beyond 4 GiB</exception>
  public RemoteSpan<T> ToSpan(int length) => new(Module, address, length);

  /// <summary>The same address as pointer to another type.</summary>
  /// <typeparam name="TOther">what is there instead</typeparam>
  public RemotePointer<TOther> Cast<TOther>() where TOther : unmanaged => new(module, address);

  /// <summary>The pointer <paramref name="count"/> elements further on.</summary>
  public static unsafe RemotePointer<T> operator +(RemotePointer<T> pointer, int count) =>
    new(pointer.module, pointer.address + (uint)(count * sizeof(T)));

  /// <summary>The pointer <paramref name="count"/> elements before.</summary>
  public static RemotePointer<T> operator -(RemotePointer<T> pointer, int count) => pointer + -count;

  /// <summary>Whether both are the same place of the same module.</summary>
  public static bool operator ==(RemotePointer<T> a, RemotePointer<T> b) => a.Equals(b);

  /// <summary>Whether they are different places.</summary>
  public static bool operator !=(RemotePointer<T> a, RemotePointer<T> b) => !a.Equals(b);

  /// <inheritdoc/>
  public bool Equals(RemotePointer<T> other) => address == other.address && (module == other.module || address == 0);

  /// <inheritdoc/>
  public override bool Equals(object? other) => other is RemotePointer<T> pointer && Equals(pointer);

  /// <inheritdoc/>
  public override int GetHashCode() => (int)address;

  /// <summary>The address in hexadecimal.</summary>
  public override string ToString() => $"0x{address:x8}";
}
