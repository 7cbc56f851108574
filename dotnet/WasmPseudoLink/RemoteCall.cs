using System;
using System.Runtime.CompilerServices;

namespace WasmPseudoLink;

/// <summary>A guarded function of another module, whatever its signature.</summary>
internal readonly unsafe struct RemoteCall {
  private readonly nint function;

  private RemoteCall(nint function, Module module) {
    this.function = function;
    Module = module;
  }

  internal Module? Module { get; }

  internal static RemoteCall Find(Module module, string name, Signature signature) {
    ArgumentNullException.ThrowIfNull(name);
    return new RemoteCall(module.Block(name, signature.Letters), module);
  }

  /// <summary>A function pointer of this runtime's table, lent to it by <paramref name="module"/>.</summary>
  internal static RemoteCall At(nint function, Module module, Signature signature) =>
    new(module.BlockOf(function, signature.Terminated), module);

  /// <summary>Calls the function.</summary>
  /// <exception cref="PseudoLinkException">the call ended in a trap or exception in the other module</exception>
  /// <exception cref="ObjectDisposedException">the module has been closed</exception>
  [MethodImpl(MethodImplOptions.AggressiveInlining)]
  internal void Invoke(long* slots) => GuardedCall.Run(function, Module ?? NoFunction(), slots);

  private static Module NoFunction() =>
    throw new InvalidOperationException(
      "A default RemoteFunction or RemoteAction was called; Module.Function finds one.");
}
