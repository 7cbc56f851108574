using System.Text;

namespace WasmPseudoLink.Tests;

public sealed unsafe class ImportTests : IDisposable {
  private readonly FakeLoader loader = new();

  public void Dispose() => loader.Dispose();

  [Fact]
  public void NumbersTravel() {
    (int, double) seen = default;
    loader.Main.With("report:vid", b => seen = (*(int*)b, *(double*)(b + 1)))
      .With("mix:djfdi", b => *(double*)b = b[0] + *(double*)(b + 2) + *(int*)(b + 3) + *(float*)(b + 1));
    TestSide.Report(-3, 0.25);
    Assert.Equal((-3, 0.25), seen);
    Assert.Equal(15.0, TestSide.Mix(1, 2, 4, 8));
  }

  [Fact]
  public void StructsTravelByValue() {
    loader.Open("sorter").With("twice:jj", b => ((SmallStruct*)b)->A *= 2);
    loader.Main.With("row:ijj", b => {
      Assert.Equal(0, ((byte*)b)[15]); // the rest of the last word is zero
      Row* there = (Row*)(loader.Main.Memory + 500);
      *there = *(Row*)b;
      there->A++;
      *b = 500;
    });
    Assert.Equal(new SmallStruct { A = 42, B = 1 }, TestSide.TwiceThere(new SmallStruct { A = 21, B = 1 }));
    Assert.Equal(new Row { A = 2, B = 3, C = 4 }, TestSide.RowThere(new Row { A = 1, B = 3, C = 4 }));
  }

  [Theory]
  [InlineData(null)]
  [InlineData("")]
  [InlineData("Zoë €")]
  [InlineData(256)]
  [InlineData(257)]
  [InlineData(10_000)]
  public void OwnMemoryIsLentForTheCall(object? textOrLength) {
    string? text = textOrLength is int n ? new string('x', n) : (string?)textOrLength;
    string seen = "";
    loader.Main.With("length:i" + "ii" + "ii" + "ii" + "ii" + "i", b => {
      seen = Encoding.UTF8.GetString((byte*)b[0], (int)b[1]);
      ((byte*)b[4])[0] = 99;
      *(int*)b = ((int*)b[2])[1] + (int)b[3] + (int)b[5] + ((int*)b[6])[0] + (int)b[7] + *(int*)b[8];
    });
    byte[] bytes = [1, 2, 3];
    var array = new PinnedArray<int>([100, 200]);
    Assert.Equal(10 + 2 + 3 + 100 + 2 + 200, TestSide.Length(text, [5, 10], bytes, array, array.Pointer + 1));
    Assert.Equal(text ?? "", seen);
    Assert.Equal(99, bytes[0]);
  }

  [Fact]
  public void ResultsAreInTheFunctionsModule() {
    (uint address, int bytes) = loader.Main.Put(100, "Zoë");
    loader.Main.With("name:jiii", b => {
      Assert.Equal((1, -2, 200), (*(int*)b, *(int*)(b + 1), *(int*)(b + 2)));
      *b = address | (long)bytes << 32;
    });
    loader.Main.With("range:jiii", b => *b = (uint)b[2] | b[1] << 32).With("place:iii", b => *(uint*)b = (uint)(b[0] + b[1]));
    Assert.Equal("Zoë", TestSide.NameOf(true, -2, Color.Green));
    var pointer = new RemotePointer<int>(PseudoLink.Main, 600);
    RemoteSpan<int> range = TestSide.Range(new RemoteSpan<int>(PseudoLink.Main, 400, 5), pointer);
    Assert.Equal((5, pointer), (range.Length, range.Pointer));
    Assert.Equal(42u, TestSide.Place(new RemoteSpan<char>(PseudoLink.Main, 40, 2)).Address);
  }

  [Fact]
  public void FunctionsAreLookedUpOnceAndAgainWhenTheirModuleIsOpenedAnew() {
    for (int i = 0; i < 3; i++) {
      FakeModule sorter = loader.Open("sorter").With("twice:jj", b => ((SmallStruct*)b)->A += (short)i);
      int before = loader.LookUps;
      TestSide.TwiceThere(default);
      Assert.Equal(i, TestSide.TwiceThere(default).A);
      Assert.Equal(before + 1, loader.LookUps);
      loader.Close(sorter);
      Assert.Throws<PseudoLinkException>(() => TestSide.TwiceThere(default));
    }
  }

  [Fact]
  public void FailuresAreExceptions() {
    loader.Main.With("report:vid", _ => throw new InvalidOperationException("unreachable"));
    Assert.Equal("main.report trapped: unreachable", Assert.Throws<PseudoLinkException>(() => TestSide.Report(1, 2)).Message);
    Assert.Contains("no function mix:djfdi", Assert.Throws<PseudoLinkException>(() => TestSide.Mix(1, 2, 3, 4)).Message);
  }
}
