using System.Globalization;
using WasmPseudoLink;

internal static partial class Words {
  // Without the files of InvariantGlobalization=false every culture has a point.
  [PseudoLinkExport("separator")]
  internal static int Separator() =>
    CultureInfo.GetCultureInfo("de-DE").NumberFormat.NumberDecimalSeparator[Shared.Times(0, 1)];
}
