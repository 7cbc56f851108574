// The part of every main and side module's glue that talks to the loader: it hands over the runtime's own functions
// (stack, table, main) and refuses link settings with which the loader cannot work. Emscripten accepts those settings
// silently, so they are checked here, where emcc itself knows them.
//
// An Emscripten --js-library file: https://emscripten.org/docs/porting/connecting_cpp_and_javascript/Interacting-with-code.html

#if SINGLE_FILE
#error "WasmPseudoLink: -sSINGLE_FILE leaves no .wasm file for the loader to fetch and check. Remove it."
#endif
#if !WASM || WASM2JS || WASM == 2
#error "WasmPseudoLink: -sWASM=0 and -sWASM=2 replace WebAssembly by JavaScript. Remove the setting."
#endif
#if MINIMAL_RUNTIME
#error "WasmPseudoLink: -sMINIMAL_RUNTIME has no instantiateWasm hook. Remove it."
#endif
#if !WASM_BIGINT
#error "WasmPseudoLink: -sWASM_BIGINT=0 splits the 64-bit accessors into 32-bit halves. Remove it."
#endif
#if MAIN_MODULE || SIDE_MODULE
#error "WasmPseudoLink: -sMAIN_MODULE and -sSIDE_MODULE share one memory; these modules have one each. Remove the setting."
#endif
#if PTHREADS || WASM_WORKERS
#error "WasmPseudoLink 0.1: -pthread and -sWASM_WORKERS are not supported. Remove the setting."
#endif
#if MEMORY64
#error "WasmPseudoLink 0.1: -sMEMORY64 is not supported. Remove it."
#endif
#if ['instantiateWasm', 'preInit', 'noInitialRun', 'arguments'].some((hook) => !INCOMING_MODULE_JS_API.has(hook)) || (IMPORTED_MEMORY && !INCOMING_MODULE_JS_API.has('wasmMemory'))
#error "WasmPseudoLink: -sINCOMING_MODULE_JS_API lacks a hook that the loader needs. Add instantiateWasm, wasmMemory, preInit, noInitialRun and arguments to your list, or remove the setting."
#endif

(() => {
  const library = {
    $wplRuntime__internal: true,
    $wplRuntime__docs: '/** Gives the loader this runtime\'s own functions, before the module is instantiated. */',
    $wplRuntime__deps: [
      '$stackSave',
      '$stackRestore',
      '$wasmTable',
#if WASM_EXCEPTIONS || !DISABLE_EXCEPTION_CATCHING
      '$getExceptionMessage',
      '$decrementExceptionRefcount',
#endif
#if ASYNCIFY == 1
      '$Asyncify',
#endif
    ],
    $wplRuntime__postset: 'wplRuntime();',
    $wplRuntime: () => {
      var link = Module['wasmPseudoLink'];
      if (!link) return;
      link['runtime']({
        'stackSave': () => stackSave(),
        'stackRestore': (address) => stackRestore(address),
        'table': () => wasmTable,
#if HAS_MAIN
        'callMain': (args) => callMain(args),
#else
        'callMain': null,
#endif
#if WASM_EXCEPTIONS || !DISABLE_EXCEPTION_CATCHING
        'exceptionMessage': (exception) => getExceptionMessage(exception),
        'releaseException': (exception) => decrementExceptionRefcount(exception),
#else
        'exceptionMessage': null,
        'releaseException': null,
#endif
#if ASYNCIFY
        'asyncify': true,
#else
        'asyncify': false,
#endif
      });
#if ASYNCIFY == 1
      // Another module's frames are not instrumented by asyncify and would be lost in an unwind: refuse before it starts.
      var handleSleep = Asyncify.handleSleep;
      Asyncify.handleSleep = (startAsync) => {
        if (Asyncify.state === Asyncify.State.Normal && link['foreignDepth']()) {
          abort('WasmPseudoLink: suspended (ASYNCIFY) while a frame of another module is on the stack');
        }
        return handleSleep(startAsync);
      };
#endif
    },
  };
  addToLibrary(library, {noOverride: true});
  extraLibraryFuncs.push('$wplRuntime');
})();
