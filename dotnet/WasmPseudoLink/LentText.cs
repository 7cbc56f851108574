using System.Runtime.InteropServices;
using System.Text;

namespace WasmPseudoLink;

/// <summary>A text that another module may read until the next one takes its place; in native memory, which never
/// moves.</summary>
internal sealed unsafe class LentText {
  private byte* address;
  private nuint capacity;

  /// <summary>What an export returned.</summary>
  internal static LentText Result { get; } = new();

  /// <summary>What an export's exception said.</summary>
  internal static LentText Failure { get; } = new();

  internal static void FreeAll() {
    Result.Free();
    Failure.Free();
  }

  internal byte* Address => address;

  /// <summary>Keeps the text as UTF-8.</summary>
  /// <returns>as other modules get it: the address, and above it the number of bytes</returns>
  internal long Hold(string? text) {
    int bytes = Encoding.UTF8.GetByteCount(text ?? "");
    Reserve((nuint)bytes);
    Encoding.UTF8.GetBytes(text, new System.Span<byte>(address, bytes));
    return (long)((ulong)(uint)address | (ulong)bytes << 32);
  }

  private void Reserve(nuint bytes) {
    if (bytes <= capacity && address != null) return;
    nuint wanted = bytes + bytes / 2 + 64;
    address = (byte*)NativeMemory.Realloc(address, wanted);
    capacity = wanted;
  }

  private void Free() {
    NativeMemory.Free(address);
    address = null;
    capacity = 0;
  }
}
