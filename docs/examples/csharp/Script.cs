using System;
using WasmPseudoLink;

public static partial class Script {
  /// <summary>The mean of main's values, each with the weight that main gives it.</summary>
  [PseudoLinkExport("weighted_mean")]
  public static double WeightedMean(RemoteReadOnlySpan<double> values) {
    if (values.IsEmpty) throw new ArgumentException("there are no values");
    double sum = 0, weights = 0;
    foreach (ReadOnlySpan<double> chunk in values.Chunks()) {
      foreach (double value in chunk) {
        double weight = WeightOf(value);
        sum += weight * value;
        weights += weight;
      }
    }
    return sum / weights;
  }

  /// <summary>A function of main.</summary>
  [PseudoLinkImport("weight_of")]
  private static partial double WeightOf(double value);

  /// <summary>The first squares, in an array that stays in C#'s memory.</summary>
  [PseudoLinkExport("squares")]
  public static PinnedArray<int> Squares(int count) {
    var squares = new PinnedArray<int>(count);
    for (int i = 0; i < count; i++) squares[i] = i * i;
    return squares;
  }
}
