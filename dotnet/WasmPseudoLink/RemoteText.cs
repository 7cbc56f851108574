using System;
using System.Text;

namespace WasmPseudoLink;

/// <summary>Texts in other modules' memories. Reading makes a string of C#'s own; what is written is owned as the
/// method says.</summary>
public static class RemoteText {
  /// <summary>A copy of UTF-8 text as string.</summary>
  /// <param name="text">its bytes, without a NUL; invalid ones become U+FFFD</param>
  public static string ReadUtf8(this RemoteReadOnlySpan<byte> text) {
    using ReadOnlyLocalView<byte> view = text.ToLocal();
    return Encoding.UTF8.GetString(view.Span);
  }

  /// <inheritdoc cref="ReadUtf8(RemoteReadOnlySpan{byte})"/>
  public static string ReadUtf8(this RemoteSpan<byte> text) => ReadUtf8((RemoteReadOnlySpan<byte>)text);

  /// <summary>A copy of UTF-16 text as string: what C++ has as std::u16string_view.</summary>
  /// <param name="text">its units, without a NUL</param>
  public static string ReadUtf16(this RemoteReadOnlySpan<char> text) {
    using ReadOnlyLocalView<char> view = text.ToLocal();
    return new string(view.Span);
  }

  /// <inheritdoc cref="ReadUtf16(RemoteReadOnlySpan{char})"/>
  public static string ReadUtf16(this RemoteSpan<char> text) => ReadUtf16((RemoteReadOnlySpan<char>)text);

  /// <summary>A copy of UTF-8 text that ends with a NUL, a C string, as string.</summary>
  /// <param name="text">where it begins; null gives null</param>
  /// <exception cref="PseudoLinkException">there is no NUL up to the end of the module's memory</exception>
  public static string? ReadUtf8(this RemotePointer<byte> text) =>
    text.IsNull ? null : text.ToSpan(Length(text)).ReadUtf8();

  /// <summary>A copy of UTF-16 text that ends with a NUL as string.</summary>
  /// <param name="text">where it begins; null gives null</param>
  /// <exception cref="PseudoLinkException">there is no NUL up to the end of the module's memory</exception>
  public static string? ReadUtf16(this RemotePointer<char> text) =>
    text.IsNull ? null : text.ToSpan(Length(text)).ReadUtf16();

  /// <summary>Elements before the first that is zero. Read in pieces that end at multiples of their size, as memories
  /// do: none reaches over the end.</summary>
  private static unsafe int Length<T>(RemotePointer<T> first) where T : unmanaged, IEquatable<T> {
    const uint Piece = 256;
    T* elements = stackalloc T[(int)Piece];
    for (int length = 0; ;) {
      RemotePointer<T> next = first + length;
      int count = (int)(Piece - next.Address % Piece) / sizeof(T);
      var piece = new Span<T>(elements, Math.Max(count, 1));
      next.ToSpan(piece.Length).CopyTo(piece);
      int zero = piece.IndexOf(default(T));
      if (zero >= 0) return length + zero;
      length += piece.Length;
    }
  }
}
