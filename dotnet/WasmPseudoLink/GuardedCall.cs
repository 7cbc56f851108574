using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace WasmPseudoLink;

/// <summary>
/// Calls of guarded block functions, int f(long* block): a JavaScript frame behind them catches traps and exceptions
/// and puts the stack pointers back, so that none ever passes through C# frames, where it would leak the interpreter's
/// stack and skip catch and finally.
/// </summary>
internal static unsafe class GuardedCall {
  [MethodImpl(MethodImplOptions.AggressiveInlining)]
  internal static void Run(nint function, Module module, long* block) {
    // The slot of a closed module's function may have been given to another function.
    if (*module.Alive == 0) ThrowClosed(module);
    if (Call(function, block) != 0) ThrowFailed();
  }

  /// <summary>
  /// In wasm without the switch to the collector's preemptive mode, which takes some 10 ns and is there for other
  /// threads: this runtime has none, so nobody waits for the call. A call that comes back into C# finds the thread in
  /// the mode that it would switch to; 300 deep with collections in between is tested.
  /// </summary>
  [MethodImpl(MethodImplOptions.AggressiveInlining)]
  internal static int Call(nint function, long* block) => OperatingSystem.IsBrowser()
    ? ((delegate* unmanaged[SuppressGCTransition]<long*, int>)function)(block)
    : ((delegate* unmanaged<long*, int>)function)(block);

  [DoesNotReturn]
  internal static void ThrowFailed() => throw new PseudoLinkException(Bridge.LastCallError());

  [DoesNotReturn]
  internal static void ThrowClosed(Module module) =>
    throw new ObjectDisposedException(module.Name, $"The module `{module.Name}` has been closed.");
}
