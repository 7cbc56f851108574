using System.Runtime.CompilerServices;
using WasmPseudoLink;

/// <summary>The work of the sorter and of stats once more, in C#, on main's memory.</summary>
public static partial class Script {
  /// <summary>Sorts main's range: copied over, sorted here, copied back.</summary>
  [PseudoLinkExport("script_sort")]
  public static void Sort(RemoteSpan<short> delays) {
    using LocalView<short> local = delays.ToLocal();
    local.Span.Sort();
  }

  /// <summary>
  /// Describes the delays by bands of distance: fills main's bands, and calls main for each.
  /// </summary>
  /// <param name="edges">one more than bands, rising: band i has distances from edges[i] to below edges[i + 1]</param>
  [PseudoLinkExport("script_bands")]
  public static void DescribeBands(RemoteReadOnlySpan<short> distances, RemoteReadOnlySpan<short> delays,
                                   RemoteReadOnlySpan<int> edges, RemoteSpan<Band> bands) {
    short[] distance = distances.ToArray();
    short[] delay = delays.ToArray();
    var chosen = new short[delay.Length];
    for (int i = 0; i < bands.Length; i++) {
      var band = new Band { FirstMile = edges[i], EndMile = edges[i + 1] };
      for (int row = 0; row < delay.Length; row++) {
        if (distance[row] >= band.FirstMile && distance[row] < band.EndMile) chosen[band.Flights++] = delay[row];
      }
      Describe(ref band, chosen.AsSpan(0, band.Flights));
      bands[i] = band;
      TakeBand(i);
    }
  }

  private static void Describe(ref Band band, Span<short> delays) {
    delays.Sort();
    for (int i = 0; i < 3; i++) band.Quartiles[i] = delays[delays.Length * (i + 1) / 4];
    foreach (short delay in delays) band.Histogram[Math.Clamp((delay + 30) / 10, 0, 15)]++;
  }

  /// <summary>Tells main that a band is filled.</summary>
  [PseudoLinkImport("take_script_band")]
  private static partial void TakeBand(int index);
}

/// <summary>The delays, in minutes, of the flights in one band of distances.</summary>
[PseudoLinkType("stats_band", Header = "stats.h")]
public struct Band {
  /// <summary>The shortest distance.</summary>
  public int FirstMile;
  /// <summary>One past the longest.</summary>
  public int EndMile;
  /// <summary>How many.</summary>
  public int Flights;
  /// <summary>The delays that a quarter, half and three quarters of them do not reach.</summary>
  public Three Quartiles;
  /// <summary>How many in each step of 10 minutes, from -30 on.</summary>
  public Sixteen Histogram;
}

/// <summary>int[3], inside of a struct.</summary>
[InlineArray(3)]
public struct Three {
  private int first;
}

/// <summary>int[16], inside of a struct.</summary>
[InlineArray(16)]
public struct Sixteen {
  private int first;
}
