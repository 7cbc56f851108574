namespace WasmPseudoLink;

public sealed unsafe partial class Module {
  /// <summary>The bridge of two sides takes the one that asks for its main; that of main and a side takes
  /// main.</summary>
  private bool PlaysMain => Handle == 1;

  /// <summary>Copies from this module's memory to the runtime's own.</summary>
  internal void CopyIn(void* to, uint from, nuint bytes) {
    if (copyIn == 0) copyIn = Block(PlaysMain ? "mts_memcpy" : "stm_memcpy", "viii");
    CopyBlock block;
    block.To = (nuint)to;
    block.From = from;
    block.Bytes = bytes;
    GuardedCall.Run(copyIn, this, (long*)&block);
  }

  /// <summary>Copies from the runtime's own memory to this module's.</summary>
  internal void CopyOut(uint to, void* from, nuint bytes) {
    if (copyOut == 0) copyOut = Block(PlaysMain ? "stm_memcpy" : "mts_memcpy", "viii");
    CopyBlock block;
    block.To = to;
    block.From = (nuint)from;
    block.Bytes = bytes;
    GuardedCall.Run(copyOut, this, (long*)&block);
  }

  private struct CopyBlock {
    internal ulong To, From, Bytes;
#pragma warning disable CS0169 // for the thunk
    private ulong scratch;
#pragma warning restore CS0169
  }
}
