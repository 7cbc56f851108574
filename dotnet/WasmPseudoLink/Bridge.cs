using System;
using System.Text;

namespace WasmPseudoLink;

/// <summary>
/// The loader's services, found through rbBridge(0, name): function pointers of this runtime's own table, with int
/// parameters only, which is what an unmodified runtime can call. None of them traps or throws.
/// </summary>
/// <remarks>
/// Addresses of this runtime's own memory are pointers here: i32 in wasm, and 64-bit in the tests, which run natively.
/// </remarks>
internal static unsafe class Bridge {
  private static delegate* unmanaged<uint, byte*, nint> rbBridge;
  private static delegate* unmanaged<byte*, uint> find;
  private static delegate* unmanaged<uint, byte*, nint> block;
  private static delegate* unmanaged<nint, byte*, nint> blockOf;
  private static delegate* unmanaged<uint, int*, int> watch;
  private static delegate* unmanaged<byte*, uint, uint> error;
  private static delegate* unmanaged<byte*, uint, uint> callError;

  internal static void Attach(nint function) {
    rbBridge = (delegate* unmanaged<uint, byte*, nint>)function;
    error = (delegate* unmanaged<byte*, uint, uint>)Service("rb_dlerror");
    callError = (delegate* unmanaged<byte*, uint, uint>)Service("rb_last_call_error");
    find = (delegate* unmanaged<byte*, uint>)Service("rb_find");
    block = (delegate* unmanaged<uint, byte*, nint>)Service("rb_block");
    blockOf = (delegate* unmanaged<nint, byte*, nint>)Service("rb_block_of");
    watch = (delegate* unmanaged<uint, int*, int>)Service("rb_watch");
  }

  /// <summary>The handle of an open module, or 0.</summary>
  internal static uint Find(string name) {
    fixed (byte* text = Terminated(name)) return find(text);
  }

  /// <summary>An exported, accessor or bridge function, "add:iii", as a function pointer of its own type, unguarded; or
  /// 0.</summary>
  internal static nint Symbol(uint handle, string name) {
    fixed (byte* text = Terminated(name)) return rbBridge(handle, text);
  }

  /// <summary>An exported or bridge function, "add:iii", as guarded block function; or 0.</summary>
  internal static nint Block(uint handle, string name) {
    fixed (byte* text = Terminated(name)) return block(handle, text);
  }

  /// <summary>The guarded block function for a function pointer of this runtime's table, or 0.</summary>
  internal static nint BlockOf(nint function, ReadOnlySpan<byte> terminatedSignature) {
    fixed (byte* text = terminatedSignature) return blockOf(function, text);
  }

  /// <summary>Has <paramref name="cell"/> set to 0 when the module closes.</summary>
  internal static bool Watch(uint handle, int* cell) => watch(handle, cell) == 0;

  /// <summary>Why the last look-up failed.</summary>
  internal static string LastError() => Read(error) ?? "the loader gave no reason";

  /// <summary>How the last call that failed ended.</summary>
  internal static string LastCallError() => Read(callError) ?? "the call failed, and the loader gave no reason";

  private static nint Service(string name) {
    nint function;
    fixed (byte* text = Terminated(name)) function = rbBridge(0, text);
    return function != 0
      ? function
      : throw new InvalidOperationException(
        $"The loader has no `{name}`: it and WasmPseudoLink.dll are of versions that do not fit.");
  }

  private static string? Read(delegate* unmanaged<byte*, uint, uint> reader) {
    const int Most = 1024;
    byte* text = stackalloc byte[Most];
    uint length = reader(text, Most);
    return length == 0 ? null : Encoding.UTF8.GetString(text, (int)Math.Min(length, Most - 1));
  }

  internal static byte[] Terminated(string text) => Encoding.UTF8.GetBytes(text + "\0");
}
