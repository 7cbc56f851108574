using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace WasmPseudoLink.Tests;

public sealed unsafe class ExportTests : IDisposable {
  private readonly FakeLoader loader = new();
  private readonly long* block = (long*)NativeMemory.AllocZeroed(16, 8);
  private readonly Dictionary<string, (string Signature, int Index)> exports = [];

  static ExportTests() => PseudoLink.AddSide("tests", WasmPseudoLink.Generated.WasmPseudoLink_TestsExports.Register);

  public ExportTests() {
    using JsonDocument json = JsonDocument.Parse(Interop.OpenSide("tests"));
    Assert.Equal(1, json.RootElement.GetProperty("abi").GetInt32());
    Assert.Equal("WasmPseudoLink.Tests", json.RootElement.GetProperty("assembly").GetString());
    foreach (JsonElement export in json.RootElement.GetProperty("exports").EnumerateArray()) {
      exports[export[0].GetString()!] = (export[1].GetString()!, export[3].GetInt32());
      Assert.NotEqual(0, export[2].GetInt64());
    }
  }

  public void Dispose() {
    NativeMemory.Free(block);
    loader.Dispose();
  }

  /// <summary>Calls an export as the thunk does: status 0, then the parameters.</summary>
  private long Call(string name, params long[] parameters) {
    block[0] = 0;
    for (int i = 0; i < parameters.Length; i++) block[i + 1] = parameters[i];
    Sides.Invoke(exports[name].Index, block);
    return block[1];
  }

  private string Failure() {
    Assert.Equal(1, *(int*)block);
    return Text(LentText.Failure.Address, block[1]);
  }

  private static string Result(long lent) => Text(LentText.Result.Address, lent);

  /// <summary>On a 64-bit host the wire has the low half of an address only.</summary>
  private static string Text(byte* address, long lent) {
    Assert.Equal((uint)address, (uint)lent);
    return Encoding.UTF8.GetString(address, (int)(lent >> 32));
  }

  private static long Bits(double d) => BitConverter.DoubleToInt64Bits(d);
  private static long Bits(float f) => (uint)BitConverter.SingleToInt32Bits(f);

  [Theory]
  [InlineData("add", "iii")]
  [InlineData("mixed", "djfdi")]
  [InlineData("small", "iiiiii")]
  [InlineData("nothing", "v")]
  [InlineData("sort", "vii")]
  [InlineData("greet", "jii")]
  [InlineData("first", "iii")]
  [InlineData("rest", "jii")]
  [InlineData("pinned", "ji")]
  [InlineData("pinned_pointer", "ii")]
  [InlineData("twice", "jj")]
  [InlineData("row", "iijji")]
  [InlineData("call", "dii")]
  [InlineData("deep", "i")]
  public void SignaturesAreThoseOfTheWire(string name, string signature) =>
    Assert.Equal(signature, exports[name].Signature);

  [Fact]
  public void NumbersTravel() {
    Assert.Equal(-3, (int)Call("add", -5, 2));
    Call("mixed", 5_000_000_000, Bits(0.5f), Bits(0.25), -7);
    Assert.Equal(4999999993.75, *(double*)(block + 1));
    Assert.Equal(-5, (int)Call("small", -5, 60_000, 1, '€', 200));
    Assert.Equal(1, (int)Call("invert", 0));
    Assert.Equal(0, (int)Call("invert", 1));
    Assert.Equal(201, (int)Call("color", 200));
    Assert.Equal(5, (int)Call("deep"));
    Call("nothing");
    Assert.Equal(0, *(int*)block);
  }

  [Fact]
  public void RangesAreInMainsMemory() {
    short[] numbers = [3, -1, 2];
    numbers.CopyTo(loader.Main.At<short>(100, 3));
    Call("sort", 100, 3);
    Assert.Equal<short>([-1, 2, 3], loader.Main.At<short>(100, 3).ToArray());
    new[] { int.MaxValue, 1 }.CopyTo(loader.Main.At<int>(200, 2));
    Assert.Equal(1L + int.MaxValue, Call("sum", 200, 2));
    Assert.Equal(1, (int)Call("deref", 204));
    Assert.Equal(300u, (uint)Call("first", 300, 2));
    Assert.Equal(204L | 1L << 32, Call("rest", 200, 2));
  }

  [Fact]
  public void TextsTravelAsUtf8() {
    (uint address, int bytes) = loader.Main.Put(100, "Zoë €");
    Assert.Equal("Hello Zoë €", Result(Call("greet", address, bytes)));
    (address, bytes) = loader.Main.Put(100, new string('x', 5000));
    Assert.Equal(5006, Result(Call("greet", address, bytes)).Length);
  }

  [Fact]
  public void StructsTravelByValue() {
    var small = new SmallStruct { A = 21, B = 1.5f };
    long word = 0;
    *(SmallStruct*)&word = small;
    long result = Call("twice", word);
    Assert.Equal(42, ((SmallStruct*)&result)->A);
    Assert.Equal(3, ((SmallStruct*)&result)->B);

    long* words = stackalloc long[2];
    *(Row*)words = new Row { A = 1L << 40, B = 2, C = 9 };
    Call("row", 7, words[0], words[1], 1);
    Row row = **(Row**)(block + 1);
    Assert.Equal(new Row { A = (1L << 40) + 7, B = 3, C = 9 }, row);
  }

  [Fact]
  public void PinnedMemoryStaysWhereItIs() {
    long range = Call("pinned", 10);
    Assert.Equal(10, range >> 32);
    Assert.Equal(0, Call("pinned", 0));
    Call("pinned_pointer", 10);
    float* pointer = *(float**)(block + 1);
    *pointer = 0.5f;
    for (int i = 0; i < 10; i++) {
      GC.KeepAlive(new byte[100_000]);
      GC.Collect();
    }
    Assert.Equal(0.5f, *pointer);
  }

  [Fact]
  public void CallbacksAreCalledGuarded() {
    int done = 0;
    int f = loader.Lend("di", b => *(double*)b = *(int*)b / 8.0), d = loader.Lend("v", _ => done++);
    Call("call", f, d);
    Assert.Equal(2.5, *(double*)(block + 1));
    Assert.Equal(1, done);
    int trap = loader.Lend("v", _ => throw new InvalidOperationException("unreachable"));
    Call("call", f, trap);
    Assert.Equal("WasmPseudoLink.PseudoLinkException: callback trapped: unreachable", Failure());
    Call("call", d, d);
    Assert.Contains("the callback is v", Failure());
  }

  [Fact]
  public void ExceptionsAreFailedCallsWithTypeAndMessage() {
    for (int i = 0; i < 20_000; i++) {
      Call("throws", i);
      if (i % 1000 == 0) Assert.Equal($"System.ArgumentOutOfRangeException: no {i} – here", Failure());
    }
    Call("add", 1, 2);
    Assert.Equal(0, *(int*)block);
    Call("sort", FakeModule.Size - 2, 2);
    Assert.Contains("out of bounds", Failure());
    Call("sort", 0, -1);
    Assert.StartsWith("System.ArgumentOutOfRangeException", Failure());
  }

  [Fact]
  public void CallsGoInAndOutAgain() {
    int depth = 0;
    loader.Main.With("report:vid", _ => {
      if (++depth < 100) Invoke();
    });
    void Invoke() {
      long* inner = stackalloc long[2];
      inner[0] = 0;
      Sides.Invoke(exports["nothing"].Index, inner);
      Assert.Equal(0, *(int*)inner);
    }
    TestSide.OnCall = () => {
      int[] moving = [depth];
      GC.Collect(0);
      TestSide.Report(depth, 0);
      Assert.True(moving[0] < 100);
    };
    try {
      Invoke();
      Assert.Equal(100, depth);
    } finally {
      TestSide.OnCall = null;
    }
  }

  [Fact]
  public void LentTextsAreFreedAtDetach() {
    Call("throws", 1);
    (uint address, int bytes) = loader.Main.Put(100, "x");
    Call("greet", address, bytes);
    Interop.Detach();
    Assert.True(LentText.Result.Address == null && LentText.Failure.Address == null);
  }

  [Fact]
  public void SidesAreKnownByName() {
    Assert.Contains("has no C# side `nix`; it has: tests", Assert.Throws<ArgumentException>(() => Interop.OpenSide("nix")).Message);
    Assert.Throws<ArgumentException>(() => PseudoLink.AddSide("tests", () => { }));
    Assert.Equal(Interop.OpenSide("tests"), Interop.OpenSide("tests"));
    Assert.Throws<InvalidOperationException>(() => PseudoLink.Export("late", "v", _ => { }));
  }
}
