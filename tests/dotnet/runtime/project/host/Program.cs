// What the build generates for a main module with two C# sides.
using WasmPseudoLink;

PseudoLink.AddSide("calls", Calls.Exports.Register);
PseudoLink.AddSide("second", Second.Exports.Register);
