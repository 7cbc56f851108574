namespace WasmPseudoLink.Tests;

public sealed class PinnedArrayTests {
  [Fact]
  public void AnArrayNeverMoves() {
    var array = new PinnedArray<int>([1, 2, 3]);
    nint address = array.Pointer.Address;
    for (int i = 0; i < 20; i++) {
      GC.KeepAlive(new byte[50_000]);
      GC.Collect();
    }
    Assert.Equal(address, array.Pointer.Address);
    Assert.Equal([1, 2, 3], array.Span.ToArray());
  }

  [Fact]
  public void ItIsUsedAsAnArray() {
    PinnedArray<int> array = new(3);
    array[1] = 5;
    Span<int> span = array;
    span[2] = 6;
    int sum = 0;
    foreach (int x in array) sum += x;
    Assert.Equal(11, sum);
    Assert.Equal(3, array.Length);
    Assert.Throws<IndexOutOfRangeException>(() => array[3]);
  }

  [Fact]
  public void PointersStayInTheArray() {
    PinnedArray<int> array = new([1, 2]);
    Assert.Equal(2, (array.Pointer + 1).Value);
    Assert.Equal(4, (array.Pointer + 1).Address - array.Pointer.Address);
    Assert.Throws<ArgumentOutOfRangeException>(() => array.Pointer + 2);
    Assert.Throws<ArgumentOutOfRangeException>(() => default(PinnedPointer<int>) + 0);
    Assert.True(new PinnedArray<int>(0).Pointer.IsNull);
    Assert.Equal(0, default(PinnedPointer<int>).Address);
  }
}
