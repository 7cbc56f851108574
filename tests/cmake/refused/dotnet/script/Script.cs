internal static partial class Script {
  [WasmPseudoLink.PseudoLinkExport("twice")] internal static int Twice(int n) => Limit(2 * n);
  [WasmPseudoLink.PseudoLinkImport("limit")] private static partial int Limit(int n);
}
