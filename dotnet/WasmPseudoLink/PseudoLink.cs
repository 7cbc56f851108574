using System;
using System.ComponentModel;

namespace WasmPseudoLink;

/// <summary>The way from C# to the other modules of the app.</summary>
/// <remarks>
/// The runtime is joined to the app by its loader, before it calls any C#. Everything here and everything that comes
/// from it is to be used on the runtime's one thread.
/// </remarks>
public static class PseudoLink {
  /// <summary>The main module.</summary>
  /// <exception cref="InvalidOperationException">the runtime is not joined to a main module</exception>
  public static Module Main => Modules.Main;

  /// <summary>Whether the runtime is joined to a main module.</summary>
  public static bool IsAttached => Modules.IsAttached;

  /// <summary>Finds a module that is open. Does not keep it open.</summary>
  /// <param name="name">the name of its CMake target, or "main"</param>
  /// <returns>the module, the same object each time while it is open</returns>
  /// <exception cref="PseudoLinkException">no module of that name is open; the message says why</exception>
  /// <exception cref="InvalidOperationException">the runtime is not joined to a main module</exception>
  /// <remarks>Cost: goes through JavaScript.</remarks>
  public static Module Open(string name) {
    ArgumentNullException.ThrowIfNull(name);
    return Modules.Open(name);
  }

  /// <summary>For the generated host program: names a C# side and what registers its exports.</summary>
  /// <param name="name">the side's name</param>
  /// <param name="register">calls <see cref="Export"/> for each export; run when the side is opened first</param>
  [EditorBrowsable(EditorBrowsableState.Never)]
  public static void AddSide(string name, Action register) => Sides.Add(name, register);

  /// <summary>For generated code: names a function of the side that is being registered.</summary>
  /// <param name="name">the name that other modules import</param>
  /// <param name="signature">its wasm signature, "vii"</param>
  /// <param name="function">takes the block; throws nothing</param>
  [EditorBrowsable(EditorBrowsableState.Never)]
  public static void Export(string name, string signature, RawExport function) =>
    Sides.Export(name, signature, function);
}

/// <summary>For generated code: an exported function, called with a block whose first slot gets the status.</summary>
/// <param name="block">slots of 8 bytes: the status; the parameters, the first of which is replaced by the
/// result</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe delegate void RawExport(long* block);
