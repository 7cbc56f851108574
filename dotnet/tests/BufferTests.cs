namespace WasmPseudoLink.Tests;

public sealed unsafe class BufferTests : IDisposable {
  private readonly FakeLoader loader = new();
  private readonly HashSet<uint> allocated = [];
  private uint next = 1000;

  public BufferTests() => loader.Main
    .With("wpl_malloc:ii", b => {
      uint bytes = *(uint*)b, address = next;
      if (bytes > 100_000) {
        *(uint*)b = 0;
        return;
      }
      next += (bytes + 7) / 8 * 8;
      allocated.Add(address);
      *(uint*)b = address;
    })
    .With("wpl_free:vi", b => Assert.True(allocated.Remove(*(uint*)b)));

  public void Dispose() => loader.Dispose();

  [Fact]
  public void ABufferIsFreedOnce() {
    RemoteBuffer<int> buffer = PseudoLink.Main.Allocate<int>([1, 2, 3]);
    Assert.Equal([1, 2, 3], buffer.Span.ToArray());
    Assert.Equal([2, 3], buffer.Memory[1..].Span.ToArray());
    Assert.Single(allocated);
    buffer.Dispose();
    buffer.Dispose();
    Assert.Empty(allocated);
    Assert.Throws<ObjectDisposedException>(() => buffer.Span.Length);
    Assert.Throws<ObjectDisposedException>(() => buffer.Pointer);
  }

  [Fact]
  public void AReleasedBufferIsTheOthers() {
    RemotePointer<byte> text;
    using (RemoteBuffer<byte> buffer = PseudoLink.Main.AllocateUtf8("Zoë")) text = buffer.Release();
    Assert.Equal(text.Address, Assert.Single(allocated));
    Assert.Equal("Zoë", text.ReadUtf8());
  }

  [Fact]
  public void NoRoomIsAnException() {
    Assert.Throws<OutOfMemoryException>(() => PseudoLink.Main.Allocate<int>(1_000_000));
    Assert.Throws<ArgumentOutOfRangeException>(() => PseudoLink.Main.Allocate<int>(-1));
    Assert.Throws<ArgumentOutOfRangeException>(() => PseudoLink.Main.Allocate<long>(int.MaxValue));
    using RemoteBuffer<int> none = PseudoLink.Main.Allocate<int>(0);
    Assert.Equal(0, none.Span.Length);
  }

  [Fact]
  public void ModulesWithoutAnAllocatorSayWhichFunctionIsMissing() {
    loader.Open("plain");
    Assert.Contains("wpl_malloc", Assert.Throws<PseudoLinkException>(() => PseudoLink.Open("plain").Allocate<int>(1)).Message);
  }

  [Fact]
  public void ABufferOfAClosedModuleIsGoneWithIt() {
    FakeModule sorter = loader.Open("sorter").With("wpl_malloc:ii", b => *b = 8).With("wpl_free:vi", _ => Assert.Fail("freed"));
    RemoteBuffer<int> buffer = PseudoLink.Open("sorter").Allocate<int>(1);
    loader.Close(sorter);
    buffer.Dispose();
  }

  [Theory]
  [InlineData(0)]
  [InlineData(1)]
  [InlineData(255)]
  [InlineData(256)]
  [InlineData(1000)]
  public void TextsEndWithANul(int length) {
    string text = new('x', length);
    using RemoteBuffer<byte> utf8 = PseudoLink.Main.AllocateUtf8(text);
    using RemoteBuffer<char> utf16 = PseudoLink.Main.AllocateUtf16(text);
    Assert.Equal(text, utf8.Pointer.ReadUtf8());
    Assert.Equal(text, utf16.Pointer.ReadUtf16());
    Assert.Equal(length + 1, utf16.Length);
    Assert.Null(default(RemotePointer<byte>).ReadUtf8());
  }

  [Fact]
  public void ATextAtTheMemorysEndIsRead() {
    loader.Main.Put(FakeModule.Size - 3, "ab\0");
    Assert.Equal("ab", new RemotePointer<byte>(PseudoLink.Main, FakeModule.Size - 3).ReadUtf8());
    loader.Main.Put(FakeModule.Size - 3, "abc");
    Assert.Throws<PseudoLinkException>(() => new RemotePointer<byte>(PseudoLink.Main, FakeModule.Size - 3).ReadUtf8());
  }
}
