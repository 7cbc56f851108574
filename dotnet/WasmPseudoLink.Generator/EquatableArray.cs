using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;

namespace WasmPseudoLink.Generator;

/// <summary>An array compared by its elements: what an incremental generator needs to see that nothing
/// changed.</summary>
internal readonly struct EquatableArray<T>(IEnumerable<T> items) : IEquatable<EquatableArray<T>>, IEnumerable<T>
  where T : IEquatable<T> {
  private readonly T[]? items = items.ToArray();

  private T[] Items => items ?? [];

  public bool Equals(EquatableArray<T> other) => Items.SequenceEqual(other.Items);
  public override bool Equals(object? other) => other is EquatableArray<T> array && Equals(array);
  public override int GetHashCode() => Items.Aggregate(17, (hash, item) => unchecked(hash * 31 + item.GetHashCode()));
  public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)Items).GetEnumerator();
  IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
