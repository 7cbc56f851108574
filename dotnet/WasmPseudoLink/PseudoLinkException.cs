using System;

namespace WasmPseudoLink;

/// <summary>
/// A call into another module ended in a trap or an exception there, or a module or function was not found.
/// <see cref="Exception.Message"/> names the module and the function, and has the trap's or exception's text.
/// </summary>
/// <remarks>The module that failed stays usable; whether its data are still sound is for the caller to judge.</remarks>
public sealed class PseudoLinkException : Exception {
  /// <summary>Makes an exception without a text.</summary>
  public PseudoLinkException() { }

  /// <summary>Makes an exception.</summary>
  /// <param name="message">what failed, and where</param>
  public PseudoLinkException(string message) : base(message) { }

  /// <summary>Makes an exception that has a cause.</summary>
  /// <param name="message">what failed, and where</param>
  /// <param name="innerException">the cause</param>
  public PseudoLinkException(string message, Exception innerException) : base(message, innerException) { }
}
