// For a relinked .NET runtime: keeps what the loader uses of it, which emcc would otherwise remove as unused.
//
// An Emscripten --js-library file: https://emscripten.org/docs/porting/connecting_cpp_and_javascript/Interacting-with-code.html

addToLibrary({
  $wasmPseudoLink__deps: ['$stackSave', '$stackAlloc', '$stackRestore'],
  $wasmPseudoLink: {},
});
extraLibraryFuncs.push('$wasmPseudoLink');
