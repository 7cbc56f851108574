namespace System.Runtime.CompilerServices;

/// <summary>What records want and netstandard2.0 does not have.</summary>
internal static class IsExternalInit { }
