namespace WasmPseudoLink.Tests;

[PseudoLinkType("test::small", Header = "test.hpp")]
public struct SmallStruct { public short A; public float B; }

[PseudoLinkType("test::row", Header = "test.hpp")]
public struct Row { public long A; public float B; public byte C; }

[PseudoLinkType("test::color")]
public enum Color : byte { Red, Green = 200 }

/// <summary>A C# side, as a user writes it.</summary>
public static partial class TestSide {
  internal static Action? OnCall { get; set; }

  /// <summary>Sums <paramref name="a"/> and <see cref="System.Int32"/>s,
  /// "quoted" &amp; more.</summary>
  [PseudoLinkExport("add")] private static int Add(int a, int b) => a + b;

  [PseudoLinkExport("mixed")] private static double Mixed(long a, float b, double c, int d) => (double)a + b + c + d;
  [PseudoLinkExport("small")]
  private static sbyte Small(sbyte a, ushort b, bool c, char d, Color e) =>
    c && d == '€' && e == Color.Green ? a : (sbyte)b;
  [PseudoLinkExport("invert")] private static bool Invert(bool value) => !value;
  [PseudoLinkExport("color")] private static Color NextColor(Color color) => color + 1;
  [PseudoLinkExport("nothing")] private static void Nothing() => OnCall?.Invoke();
  [PseudoLinkExport("throws")] private static int Throws(int n) => throw new ArgumentOutOfRangeException(null, $"no {n} – here");
  [PseudoLinkExport("sort")] private static void Sort(RemoteSpan<short> numbers) => numbers.Sort();
  [PseudoLinkExport("sum")] private static long Sum(RemoteReadOnlySpan<int> numbers) => numbers.ToArray().Sum(x => (long)x);
  [PseudoLinkExport("greet")] private static string Greet(string name) => $"Hello {name}";
  [PseudoLinkExport("first")] private static RemotePointer<Row> First(RemoteSpan<Row> rows) => rows.Pointer;
  [PseudoLinkExport("rest")] private static RemoteSpan<int> Rest(RemoteSpan<int> numbers) => numbers[1..];
  [PseudoLinkExport("deref")] private static int Deref(RemotePointer<int> pointer) => pointer.Value;
  [PseudoLinkExport("pinned")] private static PinnedArray<float>? Pinned(int n) => n == 0 ? null : new(n);
  [PseudoLinkExport("pinned_pointer")]
  private static PinnedPointer<float> PinnedPointer(int n) =>
    new PinnedArray<float>(n).Pointer + 1;
  [PseudoLinkExport("twice")] private static SmallStruct Twice(SmallStruct s) => new() { A = (short)(2 * s.A), B = 2 * s.B };
  [PseudoLinkExport("row")]
  private static Row NextRow(int before, Row row, int after) =>
    new() { A = row.A + before, B = row.B + after, C = row.C };
  [PseudoLinkExport("call")]
  private static double Call(RemoteFunction<int, double> f, RemoteAction done) {
    done.Invoke();
    return f.Invoke(20);
  }

  [PseudoLinkImport("report")] internal static partial void Report(int band, double quantile);
  [PseudoLinkImport("mix")] internal static partial double Mix(long a, float b, double c, int d);
  [PseudoLinkImport("twice", Module = "sorter")] internal static partial SmallStruct TwiceThere(SmallStruct s);
  [PseudoLinkImport("range", Module = "sorter")] internal static partial RemoteSpan<int> RangeThere(RemoteSpan<int> range);
  [PseudoLinkImport("row")] internal static partial Row RowThere(Row row);
  [PseudoLinkImport("length")]
  internal static partial int Length(string? block, ReadOnlySpan<int> slots,
    Span<byte> @class, PinnedArray<int>? array, PinnedPointer<int> pointer);
  [PseudoLinkImport("name")] internal static partial string? NameOf(bool b, sbyte c, Color d);
  [PseudoLinkImport("range")] internal static partial RemoteSpan<int> Range(RemoteSpan<int> range, RemotePointer<int> pointer);
  [PseudoLinkImport("place")] internal static partial RemotePointer<int> Place(RemoteReadOnlySpan<char> text);

  public partial record Nested {
    internal partial struct Deeper {
      [PseudoLinkExport("deep")] private static int Deep() => 5;
    }
  }
}
