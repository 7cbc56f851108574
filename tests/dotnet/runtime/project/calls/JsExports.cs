using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;

namespace Calls;

/// <summary>The usual way from JavaScript, for comparison.</summary>
[SupportedOSPlatform("browser")]
public static partial class JsExports {
  [JSExport]
  internal static int Add(int a, int b) => a + b;
}
