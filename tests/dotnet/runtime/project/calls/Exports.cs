using System;
using WasmPseudoLink;
using WasmPseudoLink.Generated;

namespace Calls;

/// <summary>What other modules call: one function of each kind of signature, and the tests that C# itself
/// runs.</summary>
public static unsafe class Exports {
  public static void Register() {
    RegisterSignatures();
    RegisterFailures();
    RegisterTests();
  }

  private static void RegisterSignatures() {
    PseudoLink.Export("nothing", "v", Nothing);
    PseudoLink.Export("sum0", "i", Sum0);
    PseudoLink.Export("sum1", "ii", Sum1);
    PseudoLink.Export("sum2", "iii", Sum2);
    PseudoLink.Export("sum3", "iiii", Sum3);
    PseudoLink.Export("sum4", "iiiii", Sum4);
    PseudoLink.Export("sum5", "iiiiii", Sum5);
    PseudoLink.Export("sum6", "iiiiiii", Sum6);
    PseudoLink.Export("sum7", "iiiiiiii", Sum7);
    PseudoLink.Export("sum8", "iiiiiiiii", Sum8);
    PseudoLink.Export("sum20", "iiiiiiiiiiiiiiiiiiiii", Sum20);
    PseudoLink.Export("longs", "jjj", Longs);
    PseudoLink.Export("floats", "fff", Floats);
    PseudoLink.Export("doubles", "ddd", Doubles);
    PseudoLink.Export("mixed", "djfdi", Mixed);
    PseudoLink.Export("mixed8", "ddifjdifj", Mixed8);

    static void Nothing(long* b) { }
    static void Sum0(long* b) => Ints(b, 0);
    static void Sum1(long* b) => Ints(b, 1);
    static void Sum2(long* b) => Ints(b, 2);
    static void Sum3(long* b) => Ints(b, 3);
    static void Sum4(long* b) => Ints(b, 4);
    static void Sum5(long* b) => Ints(b, 5);
    static void Sum6(long* b) => Ints(b, 6);
    static void Sum7(long* b) => Ints(b, 7);
    static void Sum8(long* b) => Ints(b, 8);
    static void Sum20(long* b) => Ints(b, 20);
    static void Longs(long* b) => b[1] = b[1] * 10 + b[2];
    static void Floats(long* b) => Float(b, 1) = Float(b, 1) * 10 + Float(b, 2);
    static void Doubles(long* b) => Double(b, 1) = Double(b, 1) * 10 + Double(b, 2);
    static void Mixed(long* b) => Double(b, 1) = (double)b[1] + Float(b, 2) + Double(b, 3) + Int(b, 4);
    static void Mixed8(long* b) =>
      Double(b, 1) = Double(b, 1) + 2.0 * Int(b, 2) + 3.0 * Float(b, 3) + 4.0 * b[4] + 5.0 * Double(b, 5) +
        6.0 * Int(b, 6) + 7.0 * Float(b, 7) + 8.0 * b[8];
  }

  private static void RegisterFailures() {
    PseudoLink.Export("fail", "ii", Fail);
    PseudoLink.Export("fail_long", "jj", FailLong);
    PseudoLink.Export("fail_double", "d", FailDouble);
    PseudoLink.Export("fail_void", "v", FailVoid);

    static void Fail(long* b) => Try(b, static b => throw new InvalidOperationException($"no {Int(b, 1)} today, \u20ac"));
    static void FailLong(long* b) => Try(b, static b => throw new ArgumentException("long"));
    static void FailDouble(long* b) => Try(b, static b => throw new ArgumentException("double"));
    static void FailVoid(long* b) => Try(b, static b => throw new ArgumentException("void"));
  }

  private static void RegisterTests() {
    PseudoLink.Export("twice", "ii", Twice);
    PseudoLink.Export("add", "iii", Add);
    PseudoLink.Export("greet", "jii", Greet);
    PseudoLink.Export("sort", "vii", Sort);
    PseudoLink.Export("descend", "ii", Descend);
    PseudoLink.Export("call_back", "iii", CallBack);
    PseudoLink.Export("keep_callback", "vi", KeepCallback);
    PseudoLink.Export("call_kept", "ii", CallKept);
    PseudoLink.Export("run", "iiii", Run);
    PseudoLink.Export("measure", "dii", Measure);

    static void Greet(long* b) => Try(b, static b => b[1] = Marshalling.ReturnText($"Hello {Marshalling.Text(b + 1)}"));
    static void Descend(long* b) => Try(b, static b => Int(b, 1) = Tests.Descend(Int(b, 1)));
    static void CallBack(long* b) =>
      Try(b, static b => Int(b, 1) = RemoteFunction<int, int>.FromSlot(b + 1).Invoke(Int(b, 2)));
    static void KeepCallback(long* b) => Try(b, static b => Tests.Kept = RemoteFunction<int, int>.FromSlot(b + 1));
    static void CallKept(long* b) => Try(b, static b => Int(b, 1) = Tests.Kept.Invoke(Int(b, 1)));
    static void Run(long* b) => Try(b, static b => Int(b, 1) = Tests.Run((Test)Int(b, 1), Int(b, 2), Int(b, 3)));
    static void Measure(long* b) => Try(b, static b => Double(b, 1) = Benchmarks.Run((Benchmark)Int(b, 1), Int(b, 2)));
    static void Sort(long* b) => Try(b, static b => {
      RemoteSpan<int> span = Marshalling.Span<int>(b + 1);
      int[] local = span.ToArray();
      Array.Sort(local);
      span.CopyFrom(local);
    });
  }

  private static void Twice(long* block) {
    try {
      Int(block, 1) *= 2;
    } catch (Exception e) {
      Marshalling.Fail(block, e);
    }
  }

  private static void Add(long* block) {
    try {
      Int(block, 1) += Int(block, 2);
    } catch (Exception e) {
      Marshalling.Fail(block, e);
    }
  }

  private static void Try(long* block, RawExport work) {
    try {
      work(block);
    } catch (Exception e) {
      Marshalling.Fail(block, e);
    }
  }

  private static void Ints(long* block, int count) {
    int sum = 0;
    for (int k = 1; k <= count; k++) sum = sum * 3 + Int(block, k);
    Int(block, 1) = sum;
  }

  private static ref int Int(long* block, int slot) => ref *(int*)(block + slot);
  private static ref float Float(long* block, int slot) => ref *(float*)(block + slot);
  private static ref double Double(long* block, int slot) => ref *(double*)(block + slot);
}
