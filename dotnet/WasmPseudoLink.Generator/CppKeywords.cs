using System.Collections.Generic;
using System.Text;

namespace WasmPseudoLink.Generator;

/// <summary>Names that C++ keeps for itself.</summary>
internal static class CppKeywords {
  private static readonly HashSet<string> all = [.. (
    "alignas alignof and and_eq asm auto bitand bitor bool break case catch char char8_t char16_t char32_t class compl " +
    "concept const consteval constexpr constinit const_cast continue co_await co_return co_yield decltype default delete " +
    "do double dynamic_cast else enum explicit export extern false float for friend goto if inline int long mutable " +
    "namespace new noexcept not not_eq nullptr operator or or_eq private protected public register reinterpret_cast " +
    "requires return short signed sizeof static static_assert static_cast struct switch template this thread_local throw " +
    "true try typedef typeid typename union unsigned using virtual void volatile wchar_t while xor xor_eq").Split(' ')];

  internal static bool Contains(string name) => all.Contains(name);

  /// <summary>A C# parameter's name as one in C++, where it says something to readers only.</summary>
  internal static string Safe(string name) {
    var safe = new StringBuilder();
    foreach (char c in name) {
      bool isPlain = c is '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');
      safe.Append(isPlain ? c : '_');
    }
    return Contains(name) ? $"{safe}_" : safe.ToString();
  }
}
