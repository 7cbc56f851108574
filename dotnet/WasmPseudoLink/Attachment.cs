using System;

namespace WasmPseudoLink;

/// <summary>The time in which the runtime belongs to an app.</summary>
internal static class Attachment {
  internal static uint OwnHandle { get; private set; }

  internal static void Begin(uint handle, nint rbBridge) {
    if (Modules.IsAttached) throw new InvalidOperationException("This runtime is joined to an app already.");
    Bridge.Attach(rbBridge);
    Modules.Attach();
    OwnHandle = handle;
  }

  internal static void End() {
    Modules.Detach();
    LentText.FreeAll();
    OwnHandle = 0;
  }
}
