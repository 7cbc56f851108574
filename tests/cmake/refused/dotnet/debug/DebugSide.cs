internal static partial class DebugSide {
  [WasmPseudoLink.PseudoLinkExport("other")] internal static void F() { }
}
