using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using WasmPseudoLink;

namespace Calls;

/// <summary>Numbers that tests/dotnet/runtime/support/csharp.mjs has too.</summary>
public enum Test {
  Signatures, Failures, Collect, HoldSide, CallHeld, GrowOwn, CopyAcrossGrowth, Plain, Accessor, WrongSignature,
  Collections, SumOfMain,
}

/// <summary>Tests that C# runs; a failed one throws.</summary>
public static unsafe class Tests {
  internal static RemoteFunction<int, int> Kept;
  private static RemoteFunction<int, int> held;
  private static readonly List<nint> blocks = [];
  private static readonly int[][] movable = new int[50][];
  private static readonly nint[] addresses = new nint[50];
  private static byte[]? garbage;

  internal static int Run(Test test, int a, int b) => test switch {
    Test.Signatures => Signatures(),
    Test.Failures => Failures(a),
    Test.Collect => Collect(a),
    Test.HoldSide => HoldSide(),
    Test.CallHeld => CallHeld(a),
    Test.GrowOwn => GrowOwn(a),
    Test.CopyAcrossGrowth => CopyAcrossGrowth(a, b),
    Test.Plain => ((delegate* unmanaged<int, int, int>)PseudoLink.Main.FunctionPointer("sum2", "iii"))(a, b),
    Test.Accessor => Accessor(a),
    Test.WrongSignature => PseudoLink.Main.Function<int, int>("mixed").Invoke(a),
    Test.Collections => Collections(a, b),
    Test.SumOfMain => SumOfMain(a, b),
    _ => throw new ArgumentOutOfRangeException(nameof(test)),
  };

  /// <summary>Calls main, which calls this, and so on.</summary>
  internal static int Descend(int depth) {
    var garbage = new byte[100];
    if (depth == 0) {
      GC.Collect();
      return garbage.Length - 100;
    }
    return 1 + PseudoLink.Main.Function<int, int>("descend").Invoke(depth - 1);
  }

  private static void Equal<T>(T expected, T actual, string what) {
    if (!EqualityComparer<T>.Default.Equals(expected, actual)) throw new InvalidOperationException($"{what}: {actual}, not {expected}");
  }

  private static int Signatures() {
    Module main = PseudoLink.Main;
    main.Action("nothing").Invoke();
    Equal(0, main.Function<int>("sum0").Invoke(), "sum0");
    Equal(1, main.Function<int, int>("sum1").Invoke(1), "sum1");
    Equal(5, main.Function<int, int, int>("sum2").Invoke(1, 2), "sum2");
    Equal(18, main.Function<int, int, int, int>("sum3").Invoke(1, 2, 3), "sum3");
    Equal(58, main.Function<int, int, int, int, int>("sum4").Invoke(1, 2, 3, 4), "sum4");
    Equal(179, main.Function<int, int, int, int, int, int>("sum5").Invoke(1, 2, 3, 4, 5), "sum5");
    Equal(543, main.Function<int, int, int, int, int, int, int>("sum6").Invoke(1, 2, 3, 4, 5, 6), "sum6");
    Equal(1636, main.Function<int, int, int, int, int, int, int, int>("sum7").Invoke(1, 2, 3, 4, 5, 6, 7), "sum7");
    Equal(4916, main.Function<int, int, int, int, int, int, int, int, int>("sum8").Invoke(1, 2, 3, 4, 5, 6, 7, 8), "sum8");
    Equal(-12345678901234567L * 10 + 7, main.Function<long, long, long>("longs").Invoke(-12345678901234567L, 7), "longs");
    Equal(1.5f * 10 + 0.25f, main.Function<float, float, float>("floats").Invoke(1.5f, 0.25f), "floats");
    Equal(1.1 * 10 + 0.3, main.Function<double, double, double>("doubles").Invoke(1.1, 0.3), "doubles");
    var mixed = main.Function<long, float, double, int, double>("mixed");
    Equal(5_000_000_000.0 + 0.5 + 0.25 - 7, mixed.Invoke(5_000_000_000L, 0.5f, 0.25, -7), "mixed");
    Equal(1 + 4.0 + 9 + 16 + 25 + 36 + 49 + 64,
      main.Function<double, int, float, long, double, int, float, long, double>("mixed8").Invoke(1, 2, 3, 4, 5, 6, 7, 8), "mixed8");
    Equal(true, main.Function<bool, bool>("same").Invoke(true), "bool");
    Equal(false, main.Function<bool, bool>("same").Invoke(false), "bool");
    Equal((sbyte)-5, main.Function<sbyte, sbyte>("same").Invoke(-5), "sbyte");
    Equal(-5, main.Function<sbyte, int>("same").Invoke(-5), "sbyte is extended");
    Equal(200, main.Function<byte, int>("same").Invoke(200), "byte is extended");
    Equal(-300, main.Function<short, int>("same").Invoke(-300), "short is extended");
    Equal(65000, main.Function<ushort, int>("same").Invoke(65000), "ushort is extended");
    Equal('\u20ac', main.Function<char, char>("same").Invoke('\u20ac'), "char");
    Equal(4_000_000_000u, main.Function<uint, uint>("same").Invoke(4_000_000_000u), "uint");
    Equal(DayOfWeek.Friday, main.Function<DayOfWeek, DayOfWeek>("same").Invoke(DayOfWeek.Friday), "enum");
    return 1;
  }

  /// <summary>Calls a function of main that fails; catch and finally run each time.</summary>
  private static int Failures(int rounds) {
    RemoteFunction<int, int> fail = PseudoLink.Main.Function<int, int>("fail");
    int caught = 0;
    for (int round = 0; round < rounds; round++) {
      try {
        try {
          fail.Invoke(round);
        } finally {
          caught++;
        }
      } catch (PseudoLinkException e) when (e.Message.Contains("app.fail ")) {
        caught++;
      }
    }
    return caught;
  }

  /// <summary>Moves arrays about while others are pinned and written by main.</summary>
  private static int Collect(int rounds) {
    RemoteFunction<int, int, int> fill = PseudoLink.Main.Function<int, int, int>("fill_side");
    var pinned = new PinnedArray<int>(100);
    int moved = 0;
    for (int round = 0; round < rounds; round++) {
      MakeMovable();
      MakeGarbage();
      fill.Invoke((int)pinned.Pointer.Address, round);
      GC.Collect();
      moved += CountMoved();
      for (int k = 0; k < pinned.Length; k++) Equal(round + k, pinned[k], "pinned");
    }
    return moved;
  }

  // Each is apart, so that few stack slots still hold an array: those alone would keep it where it is.
  [MethodImpl(MethodImplOptions.NoInlining)]
  private static void MakeMovable() {
    for (int k = 0; k < movable.Length; k++) {
      movable[k] = new int[50];
      addresses[k] = AddressOf(movable[k]);
    }
  }

  [MethodImpl(MethodImplOptions.NoInlining)]
  private static void MakeGarbage() {
    for (int k = 0; k < 20_000; k++) garbage = new byte[200];
  }

  [MethodImpl(MethodImplOptions.NoInlining)]
  private static int CountMoved() {
    int moved = 0;
    for (int k = 0; k < movable.Length; k++) moved += AddressOf(movable[k]) == addresses[k] ? 0 : 1;
    return moved;
  }

  [MethodImpl(MethodImplOptions.NoInlining)]
  private static nint AddressOf(int[] array) {
    fixed (int* first = array) return (nint)first;
  }

  private static int HoldSide() {
    held = PseudoLink.Open("plugin").Function<int, int>("twice");
    return held.Invoke(21);
  }

  private static int CallHeld(int x) {
    try {
      return held.Invoke(x);
    } catch (ObjectDisposedException) {
      return -1;
    }
  }

  private static int GrowOwn(int megabytes) {
    for (int k = 0; k < megabytes; k++) blocks.Add((nint)NativeMemory.AllocZeroed(1 << 20));
    return blocks.Count;
  }

  /// <summary>Both memories grow between two calls through the same functions.</summary>
  private static int CopyAcrossGrowth(int address, int count) {
    var span = new RemoteSpan<int>(PseudoLink.Main, (uint)address, count);
    int[] before = span.ToArray();
    GrowOwn(24);
    PseudoLink.Main.Function<int, int>("grow_main").Invoke(16);
    int[] after = span.ToArray();
    for (int k = 0; k < count; k++) Equal(before[k], after[k], "copy after growth");
    span.CopyFrom(after);
    return after[count - 1];
  }

  private static int Accessor(int address) {
    var pointer = new RemotePointer<int>(PseudoLink.Main, (uint)address);
    pointer.Value += 5;
    return pointer.Value;
  }

  /// <summary>Copies of one part of main's memory to another, through a C# array of its own each time.</summary>
  private static int Collections(int address, int rounds) {
    var from = new RemoteSpan<int>(PseudoLink.Main, (uint)address, 1000);
    var to = new RemoteSpan<int>(PseudoLink.Main, (uint)address + 4000, 1000);
    for (int round = 0; round < rounds; round++) to.CopyFrom(from.ToArray());
    return to[999];
  }

  private static int SumOfMain(int address, int count) {
    int sum = 0;
    foreach (int value in new RemoteSpan<int>(PseudoLink.Main, (uint)address, count).ToArray()) sum += value;
    return sum;
  }
}
