using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace WasmPseudoLink.Generated;

/// <summary>For generated code: a string as UTF-8, for the time of a call.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe ref struct TextArgument {
  private readonly int bytes;
  private readonly byte* address;
  private byte* allocated;

  /// <summary>Encodes a text.</summary>
  /// <param name="text">null is the empty text</param>
  /// <param name="space">room for <see cref="Marshalling.SmallText"/> bytes on the caller's stack</param>
  public TextArgument(string? text, byte* space) {
    bytes = Encoding.UTF8.GetByteCount(text ?? "");
    address = bytes <= Marshalling.SmallText ? space : allocated = (byte*)NativeMemory.Alloc((nuint)bytes);
    Encoding.UTF8.GetBytes(text, new Span<byte>(address, bytes));
  }

  /// <summary>Puts address and number of bytes into two slots.</summary>
  public readonly void Write(long* slot) {
    *(nint*)slot = (nint)address;
    slot[1] = bytes;
  }

  /// <summary>Frees what a longer text took.</summary>
  public void Dispose() {
    NativeMemory.Free(allocated);
    allocated = null;
  }
}
