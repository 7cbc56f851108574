using System;
using WasmPseudoLink;

/// <summary>Work on main's numbers, in every way that C# has to reach them.</summary>
public static unsafe partial class Numbers {
  private static int[] own = [];

  [PseudoLinkExport("cs_keep")]
  public static void Keep(RemoteReadOnlySpan<int> numbers) => own = numbers.ToArray();

  /// <summary>The limit: C#'s own array, filled again.</summary>
  [PseudoLinkExport("cs_sort_own")]
  public static void SortOwn(RemoteSpan<int> numbers) => own.AsSpan().Sort();

  [PseudoLinkExport("cs_is_sorted")]
  public static bool IsSorted() {
    for (int i = 1; i < own.Length; i++) {
      if (own[i - 1] > own[i]) return false;
    }
    return true;
  }

  [PseudoLinkExport("cs_sort")]
  public static void Sort(RemoteSpan<int> numbers) => numbers.Sort();

  [PseudoLinkExport("cs_quicksort_own")]
  public static void QuicksortOwn(RemoteSpan<int> numbers) => Quicksort(own);

  [PseudoLinkExport("cs_quicksort_copy")]
  public static void QuicksortCopy(RemoteSpan<int> numbers) {
    using LocalView<int> view = numbers.ToLocal();
    Quicksort(view.Span);
  }

  /// <summary>By the bridge's functions as bare function pointers.</summary>
  [PseudoLinkExport("cs_quicksort_copy_pointer")]
  public static void QuicksortCopyByPointer(RemoteSpan<int> numbers) {
    var copyIn = (delegate* unmanaged<int*, uint, int, void>)PseudoLink.Main.FunctionPointer("mts_memcpy", "viii");
    var copyOut = (delegate* unmanaged<uint, int*, int, void>)PseudoLink.Main.FunctionPointer("stm_memcpy", "viii");
    int bytes = numbers.Length * sizeof(int);
    fixed (int* local = GC.AllocateUninitializedArray<int>(numbers.Length)) {
      copyIn(local, numbers.Pointer.Address, bytes);
      Quicksort(new Span<int>(local, numbers.Length));
      copyOut(numbers.Pointer.Address, local, bytes);
    }
  }

  /// <summary>Element by element, guarded and bounds-checked.</summary>
  [PseudoLinkExport("cs_quicksort_elements")]
  public static void QuicksortElements(RemoteSpan<int> numbers) => Quicksort(numbers, 0, numbers.Length - 1);

  /// <summary>Element by element, by the accessor's functions as bare function pointers.</summary>
  [PseudoLinkExport("cs_quicksort_elements_pointer")]
  public static void QuicksortElementsByPointer(RemoteSpan<int> numbers) {
    var get = (delegate* unmanaged<uint, int>)PseudoLink.Main.FunctionPointer("getI32", "ii");
    var set = (delegate* unmanaged<uint, int, void>)PseudoLink.Main.FunctionPointer("setI32", "vii");
    Quicksort(get, set, numbers.Pointer.Address, 0, numbers.Length - 1);
  }

  [PseudoLinkExport("cs_sum_own")]
  public static int SumOwn(RemoteReadOnlySpan<int> numbers) => Sum(own);

  [PseudoLinkExport("cs_sum_chunks")]
  public static int SumChunks(RemoteReadOnlySpan<int> numbers) {
    int sum = 0;
    foreach (ReadOnlySpan<int> chunk in numbers.Chunks()) sum += Sum(chunk);
    return sum;
  }

  [PseudoLinkExport("cs_sum_elements")]
  public static int SumElements(RemoteReadOnlySpan<int> numbers) {
    int sum = 0;
    for (int i = 0; i < numbers.Length; i++) sum += numbers[i];
    return sum;
  }

  private static int Sum(ReadOnlySpan<int> numbers) {
    int sum = 0;
    foreach (int number in numbers) sum += number;
    return sum;
  }

  private static void Quicksort(Span<int> a) {
    while (a.Length > 1) {
      int pivot = a[(a.Length - 1) / 2], i = 0, j = a.Length - 1;
      for (; ; i++, j--) {
        while (a[i] < pivot) i++;
        while (a[j] > pivot) j--;
        if (i >= j) break;
        (a[i], a[j]) = (a[j], a[i]);
      }
      Quicksort(a[..(j + 1)]);
      a = a[(j + 1)..];
    }
  }

  private static void Quicksort(RemoteSpan<int> a, int first, int last) {
    while (first < last) {
      int pivot = a[first + (last - first) / 2], i = first, j = last;
      for (; ; i++, j--) {
        while (a[i] < pivot) i++;
        while (a[j] > pivot) j--;
        if (i >= j) break;
        (a[i], a[j]) = (a[j], a[i]);
      }
      Quicksort(a, first, j);
      first = j + 1;
    }
  }

  private static void Quicksort(delegate* unmanaged<uint, int> get, delegate* unmanaged<uint, int, void> set, uint at,
                                int first, int last) {
    while (first < last) {
      int pivot = get(at + 4u * (uint)(first + (last - first) / 2)), i = first, j = last;
      for (; ; i++, j--) {
        while (get(at + 4u * (uint)i) < pivot) i++;
        while (get(at + 4u * (uint)j) > pivot) j--;
        if (i >= j) break;
        int left = get(at + 4u * (uint)i);
        set(at + 4u * (uint)i, get(at + 4u * (uint)j));
        set(at + 4u * (uint)j, left);
      }
      Quicksort(get, set, at, first, j);
      first = j + 1;
    }
  }
}
