using System;
using WasmPseudoLink;

/// <summary>Copies between main's memory and C#'s, `count` of each.</summary>
public static partial class Copies {
  private static PinnedArray<byte> buffer = new(0);

  /// <summary>Where the copies go to and come from.</summary>
  [PseudoLinkExport("cs_buffer")]
  public static PinnedArray<byte> Buffer(int size) {
    if (buffer.Length != size) buffer = new PinnedArray<byte>(size);
    return buffer;
  }

  /// <summary>Copies all of main's bytes here and back.</summary>
  [PseudoLinkExport("cs_copies")]
  public static void ThereAndBack(RemoteSpan<byte> bytes, int count) {
    Span<byte> here = buffer.Span;
    for (int i = 0; i < count; i++) {
      bytes.CopyTo(here);
      bytes.CopyFrom(here);
    }
  }
}
