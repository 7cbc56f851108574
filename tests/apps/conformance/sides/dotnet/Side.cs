using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Runtime.InteropServices;
using WasmPseudoLink;

/// <summary>The conformance suite's side in C#, by the C# library's ways. A table in tests/conformance/README.md says
/// what is different here.</summary>
public static unsafe partial class Side {
  private const int PageBytes = 65536;

  private static readonly PinnedArray<byte> pinned = new(4096 + 16);
  private static readonly Dictionary<uint, Module> modules = [];
  private static readonly List<nint> blocks = [];
  private static readonly int constructed = Math.Abs(-42); // by the class's static constructor
  private static uint pages;
  private static int count;

  private static Module Main => PseudoLink.Main;

  // ---- Values ----

  [PseudoLinkExport("add")]
  public static int Add(int a, int b) => unchecked(a + b);

  [PseudoLinkExport("next_i64")]
  public static long NextI64(long a) => unchecked(a + 1);

  [PseudoLinkExport("half_f64")]
  public static double HalfF64(double a) => a / 2;

  [PseudoLinkExport("half_f32")]
  public static float HalfF32(float a) => a / 2;

  // ---- Main's memory ----

  [PseudoLinkExport("sum_of_main")]
  public static int SumOfMain(RemoteReadOnlySpan<int> numbers) {
    int sum = 0;
    for (int i = 0; i < numbers.Length; i++) sum = unchecked(sum + numbers[i]);
    return sum;
  }

  [PseudoLinkExport("fill_main")]
  public static void FillMain(RemoteSpan<int> numbers, int value) {
    for (int i = 0; i < numbers.Length; i++) numbers[i] = value;
  }

  [PseudoLinkExport("f64_of_main")]
  public static double F64OfMain(RemotePointer<double> address) => address.Value;

  [PseudoLinkExport("i64_of_main")]
  public static long I64OfMain(RemotePointer<long> address) => address.Value;

  // ---- Copies between any two addresses ----

  /// <summary>Aligned, which elements of an array of bytes need not be.</summary>
  [PseudoLinkExport("buffer")]
  public static PinnedPointer<byte> Buffer() => pinned.Pointer + (int)(-pinned.Pointer.Address & 15);

  [PseudoLinkExport("take")]
  public static void Take(uint dest, uint src, uint size) =>
    Main.Action<uint, uint, uint>("mts_memcpy").Invoke(dest, src, size);

  [PseudoLinkExport("give")]
  public static void Give(uint dest, uint src, uint size) =>
    Main.Action<uint, uint, uint>("stm_memcpy").Invoke(dest, src, size);

  // ---- Functions ----

  [PseudoLinkExport("open_module")]
  public static uint OpenModule(nint name) {
    Module module = PseudoLink.Open(Marshal.PtrToStringUTF8(name)!);
    modules[module.Handle] = module;
    return module.Handle;
  }

  [PseudoLinkExport("ask")]
  public static nint Ask(uint library, nint name) {
    string[] parts = Marshal.PtrToStringUTF8(name)!.Split(':');
    Module module = library == Main.Handle ? Main : modules[library];
    return module.FunctionPointer(parts[0], parts[1]);
  }

  [PseudoLinkExport("call_ii")]
  public static int CallII(RemoteFunction<int, int> function, int a) => function.Invoke(a);

  [PseudoLinkExport("call_iii")]
  public static int CallIII(RemoteFunction<int, int, int> function, int a, int b) => function.Invoke(a, b);

  [PseudoLinkExport("call_main_pointer")]
  public static int CallMainPointer(uint pointer, int a) {
    uint own = Main.Function<uint, uint>("mts_addFnPtr").Invoke(pointer);
    if (own == 0) return -1;
    int result = ((delegate* unmanaged<int, int>)own)(a);
    Main.Function<uint, uint>("mts_removeFnPtr").Invoke(own);
    return result;
  }

  [PseudoLinkExport("twice")]
  public static int Twice(int a) => 2 * a;

  [PseudoLinkExport("pointer_of_twice")]
  public static nint PointerOfTwice() => PseudoLink.Open("side_dotnet").FunctionPointer("twice", "ii");

  // ---- Growth ----

  /// <summary>By the allocator, as the runtime's memory grows by that only.</summary>
  [PseudoLinkExport("grow")]
  public static uint Grow(uint more) {
    uint wanted = CountPages() + more;
    while (CountPages() < wanted) blocks.Add((nint)NativeMemory.Alloc(1 << 20));
    return pages;
  }

  /// <summary>C# is not told how large the memory is: copies of no bytes find out which addresses are in it.</summary>
  private static uint CountPages() {
    while (HasPage(pages)) pages++;
    return pages;
  }

  private static bool HasPage(uint page) {
    try {
      Give(0, (page + 1) * PageBytes, 0);
      return true;
    } catch (PseudoLinkException) {
      return false;
    }
  }

  [PseudoLinkExport("grow_mid_call")]
  public static int GrowMidCall(RemoteFunction<uint, uint> function, RemotePointer<int> address, uint more) {
    int a = address.Value;
    Grow(more);
    uint b = function.Invoke(more);
    PinnedPointer<byte> own = Buffer();
    Take((uint)own.Address, b, 4);
    int copied = MemoryMarshal.Read<int>(new ReadOnlySpan<byte>((void*)own.Address, 4));
    return a + copied + new RemotePointer<int>(Main, b).Value;
  }

  // ---- Failures and state ----

  [PseudoLinkExport("trap_now")]
  public static void TrapNow() => throw new UnreachableException("unreachable");

  [PseudoLinkExport("trap_deep")]
  public static int TrapDeep(int a) {
    byte* frame = stackalloc byte[512];
    for (int i = 0; i < 512; i++) frame[i] = unchecked((byte)(a + i));
    if (frame[7] == unchecked((byte)(a + 7))) throw new UnreachableException("unreachable");
    return frame[0];
  }

  [PseudoLinkExport("stack_here")]
  public static nint StackHere() {
    int here;
    return (nint)(&here);
  }

  [PseudoLinkExport("count_up")]
  public static int CountUp() => ++count;

  [PseudoLinkExport("initialized")]
  public static int Initialized() => constructed;
}
