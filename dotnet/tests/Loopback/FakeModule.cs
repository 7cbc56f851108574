using System.Runtime.InteropServices;
using System.Text;

namespace WasmPseudoLink.Tests.Loopback;

/// <summary>What plays another module: a memory, and functions that take blocks, as its thunks would.</summary>
internal sealed unsafe class FakeModule(string name) : IDisposable {
  internal const int Size = 1 << 20;

  internal delegate void Body(long* block);

  private readonly Dictionary<string, Body> functions = [];

  internal string Name { get; } = name;
  internal byte* Memory { get; } = (byte*)NativeMemory.AllocZeroed(Size);

  /// <summary>Adds a function: "add:iii".</summary>
  internal FakeModule With(string nameAndSignature, Body body) {
    functions[nameAndSignature] = body;
    return this;
  }

  internal Body? Find(string nameAndSignature) => functions.GetValueOrDefault(nameAndSignature);

  internal bool Has(string function) => functions.Keys.Any(key => key.StartsWith(function + ":"));

  /// <summary>Its own elements, as its own code sees them.</summary>
  internal Span<T> At<T>(uint address, int length) where T : unmanaged => new(Memory + address, length);

  internal (uint Address, int Bytes) Put(uint address, string text) {
    int bytes = Encoding.UTF8.GetBytes(text, At<byte>(address, Size - (int)address));
    return (address, bytes);
  }

  /// <summary>As the bridge does: traps at the memory's end.</summary>
  internal void CopyOut(nint to, uint from, uint bytes) {
    Check(from, bytes);
    Buffer.MemoryCopy(Memory + from, (void*)to, bytes, bytes);
  }

  internal void CopyIn(uint to, nint from, uint bytes) {
    Check(to, bytes);
    Buffer.MemoryCopy((void*)from, Memory + to, bytes, bytes);
  }

  private static void Check(uint address, uint bytes) {
    if ((ulong)address + bytes > Size) throw new InvalidOperationException("memory access out of bounds");
  }

  public void Dispose() => NativeMemory.Free(Memory);
}
