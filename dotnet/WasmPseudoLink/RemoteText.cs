using System;
using System.Buffers;
using System.Text;

namespace WasmPseudoLink;

/// <summary>Texts in other modules' memories. Reading makes a string of C#'s own; what is written is owned as the method
/// says.</summary>
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
}
