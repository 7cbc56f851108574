using System;
using WasmPseudoLink;

[PseudoLinkType("point", Header = "point.hpp")]
public struct Point {
  public int X;
  public int Y;
}

internal static partial class Script {
  /// <summary>Sorts delays in place, in main's memory.</summary>
  [PseudoLinkExport("sort_delays")]
  internal static void SortDelays(RemoteSpan<short> delays) {
    short[] local = delays.ToArray();
    Array.Sort(local);
    delays.CopyFrom(local);
  }

  [PseudoLinkExport("twice")]
  internal static int Twice(int n) => Shared.Times(2, n);

  [PseudoLinkExport("greeting")]
  internal static string Greeting() => "Grüße";

  /// <summary>The point turned by a quarter;
  /// end of comment: */</summary>
  [PseudoLinkExport("turned")]
  internal static Point Turned(Point point) => new() { X = -point.Y, Y = point.X };
}
