global using System;
global using System.Collections.Generic;
global using System.Linq;
global using WasmPseudoLink;
global using WasmPseudoLink.Tests.Loopback;
global using Xunit;

// The library has one runtime's state, as it has in wasm.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
