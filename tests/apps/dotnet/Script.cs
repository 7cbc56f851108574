using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using WasmPseudoLink;

/// <summary>What the C++ main of this test calls, and what calls it back.</summary>
public static partial class Script {
  // ---- Values ----

  [PseudoLinkExport("sum_of_all")]
  public static double SumOfAll(sbyte a, byte b, short c, ushort d, int e, uint f, long g, ulong h, float i, double j,
                                bool k, char l, Color m) =>
    a + b + c + d + e + f + g + (double)h + i + j + (k ? 1 : 0) + l + (int)m;

  [PseudoLinkExport("sum_by_main")]
  public static double SumByMain() =>
    SumInMain(-1, 200, -300, 60000, -70000, 4000000000, -5000000000, 6000000000, 0.5f, 0.25, true, 'A', Color.Blue);

  [PseudoLinkImport("sum_in_main")]
  private static partial double SumInMain(sbyte a, byte b, short c, ushort d, int e, uint f, long g, ulong h, float i,
                                          double j, bool k, char l, Color m);

  [PseudoLinkExport("negated")]
  public static long Negated(long value) => -value;

  [PseudoLinkExport("mirrored")]
  public static Point Mirrored(Point point) => new() { X = point.Y, Y = point.X, Z = -point.Z };

  // ---- Text ----

  [PseudoLinkExport("shouted")]
  public static string Shouted(string text) => text.ToUpperInvariant() + "!";

  /// <summary>How many answers of main are right: a text, the sizes of what it read, and a point.</summary>
  [PseudoLinkExport("count_answers")]
  public static int CountAnswers() {
    Span<int> sizes = stackalloc int[3];
    string answer = Joined("grüße", "", sizes);
    Point mirror = MirroredInMain(new() { X = 1, Y = 2, Z = 3 });
    bool[] right = [answer == "<grüße><>", sizes.SequenceEqual([7, 0, 3]), mirror is { X: 2, Y: 1, Z: -3 }];
    return Array.FindAll(right, each => each).Length;
  }

  [PseudoLinkImport("joined")]
  private static partial string Joined(string first, string second, Span<int> sizes);

  [PseudoLinkImport("mirrored_in_main")]
  private static partial Point MirroredInMain(Point point);

  [PseudoLinkExport("count_utf16")]
  public static int CountUtf16(RemoteReadOnlySpan<char> text) => new string(text.ToArray()).Split(' ').Length;

  // ---- Memory ----

  [PseudoLinkExport("sort_all")]
  public static void SortAll(RemoteSpan<double> values) => values.Sort();

  private static PinnedArray<int> pinned = new(0);

  [PseudoLinkExport("pinned_numbers")]
  public static PinnedArray<int> PinnedNumbers(int count) {
    pinned = new PinnedArray<int>(count);
    for (int i = 0; i < count; i++) pinned[i] = i;
    return pinned;
  }

  [PseudoLinkExport("pinned_sum")]
  public static int PinnedSum() {
    int sum = 0;
    foreach (int number in pinned) sum += number;
    return sum;
  }

  /// <summary>Main's elements are moved on by one while garbage is collected and both memories grow.</summary>
  [PseudoLinkExport("add_one_under_pressure")]
  public static unsafe void AddOneUnderPressure(RemoteSpan<int> values) {
    var garbage = new List<byte[]>();
    foreach (Span<int> chunk in values.WritableChunks()) {
      foreach (ref int value in chunk) value++;
      for (int i = 0; i < 50; i++) garbage.Add(new byte[200 + i]);
      GC.Collect();
      garbage.Clear();
      GrowMain();
      NativeMemory.Free(NativeMemory.Alloc(3 << 20));
    }
  }

  [PseudoLinkImport("grow_main")]
  private static partial void GrowMain();

  // ---- Many requests in one call ----

  [PseudoLinkExport("answer_all")]
  public static void AnswerAll(RemoteSpan<Request> requests) {
    foreach (Span<Request> chunk in requests.WritableChunks()) {
      foreach (ref Request request in chunk) request.Sum = request.A + request.B;
    }
  }

  // ---- Failures ----

  [PseudoLinkExport("fail")]
  public static int Fail(int number) => throw new InvalidOperationException($"number {number}");

  /// <summary>How many of so many calls that fail were caught here, if all finally blocks have run.</summary>
  [PseudoLinkExport("count_failures")]
  public static int CountFailures(int count) {
    int caught = 0, finished = 0;
    for (int i = 0; i < count; i++) {
      try {
        try {
          if (i % 2 == 0) {
            Trap();
          } else {
            ThrowInMain(i);
          }
        } finally {
          finished++;
        }
      } catch (PseudoLinkException exception) when (IsRight(i, exception.Message)) {
        caught++;
      }
    }
    return finished == count ? caught : -1;
  }

  private static bool IsRight(int i, string message) =>
    i % 2 == 0 ? message.Contains("main_trap") : message.Contains($"from main: {i}");

  [PseudoLinkImport("main_trap")]
  private static partial void Trap();

  [PseudoLinkImport("main_throw")]
  private static partial void ThrowInMain(int number);

  // ---- Calls of calls ----

  [PseudoLinkExport("dive")]
  public static int Dive(int depth) {
    if (depth == 0) return 0;
    if (depth % 10 == 0) GC.Collect();
    return 1 + DiveInMain(depth - 1);
  }

  [PseudoLinkImport("dive_in_main")]
  private static partial int DiveInMain(int depth);

  [PseudoLinkExport("apply")]
  public static double Apply(RemoteFunction<double, int, double> function, int times) {
    double value = 1;
    for (int i = 0; i < times; i++) value = function.Invoke(value, i);
    return value;
  }

  // ---- Other sides ----

  private static RemoteFunction<int, int> kept;

  [PseudoLinkExport("keep_plugin")]
  public static int KeepPlugin() {
    kept = PseudoLink.Open("dotnet_plugin").Function<int, int>("twice");
    return kept.Invoke(21);
  }

  /// <summary>1 if the call of a closed module's function is the exception that it shall be.</summary>
  [PseudoLinkExport("kept_is_dead")]
  public static int KeptIsDead() {
    try {
      kept.Invoke(21);
      return 0;
    } catch (ObjectDisposedException) {
      return 1;
    }
  }
}

/// <summary>Three numbers.</summary>
[PseudoLinkType("point", Header = "types.hpp")]
public struct Point {
  /// <summary>To the right.</summary>
  public float X;
  /// <summary>Up.</summary>
  public float Y;
  /// <summary>To the front.</summary>
  public double Z;
}

/// <summary>A request with room for its answer.</summary>
[PseudoLinkType("request", Header = "types.hpp")]
public struct Request {
  /// <summary>The first number.</summary>
  public int A;
  /// <summary>The second number.</summary>
  public int B;
  /// <summary>The answer.</summary>
  public int Sum;
}

/// <summary>A number with a name.</summary>
[PseudoLinkType("color", Header = "types.hpp")]
public enum Color : short {
  /// <summary>1</summary>
  Red = 1,
  /// <summary>2</summary>
  Blue = 2,
}
