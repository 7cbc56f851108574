using System;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using WasmPseudoLink;

namespace Calls;

/// <summary>Numbers that tests/dotnet/runtime/bench.mjs has too.</summary>
public enum Benchmark {
  Empty, Guarded1, Guarded3, GuardedMixed, Plain1, JsImport1, JsImport3, JsImportMixed, CopyIn64K, CopyOut64K,
  CopyIn16M, CopyOut16M,
}

/// <summary>Loops of C#, in nanoseconds a turn.</summary>
[SupportedOSPlatform("browser")]
public static unsafe partial class Benchmarks {
  [JSImport("sum1", "bench")] private static partial int Sum1(int a);
  [JSImport("sum3", "bench")] private static partial int Sum3(int a, int b, int c);
  [JSImport("mixed", "bench")] private static partial double Mixed([JSMarshalAs<JSType.BigInt>] long a, float b, double c, int d);

  internal static double Run(Benchmark benchmark, int turns) {
    Module main = PseudoLink.Main;
    switch (benchmark) {
      case Benchmark.Empty:
        return Time(turns, static turns => { int s = 0; for (int k = 0; k < turns; k++) s += k * 2; return s; });
      case Benchmark.Guarded1: return Guarded1(main.Function<int, int>("sum1"), turns);
      case Benchmark.Guarded3: return Guarded3(main.Function<int, int, int, int>("sum3"), turns);
      case Benchmark.GuardedMixed: return GuardedMixed(main.Function<long, float, double, int, double>("mixed"), turns);
      case Benchmark.Plain1: return Plain1(main.FunctionPointer("sum1", "ii"), turns);
      case Benchmark.JsImport1:
        return Time(turns, static turns => { int s = 0; for (int k = 0; k < turns; k++) s += Sum1(k); return s; });
      case Benchmark.JsImport3:
        return Time(turns, static turns => { int s = 0; for (int k = 0; k < turns; k++) s += Sum3(k, 1, 2); return s; });
      case Benchmark.JsImportMixed:
        return Time(turns, static turns => {
          double s = 0;
          for (int k = 0; k < turns; k++) s += Mixed(k, k, k, k);
          return (int)s;
        });
      case Benchmark.CopyIn64K: return Copy(turns, 1 << 16, true);
      case Benchmark.CopyOut64K: return Copy(turns, 1 << 16, false);
      case Benchmark.CopyIn16M: return Copy(turns, 1 << 24, true);
      case Benchmark.CopyOut16M: return Copy(turns, 1 << 24, false);
      default: throw new ArgumentOutOfRangeException(nameof(benchmark));
    }
  }

  private static double Time(int turns, Func<int, int> loop) {
    long start = Stopwatch.GetTimestamp();
    loop(turns);
    return Nanoseconds(start, turns);
  }

  private static double Nanoseconds(long start, int turns) => Stopwatch.GetElapsedTime(start).TotalNanoseconds / turns;

  private static double Guarded1(RemoteFunction<int, int> f, int turns) {
    long start = Stopwatch.GetTimestamp();
    int s = 0;
    for (int k = 0; k < turns; k++) s += f.Invoke(k);
    return Nanoseconds(start, turns);
  }

  private static double Guarded3(RemoteFunction<int, int, int, int> f, int turns) {
    long start = Stopwatch.GetTimestamp();
    int s = 0;
    for (int k = 0; k < turns; k++) s += f.Invoke(k, 1, 2);
    return Nanoseconds(start, turns);
  }

  private static double GuardedMixed(RemoteFunction<long, float, double, int, double> f, int turns) {
    long start = Stopwatch.GetTimestamp();
    double s = 0;
    for (int k = 0; k < turns; k++) s += f.Invoke(k, k, k, k);
    return Nanoseconds(start, turns);
  }

  private static double Plain1(nint pointer, int turns) {
    var f = (delegate* unmanaged<int, int>)pointer;
    long start = Stopwatch.GetTimestamp();
    int s = 0;
    for (int k = 0; k < turns; k++) s += f(k);
    return Nanoseconds(start, turns);
  }

  /// <summary>Nanoseconds for a copy; main's memory from 1 MiB on is free for it.</summary>
  private static double Copy(int turns, int bytes, bool isIn) {
    byte* local = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, 64);
    var remote = new RemoteSpan<byte>(PseudoLink.Main, 1 << 20, bytes);
    var span = new Span<byte>(local, bytes);
    span.Fill(1);
    long start = Stopwatch.GetTimestamp();
    for (int k = 0; k < turns; k++) {
      if (isIn) remote.CopyTo(span);
      else remote.CopyFrom(span);
    }
    double time = Nanoseconds(start, turns);
    NativeMemory.AlignedFree(local);
    return time;
  }
}
