namespace WasmPseudoLink;

/// <summary>A signature's letters, made once: as string, and as C text for the loader.</summary>
internal sealed class Signature(params char[] letters) {
  internal string Letters { get; } = new(letters);
  internal byte[] Terminated { get; } = Bridge.Terminated(new string(letters));
}
