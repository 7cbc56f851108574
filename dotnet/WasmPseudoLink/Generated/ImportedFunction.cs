using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace WasmPseudoLink.Generated;

/// <summary>For generated code: a function of another module, looked up at its first call.</summary>
/// <param name="name">the function's name</param>
/// <param name="signature">its wasm signature, "vii"</param>
/// <param name="module">the module that has it; null is the main module</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class ImportedFunction(string name, string signature, string? module) {
  private nint function;
  private Module? owner;

  /// <summary>The function's module: whose the pointers in its results are.</summary>
  public Module Module => owner!;

  /// <summary>Calls the function.</summary>
  /// <param name="block">the parameters; the result replaces the first; one slot more</param>
  /// <exception cref="PseudoLinkException">not found, or it trapped or threw</exception>
  [MethodImpl(MethodImplOptions.AggressiveInlining)]
  public void Invoke(long* block) {
    if (owner == null || *owner.Alive == 0) Bind();
    if (GuardedCall.Call(function, block) != 0) GuardedCall.ThrowFailed();
  }

  private void Bind() {
    Module found = module == null ? PseudoLink.Main : PseudoLink.Open(module);
    function = found.Block(name, signature);
    owner = found;
  }
}
