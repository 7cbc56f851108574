using System.Linq;
using WasmPseudoLink;

PseudoLink.AddSide("sample", WasmPseudoLink.Generated.SampleExports.Register);

public static partial class Sample {
  /// <summary>Sorts delays in place, in main's memory.</summary>
  [PseudoLinkExport("sort_delays")]
  private static void SortDelays(RemoteSpan<short> delays) => delays.Sort();

  [PseudoLinkExport("greet")]
  private static string Greet(string name) {
    Report(name.Length, 0.5);
    return $"Hello {name}";
  }

  [PseudoLinkExport("apply")]
  private static double Apply(RemoteFunction<int, double> function, RemoteReadOnlySpan<int> values) =>
    values.ToArray().Sum(function.Invoke);

  [PseudoLinkImport("report")]
  private static partial void Report(int band, double quantile);
}
