namespace WasmPseudoLink.Tests;

public sealed class SpanTests : IDisposable {
  private const uint Address = 4096;

  private readonly FakeLoader loader = new();

  public void Dispose() => loader.Dispose();

  private Span<int> There(int length) => loader.Main.At<int>(Address, length);

  private RemoteSpan<int> Numbers(int length) {
    for (int i = 0; i < length; i++) There(length)[i] = i;
    return new RemoteSpan<int>(PseudoLink.Main, Address, length);
  }

  [Fact]
  public void RangesAreCopiedBothWays() {
    RemoteSpan<int> span = Numbers(5);
    Assert.Equal([0, 1, 2, 3, 4], span.ToArray());
    int[] local = [9, 9, 9, 9, 9, 9];
    span.CopyTo(local);
    Assert.Equal([0, 1, 2, 3, 4, 9], local);
    span.CopyFrom([7, 8]);
    Assert.Equal([7, 8, 2, 3, 4], There(5).ToArray());
  }

  [Fact]
  public void CopiesThatDoNotFitAreRefused() {
    int[] four = new int[4];
    Assert.Throws<ArgumentException>(() => Numbers(5).CopyTo(four));
    Assert.Throws<ArgumentException>(() => Numbers(3).CopyFrom(four));
    Assert.Equal([0, 1, 2], There(3).ToArray());
  }

  [Fact]
  public void PartsAreSlicesIndexesAndRanges() {
    RemoteSpan<int> span = Numbers(10);
    Assert.Equal([7, 8, 9], span[7..].ToArray());
    Assert.Equal([2, 3], span[2..4].ToArray());
    Assert.Equal([8], span[^2..^1].ToArray());
    Assert.Equal(9, span[^1]);
    span[^1] = 90;
    Assert.Equal(90, There(10)[9]);
    Assert.Equal(0, span[10..].Length);
    RemoteReadOnlySpan<int> read = span;
    Assert.Equal([2, 3], read[2..4].ToArray());
    Assert.Equal(90, read[^1]);
  }

  [Theory]
  [InlineData(-1, 0)]
  [InlineData(11, 0)]
  [InlineData(0, 11)]
  [InlineData(10, 1)]
  [InlineData(5, -1)]
  [InlineData(1, int.MaxValue)]
  public void PartsOutsideAreRefused(int start, int length) {
    Assert.Throws<ArgumentOutOfRangeException>(() => { Numbers(10).Slice(start, length); });
    Assert.Throws<ArgumentOutOfRangeException>(() => { ((RemoteReadOnlySpan<int>)Numbers(10)).Slice(start, length); });
    Assert.Throws<ArgumentOutOfRangeException>(() => Numbers(10).ToMemory().Slice(start, length));
  }

  [Theory]
  [InlineData(-1)]
  [InlineData(3)]
  [InlineData(int.MinValue)]
  public void IndexesOutsideAreRefused(int index) {
    Assert.Throws<IndexOutOfRangeException>(() => Numbers(3)[index]);
    Assert.Throws<IndexOutOfRangeException>(() => { Numbers(3)[index] = 1; });
    Assert.Throws<IndexOutOfRangeException>(() => ((RemoteReadOnlySpan<int>)Numbers(3))[index]);
  }

  [Fact]
  public void ARangeOfNothingNeedsNoMemory() {
    var end = new RemoteSpan<int>(PseudoLink.Main, FakeModule.Size, 0);
    Assert.True(end.IsEmpty);
    Assert.Empty(end.ToArray());
    end.CopyFrom([]);
    end.CopyTo([]);
    end.Fill(1);
    end.Sort();
    foreach (Span<int> _ in end.WritableChunks()) Assert.Fail("no chunk");
    foreach (ReadOnlySpan<int> _ in end.Chunks()) Assert.Fail("no chunk");
    using LocalView<int> view = end.ToLocal();
    Assert.Equal(0, view.Span.Length);
    Assert.True(default(RemoteSpan<int>).IsEmpty);
    Assert.Empty(default(RemoteSpan<int>).ToArray());
    Assert.True(((RemoteReadOnlySpan<int>)default(RemoteSpan<int>)).IsEmpty);
    Assert.True(default(RemoteMemory<int>).Span.IsEmpty);
  }

  [Fact]
  public void RangesEndWithTheAddressSpace() {
    Assert.Equal(1, new RemoteSpan<int>(PseudoLink.Main, 0xFFFFFFFC, 1).Length);
    Assert.Throws<ArgumentOutOfRangeException>(() => { _ = new RemoteSpan<int>(PseudoLink.Main, 0xFFFFFFFD, 1); });
    Assert.Throws<ArgumentOutOfRangeException>(() => { _ = new RemoteSpan<int>(PseudoLink.Main, 0, -1); });
    Assert.Throws<ArgumentOutOfRangeException>(
      () => { _ = new RemoteReadOnlySpan<long>(PseudoLink.Main, 0, 1 << 30); });
    Assert.Throws<ArgumentOutOfRangeException>(() => { _ = new RemoteMemory<long>(PseudoLink.Main, 0, 1 << 30); });
    Assert.Throws<ArgumentNullException>(() => { _ = new RemoteSpan<int>(null!, 0, 1); });
  }

  [Fact]
  public void LeavingTheOthersMemoryIsAnException() {
    var beyond = new RemoteMemory<int>(PseudoLink.Main, FakeModule.Size - 4, 2);
    Assert.Contains("out of bounds", Assert.Throws<PseudoLinkException>(() => beyond.Span.ToArray()).Message);
    Assert.Throws<PseudoLinkException>(() => beyond.Span.CopyFrom([1, 2]));
    Assert.Throws<PseudoLinkException>(() => beyond.Span[1]);
    Assert.Throws<PseudoLinkException>(() => beyond.Span.Sort());
    RemoteSpan<int> last = beyond.Span;
    last[0] = 5;
    Assert.Equal(5, loader.Main.At<int>(FakeModule.Size - 4, 1)[0]);
  }

  [Theory]
  [InlineData(1)]
  [InlineData(4096)]
  [InlineData(4097)]
  [InlineData(50_000)]
  public void ChunksCoverTheWholeRange(int length) {
    long sum = 0;
    int chunks = 0;
    foreach (ReadOnlySpan<int> chunk in Numbers(length).Chunks()) {
      chunks++;
      foreach (int x in chunk) sum += x;
    }
    Assert.Equal((long)length * (length - 1) / 2, sum);
    Assert.Equal((length + 4095) / 4096, chunks);

    foreach (Span<int> chunk in Numbers(length).WritableChunks()) {
      foreach (ref int x in chunk) x *= 2;
    }
    Assert.Equal(Enumerable.Range(0, length).Select(x => 2 * x), There(length).ToArray());
  }

  [Fact]
  public void AChunkLeftEarlyIsWrittenBack() {
    foreach (Span<int> chunk in Numbers(10_000).WritableChunks()) {
      chunk.Fill(-1);
      break;
    }
    Assert.Equal(-1, There(10_000)[4095]);
    Assert.Equal(4096, There(10_000)[4096]);
  }

  [Fact]
  public void FillAndClearSetAllElements() {
    Numbers(10_000).Fill(3);
    Assert.All(There(10_000).ToArray(), x => Assert.Equal(3, x));
    Numbers(10_000).Clear();
    Assert.All(There(10_000).ToArray(), x => Assert.Equal(0, x));
  }

  [Fact]
  public void SortSortsInPlace() {
    var random = new Random(1);
    int[] numbers = [.. Enumerable.Range(0, 10_000).Select(_ => random.Next())];
    RemoteSpan<int> span = Numbers(numbers.Length);
    span.CopyFrom(numbers);
    span.Sort();
    Assert.Equal(numbers.Order(), There(numbers.Length).ToArray());
    span.Sort((a, b) => b.CompareTo(a));
    Assert.Equal(numbers.OrderDescending(), There(numbers.Length).ToArray());
  }

  [Fact]
  public void AViewIsWrittenBackAtItsEnd() {
    RemoteSpan<int> span = Numbers(3);
    using (LocalView<int> view = span.ToLocal()) {
      view.Span[1] = 10;
      Assert.Equal(1, There(3)[1]);
    }
    Assert.Equal([0, 10, 2], There(3).ToArray());
    using (LocalView<int> view = span.ToLocalWriteOnly()) {
      Assert.Equal([0, 0, 0], view.Span.ToArray());
      view.Span[0] = 4;
    }
    Assert.Equal([4, 0, 0], There(3).ToArray());
    using (ReadOnlyLocalView<int> view = ((RemoteReadOnlySpan<int>)span).ToLocal()) {
      Assert.Equal([4, 0, 0], view.Span.ToArray());
    }
  }

  [Fact]
  public void AViewThatEndedIsOver() {
    LocalView<int> view = Numbers(3).ToLocal();
    view.Dispose();
    There(3)[0] = 77;
    view.Dispose();
    Assert.Equal(77, There(3)[0]);
    try {
      _ = view.Span;
      Assert.Fail("no exception");
    } catch (ObjectDisposedException) { }
  }

  [Fact]
  public void MemoryIsASpanForTheHeap() {
    RemoteMemory<int> memory = Numbers(10).ToMemory()[2..5];
    Assert.Equal([2, 3, 4], memory.Span.ToArray());
    RemoteReadOnlyMemory<int> read = memory;
    Assert.Equal([3, 4], read[1..].Span.ToArray());
  }

  [Fact]
  public void SidesAreReachedByTheOtherDirectionOfTheBridge() {
    FakeModule sorter = loader.Open("sorter");
    sorter.At<short>(200, 3).Fill(5);
    var span = new RemoteSpan<short>(PseudoLink.Open("sorter"), 200, 3);
    Assert.Equal<short>([5, 5, 5], span.ToArray());
    span[1] = 6;
    Assert.Equal<short>([5, 6, 5], sorter.At<short>(200, 3).ToArray());
  }

  [Fact]
  public void RangesOfAClosedModuleAreOver() {
    FakeModule sorter = loader.Open("sorter");
    Module module = PseudoLink.Open("sorter");
    RemoteMemory<int> memory = new(module, 100, 3);
    memory.Span.Fill(1);
    loader.Close(sorter);
    Assert.Throws<ObjectDisposedException>(() => memory.Span.ToArray());
    Assert.Throws<ObjectDisposedException>(() => new RemoteSpan<int>(module, 100, 3).ToArray());
    Assert.Throws<ObjectDisposedException>(() => new RemotePointer<int>(module, 100).Value);
  }

  [Fact]
  public void PointersCountInElements() {
    Numbers(10);
    var pointer = new RemotePointer<int>(PseudoLink.Main, Address);
    Assert.Equal(3, (pointer + 3).Value);
    Assert.Equal(pointer, pointer + 3 - 3);
    Assert.True(pointer != pointer + 1);
    (pointer + 4).Value = 44;
    Assert.Equal([3, 44], (pointer + 3).ToSpan(2).ToArray());
    Assert.Equal(44, (pointer.Cast<byte>() + 16).Value);
    Assert.Equal("0x00001000", pointer.ToString());
    Assert.True(default(RemotePointer<int>).IsNull);
    Assert.Throws<ObjectDisposedException>(() => default(RemotePointer<int>).Value);
    Assert.Throws<ArgumentOutOfRangeException>(() => { pointer.ToSpan(-1); });
  }

  [Fact]
  public void TextsAreRead() {
    (uint address, int bytes) = loader.Main.Put(100, "Grüße €");
    var utf8 = new RemoteSpan<byte>(PseudoLink.Main, address, bytes);
    Assert.Equal("Grüße €", utf8.ReadUtf8());
    "Zürich".AsSpan().CopyTo(loader.Main.At<char>(200, 6));
    Assert.Equal("Zürich", new RemoteSpan<char>(PseudoLink.Main, 200, 6).ReadUtf16());
    Assert.Equal("", default(RemoteSpan<byte>).ReadUtf8());
  }
}
