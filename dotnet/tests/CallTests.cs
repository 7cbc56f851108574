namespace WasmPseudoLink.Tests;

public sealed unsafe class CallTests : IDisposable {
  private enum Small : sbyte { Minus = -3 }
  private enum Big : ulong { Much = ulong.MaxValue }

  private readonly FakeLoader loader = new();

  public void Dispose() => loader.Dispose();

  private static double D(long slot) => BitConverter.Int64BitsToDouble(slot);
  private static float F(long slot) => BitConverter.Int32BitsToSingle((int)slot);

  [Fact]
  public void EveryWasmTypeTravelsBothWays() {
    loader.Main.With("i:ii", b => *(int*)b = (int)b[0] - 1).With("j:jj", b => *b -= 1)
      .With("f:ff", b => *(float*)b = F(b[0]) / 2).With("d:dd", b => *(double*)b = D(b[0]) / 2);
    Assert.Equal(int.MaxValue, PseudoLink.Main.Function<int, int>("i").Invoke(int.MinValue));
    Assert.Equal(uint.MaxValue, PseudoLink.Main.Function<uint, uint>("i").Invoke(0));
    Assert.Equal(long.MaxValue, PseudoLink.Main.Function<long, long>("j").Invoke(long.MinValue));
    Assert.Equal(ulong.MaxValue - 1, PseudoLink.Main.Function<ulong, ulong>("j").Invoke(ulong.MaxValue));
    Assert.Equal(0.75f, PseudoLink.Main.Function<float, float>("f").Invoke(1.5f));
    Assert.Equal(0.75, PseudoLink.Main.Function<double, double>("d").Invoke(1.5));
  }

  [Fact]
  public void SmallIntegersFillTheirI32() {
    int seen = 0;
    loader.Main.With("f:vi", b => seen = *(int*)b);
    int see<T>(T value) where T : unmanaged {
      PseudoLink.Main.Action<T>("f").Invoke(value);
      return seen;
    }
    Assert.Equal(-2, see<sbyte>(-2));
    Assert.Equal(254, see<byte>(254));
    Assert.Equal(-2, see<short>(-2));
    Assert.Equal(65534, see<ushort>(65534));
    Assert.Equal(0x20AC, see('€'));
    Assert.Equal(1, see(true));
    Assert.Equal(0, see(false));
    Assert.Equal(-3, see(Small.Minus));
    Assert.Equal(77, see<nint>(77));
  }

  [Fact]
  public void SmallIntegersComeBack() {
    loader.Main.With("f:i", b => *b = -2);
    Assert.Equal(-2, PseudoLink.Main.Function<sbyte>("f").Invoke());
    Assert.Equal(254, PseudoLink.Main.Function<byte>("f").Invoke());
    Assert.Equal(-2, PseudoLink.Main.Function<short>("f").Invoke());
    Assert.Equal(0xFFFE, PseudoLink.Main.Function<char>("f").Invoke());
    loader.Main.With("g:j", b => *b = -1);
    Assert.Equal(Big.Much, PseudoLink.Main.Function<Big>("g").Invoke());
  }

  [Fact]
  public void FunctionsTakeUpToEightParameters() {
    void add(string name, int n) => loader.Main.With($"{name}:{new string('j', n + 1)}", b => {
      long sum = 0;
      for (int i = 0; i < n; i++) sum = sum * 10 + b[i];
      b[Math.Max(n, 1)] = -1; // the slot that is the thunk's
      b[0] = sum;
    });
    for (int n = 0; n <= 8; n++) add("f" + n, n);
    Module main = PseudoLink.Main;
    Assert.Equal(0, main.Function<long>("f0").Invoke());
    Assert.Equal(1, main.Function<long, long>("f1").Invoke(1));
    Assert.Equal(12, main.Function<long, long, long>("f2").Invoke(1, 2));
    Assert.Equal(123, main.Function<long, long, long, long>("f3").Invoke(1, 2, 3));
    Assert.Equal(1234, main.Function<long, long, long, long, long>("f4").Invoke(1, 2, 3, 4));
    Assert.Equal(12345, main.Function<long, long, long, long, long, long>("f5").Invoke(1, 2, 3, 4, 5));
    Assert.Equal(123456, main.Function<long, long, long, long, long, long, long>("f6").Invoke(1, 2, 3, 4, 5, 6));
    Assert.Equal(1234567, main.Function<long, long, long, long, long, long, long, long>("f7").Invoke(1, 2, 3, 4, 5, 6, 7));
    var f8 = main.Function<long, long, long, long, long, long, long, long, long>("f8");
    Assert.Equal(12345678, f8.Invoke(1, 2, 3, 4, 5, 6, 7, 8));
  }

  [Fact]
  public void ActionsTakeUpToEightParameters() {
    string seen = "";
    void add(int n) => loader.Main.With($"a{n}:v{new string('i', n)}", b => {
      seen = "";
      for (int i = 0; i < n; i++) seen += *(int*)(b + i);
    });
    for (int n = 0; n <= 8; n++) add(n);
    Module main = PseudoLink.Main;
    main.Action("a0").Invoke();
    Assert.Equal("", seen);
    main.Action<int>("a1").Invoke(1);
    Assert.Equal("1", seen);
    main.Action<int, int>("a2").Invoke(1, 2);
    Assert.Equal("12", seen);
    main.Action<int, int, int>("a3").Invoke(1, 2, 3);
    Assert.Equal("123", seen);
    main.Action<int, int, int, int>("a4").Invoke(1, 2, 3, 4);
    Assert.Equal("1234", seen);
    main.Action<int, int, int, int, int>("a5").Invoke(1, 2, 3, 4, 5);
    Assert.Equal("12345", seen);
    main.Action<int, int, int, int, int, int>("a6").Invoke(1, 2, 3, 4, 5, 6);
    Assert.Equal("123456", seen);
    main.Action<int, int, int, int, int, int, int>("a7").Invoke(1, 2, 3, 4, 5, 6, 7);
    Assert.Equal("1234567", seen);
    main.Action<int, int, int, int, int, int, int, int>("a8").Invoke(1, 2, 3, 4, 5, 6, 7, 8);
    Assert.Equal("12345678", seen);
  }

  [Fact]
  public void MixedTypesKeepTheirPlaces() {
    loader.Main.With("mix:djfdi", b => *(double*)b = (double)b[0] + F(b[1]) + D(b[2]) + (int)b[3]);
    var mix = PseudoLink.Main.Function<long, float, double, int, double>("mix");
    Assert.Equal(4999999993.75, mix.Invoke(5_000_000_000, 0.5f, 0.25, -7));
  }

  [Fact]
  public void PointersKnowTheirModule() {
    FakeModule sorter = loader.Open("sorter").With("next:ii", b => *(uint*)b = *(uint*)b + 4);
    sorter.At<int>(104, 1)[0] = 42;
    Module module = PseudoLink.Open("sorter");
    var next = module.Function<RemotePointer<int>, RemotePointer<int>>("next");
    RemotePointer<int> pointer = next.Invoke(new RemotePointer<int>(module, 100));
    Assert.Same(module, pointer.Module);
    Assert.Equal(104u, pointer.Address);
    Assert.Equal(42, pointer.Value);
  }

  [Fact]
  public void FailuresAreExceptionsThatCatchAndFinallySee() {
    loader.Main.With("trap:vi", _ => throw new InvalidOperationException("unreachable"));
    var trap = PseudoLink.Main.Action<int>("trap");
    int finals = 0;
    for (int i = 0; i < 20_000; i++) {
      try {
        var error = Assert.Throws<PseudoLinkException>(() => trap.Invoke(1));
        if (i == 0) Assert.Equal("main.trap trapped: unreachable", error.Message);
      } finally {
        finals++;
      }
    }
    Assert.Equal(20_000, finals);
  }

  [Fact]
  public void LongErrorTextsAreCut() {
    loader.Main.With("trap:v", _ => throw new InvalidOperationException(new string('x', 5000)));
    string text = Assert.Throws<PseudoLinkException>(() => PseudoLink.Main.Action("trap").Invoke()).Message;
    Assert.Equal(1023, text.Length);
    Assert.EndsWith("xxx", text);
  }

  [Fact]
  public void WhatIsNotThereIsAnErrorThatSaysSo() {
    loader.Main.With("add:iii", _ => { });
    Module main = PseudoLink.Main;
    Assert.Contains("no function sub:iii", Assert.Throws<PseudoLinkException>(() => main.Function<int, int, int>("sub")).Message);
    Assert.Contains("another signature", Assert.Throws<PseudoLinkException>(() => main.Action<int>("add")).Message);
    Assert.Contains("no module nix", Assert.Throws<PseudoLinkException>(() => PseudoLink.Open("nix")).Message);
    Assert.Throws<ArgumentNullException>(() => main.Action(null!));
    Assert.Throws<ArgumentNullException>(() => PseudoLink.Open(null!));
  }

  [Fact]
  public void TypesWithoutAWasmValueAreRefused() {
    var error = Assert.Throws<ArgumentException>(() => PseudoLink.Main.Action<Guid>("f"));
    Assert.Contains("[PseudoLinkImport]", error.Message);
  }

  [Fact]
  public void FunctionsOfClosedModulesAreNeverCalled() {
    int calls = 0;
    FakeModule sorter = loader.Open("sorter").With("f:v", _ => calls++);
    Module module = PseudoLink.Open("sorter");
    RemoteAction f = module.Action("f");
    f.Invoke();
    loader.Close(sorter);
    Assert.False(module.IsOpen);
    Assert.Contains("`sorter` has been closed", Assert.Throws<ObjectDisposedException>(() => f.Invoke()).Message);
    Assert.Throws<ObjectDisposedException>(() => module.Action("f"));
    Assert.Throws<ObjectDisposedException>(() => module.FunctionPointer("f", "v"));
    Assert.Equal(1, calls);
  }

  [Fact]
  public void AModuleOpenedAnewIsAnotherModule() {
    for (int i = 0; i < 1000; i++) {
      FakeModule sorter = loader.Open("sorter").With("f:i", b => *b = 7);
      Module module = PseudoLink.Open("sorter");
      Assert.Same(module, PseudoLink.Open("sorter"));
      Assert.Equal(7, module.Function<int>("f").Invoke());
      loader.Close(sorter);
    }
  }

  [Fact]
  public void AfterDetachEverythingIsClosed() {
    loader.Main.With("f:v", _ => { });
    Module main = PseudoLink.Main;
    RemoteAction f = main.Action("f");
    Assert.True(PseudoLink.IsAttached);
    Interop.Detach();
    Assert.False(PseudoLink.IsAttached);
    Assert.Throws<ObjectDisposedException>(() => f.Invoke());
    Assert.Throws<InvalidOperationException>(() => PseudoLink.Main);
    Assert.Throws<InvalidOperationException>(() => PseudoLink.Open("main"));
    using var next = new FakeLoader();
    Assert.NotSame(main, PseudoLink.Main);
  }

  [Fact]
  public void AttachingTwiceOrToAnOlderLoaderFails() {
    Assert.Throws<InvalidOperationException>(() => new FakeLoader());
    Interop.Detach();
    Assert.Contains("rb_watch", Assert.Throws<InvalidOperationException>(() => new FakeLoader("rb_watch")).Message);
    Assert.False(PseudoLink.IsAttached);
  }

  [Fact]
  public void ADefaultFunctionSaysSo() =>
    Assert.Contains("Module.Function", Assert.Throws<InvalidOperationException>(() => default(RemoteAction<int>).Invoke(1)).Message);

  [Theory]
  [InlineData("v")]
  [InlineData("iiiiiii")]
  public void PlainFunctionPointersAreForInts(string signature) {
    loader.Main.With("f:" + signature, _ => { });
    Assert.NotEqual(0, PseudoLink.Main.FunctionPointer("f", signature));
  }

  [Theory]
  [InlineData("")]
  [InlineData("j")]
  [InlineData("vd")]
  [InlineData("iv")]
  [InlineData("i i")]
  [InlineData("iiiiiiii")]
  public void PlainFunctionPointersAreForNothingElse(string signature) {
    var error = Assert.Throws<ArgumentException>(() => PseudoLink.Main.FunctionPointer("f", signature));
    Assert.Contains("Take Function<...>", error.Message);
  }

  [Fact]
  public void CallsNestWithTheirOwnBlocks() {
    RemoteFunction<int, int> fact = default;
    loader.Main.With("fact:ii", b => {
      int n = *(int*)b;
      *(int*)b = n == 0 ? 0 : fact.Invoke(n - 1) + n;
    });
    fact = PseudoLink.Main.Function<int, int>("fact");
    Assert.Equal(5050, fact.Invoke(100));
  }

  [Fact]
  public void CallsAndCopiesAllocateNothing() {
    loader.Main.With("mix:djfdi", _ => { });
    var mix = PseudoLink.Main.Function<long, float, double, int, double>("mix");
    int[] local = new int[100];
    void work() {
      var span = new RemoteSpan<int>(PseudoLink.Main, 1024, 100);
      for (int i = 0; i < 100; i++) {
        mix.Invoke(i, i, i, i);
        span.CopyTo(local);
        span.CopyFrom(local);
        span[i] = span[i] + 1;
        foreach (ReadOnlySpan<int> chunk in span.Chunks()) local[0] += chunk[0];
        span.Sort();
      }
    }
    work();
    long before = GC.GetAllocatedBytesForCurrentThread();
    work();
    Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
  }
}
