using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;
using WasmPseudoLink;

/// <summary>Calls from C# to main and back, as loops of `count` calls each.</summary>
[SupportedOSPlatform("browser")]
public static unsafe partial class Calls {
  [JSImport("add", "bench")]
  private static partial int AddInJavaScript(int a, int b);

  [JSImport("mix", "bench")]
  private static partial double MixInJavaScript([JSMarshalAs<JSType.BigInt>] long a, float b, double c, int d);

  [PseudoLinkImport("plain_add")]
  private static partial int Add(int a, int b);

  [PseudoLinkImport("plain_mix")]
  private static partial double Mix(long a, float b, double c, int d);

  [PseudoLinkExport("cs_jsimport")]
  public static int ByJSImport(int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) sum = AddInJavaScript(sum, i);
    return sum;
  }

  [PseudoLinkExport("cs_import")]
  public static int ByImport(int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) sum = Add(sum, i);
    return sum;
  }

  [PseudoLinkExport("cs_function")]
  public static int ByFunction(int count) {
    RemoteFunction<int, int, int> add = PseudoLink.Main.Function<int, int, int>("plain_add");
    int sum = 0;
    for (int i = 0; i < count; i++) sum = add.Invoke(sum, i);
    return sum;
  }

  [PseudoLinkExport("cs_pointer")]
  public static int ByPointer(int count) {
    var add = (delegate* unmanaged<int, int, int>)PseudoLink.Main.FunctionPointer("plain_add", "iii");
    int sum = 0;
    for (int i = 0; i < count; i++) sum = add(sum, i);
    return sum;
  }

  [PseudoLinkExport("cs_mix_jsimport")]
  public static int MixByJSImport(int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) sum += MixInJavaScript(i, 0, 0, 0);
    return (int)(long)sum;
  }

  [PseudoLinkExport("cs_mix_import")]
  public static int MixByImport(int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) sum += Mix(i, 0, 0, 0);
    return (int)(long)sum;
  }

  /// <summary>What others call.</summary>
  [PseudoLinkExport("cs_add")]
  public static int AddHere(int a, int b) => a + b;

  /// <summary>The same by .NET's own means.</summary>
  [JSExport]
  internal static int AddForJavaScript(int a, int b) => a + b;
}
