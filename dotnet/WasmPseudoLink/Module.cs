using System;
using System.Runtime.CompilerServices;

namespace WasmPseudoLink;

/// <summary>
/// An open module with a memory of its own: <see cref="PseudoLink.Main"/>, or a side from
/// <see cref="PseudoLink.Open"/>.
/// </summary>
/// <remarks>
/// It is not kept open by being held here: its owner may close it, and then everything that came from it throws
/// <see cref="ObjectDisposedException"/>. To be used on the runtime's one thread.
/// </remarks>
public sealed unsafe partial class Module {
  /// <summary>1, and 0 once the loader has closed the module: pinned, since the loader knows its address.</summary>
  private readonly int[] cell = GC.AllocateArray<int>(1, pinned: true);
  private nint copyIn, copyOut;

  internal Module(uint handle, string name) {
    Handle = handle;
    Name = name;
    Alive = (int*)Unsafe.AsPointer(ref cell[0]);
    *Alive = 1;
    if (!Bridge.Watch(handle, Alive)) throw new PseudoLinkException(Bridge.LastError());
  }

  /// <summary>The module's name: that of its CMake target, or "main".</summary>
  public string Name { get; }

  /// <summary>What rb.h calls rb_handle; 1 is the main module. Never used again while the program runs.</summary>
  public uint Handle { get; }

  /// <summary>Whether the module can still be called.</summary>
  public bool IsOpen => *Alive != 0;

  internal int* Alive { get; }

  internal void MarkClosed() => *Alive = 0;

  /// <summary>
  /// Looks up an exported function, or one of the accessor and bridge ("getI32", "mts_memcpy"), as a plain function
  /// pointer, to be called as
  /// <c>((delegate* unmanaged&lt;int, int, int&gt;)pointer)(1, 2)</c>: unguarded, with nothing between.
  /// </summary>
  /// <param name="name">the function's name</param>
  /// <param name="signature">one letter for the result, then one for each parameter: v none, i an int, enum or pointer;
  /// at most six parameters. An unmodified runtime cannot call other signatures, it would end.</param>
  /// <returns>the function pointer; valid while the module is open, which nothing checks</returns>
  /// <exception cref="ArgumentException">the signature has other letters, or more than six parameters</exception>
  /// <exception cref="PseudoLinkException">the function is missing, or has another signature</exception>
  /// <exception cref="ObjectDisposedException">the module has been closed</exception>
  /// <remarks>A trap or C++ exception in a function called so skips catch and finally of all C# code below it, and
  /// costs some of the runtime's stack for good. Take <c>Function</c> for everything that may fail.</remarks>
  public nint FunctionPointer(string name, string signature) {
    if (!IsPlain(signature)) {
      throw new ArgumentException(
        $"`{signature}` is no signature that this runtime can call by a plain function pointer: v or i, then up to " +
        "six i, as in \"iii\". Take Function<...> or Action<...> or [PseudoLinkImport], which call every signature.",
        nameof(signature));
    }
    return Found(Bridge.Symbol(OpenHandle(), $"{name}:{signature}"));
  }

  private static bool IsPlain(string signature) =>
    signature.Length is >= 1 and <= 7 && signature[0] is 'v' or 'i' && signature.AsSpan(1).TrimStart('i').IsEmpty;

  /// <summary>Looks up a guarded block function.</summary>
  internal nint Block(string name, string signature) => Found(Bridge.Block(OpenHandle(), $"{name}:{signature}"));

  internal nint BlockOf(nint function, ReadOnlySpan<byte> terminatedSignature) =>
    Found(Bridge.BlockOf(function, terminatedSignature));

  private uint OpenHandle() {
    if (!IsOpen) GuardedCall.ThrowClosed(this);
    return Handle;
  }

  private static nint Found(nint function) =>
    function != 0 ? function : throw new PseudoLinkException(Bridge.LastError());
}
