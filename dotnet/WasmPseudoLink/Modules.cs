using System;
using System.Collections.Generic;

namespace WasmPseudoLink;

/// <summary>The modules that C# has asked for and that are open, by handle.</summary>
internal static class Modules {
  private const uint MainHandle = 1; // RB_MAIN in rb.h

  private static readonly Dictionary<uint, Module> open = [];
  private static Module? main;

  internal static Module Main => main ?? throw NotAttached();
  internal static bool IsAttached => main != null;

  internal static void Attach() => main = Get(MainHandle, "main");

  internal static void Detach() {
    foreach (Module module in open.Values) module.MarkClosed();
    open.Clear();
    main = null;
  }

  internal static Module Open(string name) {
    if (main == null) throw NotAttached();
    uint handle = Bridge.Find(name);
    return handle != 0 ? Get(handle, name) : throw new PseudoLinkException(Bridge.LastError());
  }

  internal static Module ByHandle(uint handle) =>
    open.TryGetValue(handle, out Module? module) && module.IsOpen
      ? module
      : throw new ObjectDisposedException(null, "The pointer's module has been closed, or the pointer is null.");

  private static Module Get(uint handle, string name) {
    if (open.TryGetValue(handle, out Module? known)) return known;
    ForgetClosed();
    var module = new Module(handle, name);
    open.Add(handle, module);
    return module;
  }

  /// <summary>
  /// A module stays in the list at least until it closes, since the loader then writes into its cell; handles are never
  /// used again, so that whoever opens and closes sides all day needs this.
  /// </summary>
  private static void ForgetClosed() {
    List<uint>? closed = null;
    foreach ((uint handle, Module module) in open) {
      if (!module.IsOpen) (closed ??= []).Add(handle);
    }
    closed?.ForEach(handle => open.Remove(handle));
  }

  private static InvalidOperationException NotAttached() =>
    new("This runtime is not joined to a main module: the app's loader does that before it calls C#.");
}
