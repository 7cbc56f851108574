using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;

namespace WasmPseudoLink;

/// <summary>What the loader calls; JavaScript has it by getAssemblyExports("WasmPseudoLink").</summary>
[SupportedOSPlatform("browser")]
internal static unsafe partial class Interop {
  /// <summary>Registers a side's exports and describes them: {abi, assembly, exports: [[name, signature, method,
  /// index]]}.</summary>
  [JSExport]
  internal static string OpenSide(string name) => Sides.Open(name);

  /// <summary>Joins the runtime to an app.</summary>
  /// <param name="handle">the runtime's own handle</param>
  /// <param name="rbBridge">function pointer of the runtime's table</param>
  [JSExport]
  internal static void Attach(int handle, int rbBridge) => Attachment.Begin((uint)handle, rbBridge);

  /// <summary>Ends that: all modules, and what came from them, become unusable.</summary>
  [JSExport]
  internal static void Detach() => Attachment.End();

  /// <summary>Calls an export where the runtime has no raw way to do that.</summary>
  [JSExport]
  internal static void InvokeExport(int index, int block) => Sides.Invoke(index, (long*)block);
}
