using System;

namespace WasmPseudoLink.ApiTool;

/// <summary>The assembly is none from which an API can be read; the message says why, and what to do.</summary>
internal sealed class ApiException(string message) : Exception(message);
