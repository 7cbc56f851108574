using System;
using WasmPseudoLink;
using WasmPseudoLink.Generated;

namespace Second;

/// <summary>A second C# side in the same runtime.</summary>
public static unsafe class Exports {
  public static void Register() {
    PseudoLink.Export("thrice", "ii", Thrice);
    PseudoLink.Export("call_first", "ii", CallFirst);
  }

  private static void Thrice(long* block) => *(int*)(block + 1) *= 3;

  /// <summary>Calls a function of the other C# side, through the loader.</summary>
  private static void CallFirst(long* block) {
    try {
      *(int*)(block + 1) = PseudoLink.Open("calls").Function<int, int>("twice").Invoke(*(int*)(block + 1));
    } catch (Exception e) {
      Marshalling.Fail(block, e);
    }
  }
}
