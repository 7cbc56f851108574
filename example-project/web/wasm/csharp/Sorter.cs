using System;
using WasmPseudoLink;

[PseudoLinkType("work::record", Header = "work.hpp")]
public struct Record : IComparable<Record> {
  public int Key;
  public int Id;
  public double Value;

  public readonly int CompareTo(Record other) => Key.CompareTo(other.Key);
}

/// <summary>The functions of ../sort/side.hpp in C#: they sort main's data.</summary>
public static partial class Sorter {
  // Where they are, element by element.
  [PseudoLinkExport("elements_int32")]
  public static void Elements(RemoteSpan<int> range) => Quicksort(range);
  [PseudoLinkExport("elements_float64")]
  public static void Elements(RemoteSpan<double> range) => Quicksort(range);
  [PseudoLinkExport("elements_record")]
  public static void Elements(RemoteSpan<Record> range) => Quicksort(range);

  // In an array of C#'s, which is then copied back.
  [PseudoLinkExport("copy_int32")]
  public static void Copy(RemoteSpan<int> range) => SortCopy(range);
  [PseudoLinkExport("copy_float64")]
  public static void Copy(RemoteSpan<double> range) => SortCopy(range);
  [PseudoLinkExport("copy_record")]
  public static void Copy(RemoteSpan<Record> range) => SortCopy(range);

  // The same by a local view.
  [PseudoLinkExport("view_int32")]
  public static void View(RemoteSpan<int> range) => SortView(range);
  [PseudoLinkExport("view_float64")]
  public static void View(RemoteSpan<double> range) => SortView(range);
  [PseudoLinkExport("view_record")]
  public static void View(RemoteSpan<Record> range) => SortView(range);

  private static void SortView<T>(RemoteSpan<T> range) where T : unmanaged, IComparable<T> {
    using LocalView<T> view = range.ToLocal();
    Quicksort(view.Span);
  }

  private static void SortCopy<T>(RemoteSpan<T> range) where T : unmanaged, IComparable<T> {
    T[] copy = range.ToArray();
    Quicksort(copy.AsSpan());
    range.CopyFrom(copy);
  }

  /// <summary>That of ../sort/work.hpp.</summary>
  private static void Quicksort<T>(Span<T> range) where T : unmanaged, IComparable<T> {
    while (range.Length > 1) {
      T pivot = range[(range.Length - 1) / 2];
      int i = 0, j = range.Length - 1;
      while (true) {
        while (range[i].CompareTo(pivot) < 0) i++;
        while (range[j].CompareTo(pivot) > 0) j--;
        if (i >= j) break;
        (range[i], range[j]) = (range[j], range[i]);
        i++;
        j--;
      }
      Quicksort(range[..(j + 1)]);
      range = range[(j + 1)..];
    }
  }

  private static void Quicksort<T>(RemoteSpan<T> range) where T : unmanaged, IComparable<T> {
    while (range.Length > 1) {
      T pivot = range[(range.Length - 1) / 2];
      int i = 0, j = range.Length - 1;
      while (true) {
        while (range[i].CompareTo(pivot) < 0) i++;
        while (range[j].CompareTo(pivot) > 0) j--;
        if (i >= j) break;
        T kept = range[i];
        range[i] = range[j];
        range[j] = kept;
        i++;
        j--;
      }
      Quicksort(range.Slice(0, j + 1));
      range = range.Slice(j + 1);
    }
  }
}
