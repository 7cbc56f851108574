using System.Runtime.InteropServices;
using System.Text;

namespace WasmPseudoLink.Tests.Loopback;

/// <summary>
/// What plays the loader: rbBridge and its services as C functions, over fake modules. Lives from its construction,
/// which attaches C#, to Dispose.
/// </summary>
internal sealed unsafe class FakeLoader : IDisposable {
  internal const uint OwnHandle = 2;

  private static FakeLoader current = null!;

  private readonly Dictionary<uint, FakeModule> modules = [];
  private readonly Dictionary<uint, List<nint>> cells = [];
  private readonly Dictionary<string, nint> services;
  private readonly List<Delegate> kept = []; // what C function pointers are made of
  private readonly List<(FakeModule.Body Body, string Signature)> callbacks = [];
  private uint nextHandle = 3;
  private string error = "", callError = "";

  internal FakeLoader(string? missingService = null) {
    current = this;
    services = new() {
      ["rb_dlerror"] = (nint)(delegate* unmanaged<byte*, uint, uint>)&Error,
      ["rb_last_call_error"] = (nint)(delegate* unmanaged<byte*, uint, uint>)&CallError,
      ["rb_find"] = (nint)(delegate* unmanaged<byte*, uint>)&Find,
      ["rb_block"] = (nint)(delegate* unmanaged<uint, byte*, nint>)&Block,
      ["rb_block_of"] = (nint)(delegate* unmanaged<nint, byte*, nint>)&BlockOf,
      ["rb_watch"] = (nint)(delegate* unmanaged<uint, int*, int>)&Watch,
    };
    if (missingService != null) services.Remove(missingService);
    modules[1] = Main;
    Attachment.Begin(OwnHandle, (nint)(delegate* unmanaged<uint, byte*, nint>)&RbBridge);
  }

  internal FakeModule Main { get; } = new("main");

  /// <summary>Block functions made so far.</summary>
  internal int LookUps { get; private set; }

  internal FakeModule Open(string name) {
    var module = new FakeModule(name);
    modules[nextHandle++] = module;
    return module;
  }

  internal void Close(FakeModule module) {
    uint handle = modules.First(pair => pair.Value == module).Key;
    modules.Remove(handle);
    foreach (nint cell in cells.GetValueOrDefault(handle) ?? []) *(int*)cell = 0;
    module.Dispose();
  }

  /// <summary>Lends a function to C#: the number is what a callback parameter gets.</summary>
  internal int Lend(string signature, FakeModule.Body body) {
    callbacks.Add((body, signature));
    return callbacks.Count;
  }

  public void Dispose() {
    Attachment.End();
    foreach (FakeModule module in modules.Values) module.Dispose();
  }

  // ---- The services ----

  [UnmanagedCallersOnly]
  private static nint RbBridge(uint library, byte* name) =>
    library == 0 ? current.services.GetValueOrDefault(Text(name)) : current.MakeBlock(library, Text(name));

  [UnmanagedCallersOnly]
  private static uint Find(byte* name) {
    uint handle = current.modules.FirstOrDefault(pair => pair.Value.Name == Text(name)).Key;
    if (handle == 0) current.error = $"no module {Text(name)} is open";
    return handle;
  }

  [UnmanagedCallersOnly]
  private static nint Block(uint handle, byte* name) => current.MakeBlock(handle, Text(name));

  [UnmanagedCallersOnly]
  private static nint BlockOf(nint function, byte* signature) {
    if (function < 1 || function > current.callbacks.Count) return current.Fail("no such function pointer");
    (FakeModule.Body body, string actual) = current.callbacks[(int)function - 1];
    return Text(signature) == actual ? current.Guarded("callback", body) : current.Fail($"the callback is {actual}");
  }

  [UnmanagedCallersOnly]
  private static int Watch(uint handle, int* cell) {
    if (!current.modules.ContainsKey(handle)) return -1;
    if (!current.cells.TryGetValue(handle, out List<nint>? list)) current.cells[handle] = list = [];
    list.Add((nint)cell);
    return 0;
  }

  [UnmanagedCallersOnly]
  private static uint Error(byte* buffer, uint size) => Give(ref current.error, buffer, size, forget: true);

  [UnmanagedCallersOnly]
  private static uint CallError(byte* buffer, uint size) => Give(ref current.callError, buffer, size, forget: false);

  // ---- Behind them ----

  private nint MakeBlock(uint handle, string spec) {
    if (!modules.TryGetValue(handle, out FakeModule? module)) return Fail("the module is closed");
    FakeModule.Body? body = Copy(handle, module, spec) ?? module.Find(spec);
    if (body != null) return Guarded($"{module.Name}.{spec.Split(':')[0]}", body);
    return Fail(module.Has(spec.Split(':')[0])
      ? $"{module.Name}.{spec.Split(':')[0]} has another signature than {spec}"
      : $"{module.Name} has no function {spec}");
  }

  /// <summary>Between main and C#, main plays the bridge's main; between C# and a side, C# does.</summary>
  private static FakeModule.Body? Copy(uint handle, FakeModule module, string spec) {
    bool isMain = handle == 1;
    if (spec == (isMain ? "mts_memcpy:viii" : "stm_memcpy:viii")) {
      return block => module.CopyOut((nint)block[0], (uint)block[1], (uint)block[2]);
    }
    if (spec == (isMain ? "stm_memcpy:viii" : "mts_memcpy:viii")) {
      return block => module.CopyIn((uint)block[0], (nint)block[1], (uint)block[2]);
    }
    return null;
  }

  private delegate int BlockFunction(long* block);

  private nint Guarded(string name, FakeModule.Body body) {
    LookUps++;
    BlockFunction function = block => {
      try {
        body(block);
        return 0;
      } catch (Exception trap) {
        callError = $"{name} trapped: {trap.Message}";
        return 1;
      }
    };
    kept.Add(function);
    return Marshal.GetFunctionPointerForDelegate(function);
  }

  private nint Fail(string text) {
    error = text;
    return 0;
  }

  private static uint Give(ref string text, byte* buffer, uint size, bool forget) {
    byte[] bytes = Encoding.UTF8.GetBytes(text);
    if (size > 0) {
      int fitting = Math.Min(bytes.Length, (int)size - 1);
      bytes.AsSpan(0, fitting).CopyTo(new Span<byte>(buffer, (int)size));
      buffer[fitting] = 0;
    }
    if (forget) text = "";
    return (uint)bytes.Length;
  }

  private static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text)!;
}
