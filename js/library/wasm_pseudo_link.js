// The part of every main and side module's glue that talks to the loader: it hands over the runtime's own functions
// (stack, table, main) and refuses link settings with which the loader cannot work. Emscripten accepts those settings
// silently, so they are checked here, where emcc itself knows them. Settings that make emcc build other system libraries
// first, or make no glue, are also looked for at configure (cmake/WasmPseudoLinkSettings.cmake).
//
// An Emscripten --js-library file: https://emscripten.org/docs/porting/connecting_cpp_and_javascript/Interacting-with-code.html

#if SINGLE_FILE
#error "WasmPseudoLink: -sSINGLE_FILE leaves no .wasm file for the loader to fetch and check. Remove it."
#endif
#if !WASM || WASM2JS || WASM == 2
#error "WasmPseudoLink: -sWASM=0 and -sWASM=2 replace WebAssembly by JavaScript. Remove the setting."
#elif !WASM_BIGINT
#error "WasmPseudoLink: -sWASM_BIGINT=0 splits the 64-bit accessors into 32-bit halves. Remove it."
#endif
#if MINIMAL_RUNTIME
#error "WasmPseudoLink: -sMINIMAL_RUNTIME has no instantiateWasm hook. Remove it."
#elif ['instantiateWasm', 'preInit', 'noInitialRun', 'arguments', IMPORTED_MEMORY ? 'wasmMemory' : 'preInit'].some((hook) => !new Set(INCOMING_MODULE_JS_API).has(hook))
#error "WasmPseudoLink: -sINCOMING_MODULE_JS_API (which -sSTRICT empties) lacks a hook that the loader needs. Add instantiateWasm, wasmMemory, preInit, noInitialRun and arguments to your list, or remove the setting."
#endif
#if MODULARIZE != 1 || !EXPORT_ES6
#error "WasmPseudoLink: the loader imports the glue as an ES module with a factory function. Remove your -sMODULARIZE, -sEXPORT_ES6 or -sWASM_ESM_INTEGRATION."
#endif
#if MAIN_MODULE || SIDE_MODULE
#error "WasmPseudoLink: -sMAIN_MODULE and -sSIDE_MODULE share one memory; these modules have one each. Remove the setting."
#endif
#if PTHREADS || WASM_WORKERS || SHARED_MEMORY
#error "WasmPseudoLink 0.1: threads (-pthread, -sWASM_WORKERS, -sSHARED_MEMORY) are not supported. Remove the setting."
#endif
#if MEMORY64
#error "WasmPseudoLink 0.1: -sMEMORY64 is not supported. Remove it."
#endif
#if !ALLOW_TABLE_GROWTH
#error "WasmPseudoLink: -sALLOW_TABLE_GROWTH=0 leaves no room for the functions of other modules. Remove it."
#endif
#if STANDALONE_WASM || SPLIT_MODULE
#error "WasmPseudoLink: -sSTANDALONE_WASM and -sSPLIT_MODULE make a .wasm that the loader cannot start. Remove the setting."
#endif

(() => {
  const { library } = LibraryManager;
  const isUsers = (symbol) => library[symbol + '__user'];

  /**
   * What only emcc knows of a link, as a string without quotes that js/build/link_report.mjs takes out of the glue:
   *   exports: the functions that the sources (`used`) or -sEXPORTED_FUNCTIONS export, without the runtime's
   *   library: the functions of Emscripten's own JavaScript library that the wasm imports
   *   stubs: the names that it imports which are in stub libraries of other modules, as `name:module`
   *   scripts: JavaScript files of the user
   *   asks: the functions that this glue asks the loader for (templates/import_library.js.in)
   *   memory: initial and maximum pages that the link settings give
   *   optimization: the level that emcc links with
   */
  const report = () => {
    const root = process.argv[1].replace(/\\/g, '/').replace(/\/(src|tools)\/[^/]*$/, '/');
    const stubs = LibraryManager.wplStubs ?? {};
    const imported = DEFAULT_LIBRARY_FUNCS_TO_INCLUDE.filter((name) => !name.startsWith('$'));
    const fields = {
      exports: Array.from(EXPORTED_FUNCTIONS, (name) => name.replace(/^_/, '')),
      // The last two are of emcc's runtime rather than of its library (emcc: src/runtime_safe_heap.js).
      library: [...imported.filter((name) => !isUsers(name)), ...(SAFE_HEAP ? ['segfault', 'alignfault'] : [])],
      stubs: imported.filter((name) => name in stubs).map((name) => `${name}:${stubs[name]}`),
      scripts: [...JS_LIBRARIES, ...PRE_JS_FILES, ...POST_JS_FILES]
        .map((file) => file.replace(/\\/g, '/'))
        .filter((file) => file.includes('/') && !file.startsWith(root) && !/\/wasm_pseudo_link(\/|\.js$)/.test(file))
        .map((file) => file.replace(/^.*\//, '').replace(/[^\w.-]/g, '_')),
      asks: LibraryManager.wplAsks ?? [],
      optimization: [`-O${['', 's', 'z'][SHRINK_LEVEL] || OPT_LEVEL}`],
      memory: [INITIAL_MEMORY, ALLOW_MEMORY_GROWTH ? MAXIMUM_MEMORY : INITIAL_MEMORY].map((bytes) => bytes / 65536),
    };
    return `wpl-report;${Object.entries(fields).map(([name, values]) => `${name}=${values}`).join(';')}`;
  };

  addToLibrary({
    $wplRuntime__internal: true,
    $wplRuntime__docs: '/** Gives the loader this runtime\'s own functions, before the module is instantiated. */',
    $wplRuntime__deps: ['$stackSave', '$stackRestore', '$wasmTable', '$wplExceptions',
#if ASYNCIFY == 1
      '$Asyncify',
#endif
    ],
    $wplRuntime__postset: () => `wplRuntime('${report()}');`,
    $wplRuntime: (report) => {
      var link = Module['wasmPseudoLink'];
      if (!link) return;
      link['runtime']({
        'report': report,
        'stackSave': () => stackSave(),
        'stackRestore': (address) => stackRestore(address),
        'table': () => wasmTable,
        // The runtime may keep a copy of the table's entries ($wasmTableMirror, which is emcc's own and so no dependency).
        'setTableEntry': (index, func) => {
          wasmTable.set(index, func);
          if (typeof wasmTableMirror != 'undefined') wasmTableMirror[index] = wasmTable.get(index);
        },
#if HAS_MAIN
        'callMain': (args) => callMain(args),
#else
        'callMain': null,
#endif
        'exceptionMessage': wplExceptions['message'],
        'releaseException': wplExceptions['release'],
#if ASYNCIFY == 1
        'asyncify': { 'pending': () => Asyncify.currData !== null, 'whenDone': () => Asyncify.whenDone() },
#else
        'asyncify': {{{ !!ASYNCIFY }}},
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
  }, {noOverride: true});
  extraLibraryFuncs.push('$wplRuntime');

  // Reads and frees C++ exceptions; null functions in a module that catches none. Only the module's own: another one's would
  // be read, and freed, at an address of this memory. What there is to use differs between versions of Emscripten.
  const exceptions = () => {
    if (!('$getExceptionMessage' in library)) return { deps: [], message: 'null', release: 'null' };
    if (WASM_EXCEPTIONS) {
      // Older versions have no function for it, so the second word of libc++abi's __cxa_eh_globals is counted down.
      const [count, countDown] = '$decrementUncaughtExceptionCount' in library
        ? ['$decrementUncaughtExceptionCount', 'decrementUncaughtExceptionCount();']
        : ['__cxa_get_globals', 'HEAPU32[(___cxa_get_globals() + 4) >> 2]--;'];
      return {
        deps: ['$getCppExceptionTag', '$getExceptionMessage', '$decrementExceptionRefcount', count],
        message: '(e) => (e instanceof WebAssembly.Exception && e.is(getCppExceptionTag()) ? getExceptionMessage(e) : null)',
        release: `(e) => { ${countDown} decrementExceptionRefcount(e); }`,
      };
    }
    if (!/CppException/.test(library.__cxa_throw)) {
      // Older versions throw the address alone, and emcc's invoke_ functions take any number for an exception of their own.
      error('WasmPseudoLink: -fexceptions of this Emscripten throws numbers, which other modules take for exceptions of ' +
        'their own. Link with -sEXCEPTION_STACK_TRACES=1, or use -fwasm-exceptions.');
    }
    const [increment, decrement] = ['__cxa_increment_exception_refcount', '__cxa_decrement_exception_refcount'];
    // Older versions count a thrown exception only when it is caught.
    const isCounted = library.__cxa_throw__deps.includes(increment);
    return {
      deps: ['$getExceptionMessageCommon', '$uncaughtExceptionCount', increment, decrement],
      message: '(e) => (e instanceof CppException ? getExceptionMessageCommon(e.excPtr) : null)',
      release: `(e) => {
        uncaughtExceptionCount--;
        ${isCounted ? '' : `_${increment}(e.excPtr);`}
        _${decrement}(e.excPtr);
      }`,
    };
  };
  const { deps, message, release } = exceptions();
  addToLibrary({
    $wplExceptions__deps: deps,
    $wplExceptions: `{'message': ${message}, 'release': ${release}}`,
  }, {noOverride: true});
})();
