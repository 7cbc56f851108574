using System.Linq;
using System.Text;

namespace WasmPseudoLink.Generator;

/// <summary>Just enough JSON for what the assembly's attributes hold.</summary>
internal static class Json {
  internal static string Object(params (string Key, object? Value)[] members) =>
    "{" + string.Join(",", members.Where(member => member.Value != null)
      .Select(member => $"\"{member.Key}\":{Value(member.Value!)}")) + "}";

  private static string Value(object value) => value is string text ? Quoted(text) : value.ToString();

  private static string Quoted(string text) {
    var json = new StringBuilder("\"");
    foreach (char c in text) {
      if (c is '"' or '\\') {
        json.Append('\\').Append(c);
      } else if (c < ' ') {
        json.Append($"\\u{(int)c:x4}");
      } else {
        json.Append(c);
      }
    }
    return json.Append('"').ToString();
  }
}
