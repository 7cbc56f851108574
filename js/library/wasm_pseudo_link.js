// The part of every main and side module's glue that talks to the loader: it hands over the runtime's own functions
// (stack, table, main) and refuses link settings with which the loader cannot work (refused_settings.json). Emscripten
// accepts those silently, so they are checked here, where emcc itself knows them, whatever has set them; those that the
// project writes are found at configure (cmake/WasmPseudoLinkSettings.cmake).
//
// An Emscripten --js-library file: https://emscripten.org/docs/porting/connecting_cpp_and_javascript/Interacting-with-code.html

(() => {
  const { library } = LibraryManager;
  const isUsers = (symbol) => library[symbol + '__user'];
  // To write what embind declares (--emit-tsd, -sEMBIND_AOT), emcc links once more, by other settings, and runs the
  // module without a loader (emcc: run_embind_gen in tools/link.py).
  const isDescribed = JS_LIBRARIES.some((file) => /embind_gen\.js$/.test(file));

  const refuseSettings = () => {
    const here = JS_LIBRARIES.find((file) => /wasm_pseudo_link\.js$/.test(file));
    const file = here.replace(/wasm_pseudo_link\.js$/, 'refused_settings.json');
    const refused = JSON.parse(process.getBuiltinModule('fs').readFileSync(file, 'utf8'));
    for (const { settings, internal = {}, reason, remedy = 'Remove it.' } of refused) {
      for (const [name, allowed] of Object.entries(settings)) {
        const value = globalThis[name]; // undefined: another version of emcc does not have it
        if (value === undefined || allowed.includes(Number(value))) continue;
        const written = internal[name] ?? `-s${name}=${Number(value) || value || 0}`;
        error(`WasmPseudoLink: ${written} ${reason}. ${remedy}`);
      }
    }
    const hooks = ['instantiateWasm', 'preInit', 'noInitialRun', 'arguments', ...(IMPORTED_MEMORY ? ['wasmMemory'] : [])];
    const known = new Set(INCOMING_MODULE_JS_API);
    if (!MINIMAL_RUNTIME && hooks.some((hook) => !known.has(hook))) {
      error('WasmPseudoLink: -sINCOMING_MODULE_JS_API (which -sSTRICT empties) lacks a hook that the loader needs. Add ' +
        'instantiateWasm, wasmMemory, preInit, noInitialRun and arguments to your list, or remove the setting.');
    }
  };
  if (!isDescribed) refuseSettings();

  /**
   * What only emcc knows of a link, as a string without quotes that js/tools/emscripten/link_report.mjs takes out of
   * the glue:
   *   exports: the functions that the sources (`used`) or -sEXPORTED_FUNCTIONS export, without the runtime's
   *   library: the functions of Emscripten's own JavaScript library that the wasm imports
   *   stubs: the names that it imports which are in stub libraries of other modules, as `name:module`
   *   scripts: JavaScript files of the user
   *   texts: names of what emcc copies as text from the object files into the glue (EM_JS, EM_ASM, odd names)
   *   exported: where emcc does not tell which of the exports are texts: those of the user, which a .wasm without
   *     texts has all
   *   host: settings by which the library reaches files and sockets of the computer
   *   asks: the functions that this glue asks the loader for (templates/import_library.js.in)
   *   loads: source-map if the glue loads one; by-locateFile if it asks locateFile where files are
   *   memory: initial and maximum pages that the link settings give
   *   optimization: the level that emcc links with
   */
  const isPlain = (name) => /^[\w$.]+$/.test(name);
  const plain = (name) => name.replace(/[^\w$.]/g, '_');

  // EM_JS and EM_ASM are data of the .wasm, which emcc copies into the glue whether or not anything imports it (emcc:
  // create_em_js and create_asm_consts in tools/emscripten.py); it copies names of exports and imports too. Older
  // versions tell whether there is EM_ASM, and mix the names of EM_JS into those of the exports.
  const texts = (imported) => {
    const odd = [...WASM_EXPORTS, ...imported].filter((name) => !isPlain(name));
    if (typeof EM_JS_SNIPPETS != 'undefined') {
      const nameOf = (text) => /^(?:async )?function[ *]+([\w$]+)/.exec(text)?.[1] ?? 'EM_ASM';
      return [...EM_JS_SNIPPETS.map(nameOf), ...odd.map(plain)];
    }
    const twice = WASM_EXPORTS.filter((name, index) => WASM_EXPORTS.indexOf(name) < index);
    const sections = [...(HAVE_EM_ASM ? ['EM_ASM'] : []), ...(WASM_EXPORTS.includes('__start_em_js') ? ['EM_JS'] : [])];
    return [...sections, ...twice, ...odd].map(plain);
  };

  const report = () => {
    const root = process.argv[1].replace(/\\/g, '/').replace(/\/(src|tools)\/[^/]*$/, '/');
    const stubs = LibraryManager.wplStubs ?? Object.create(null);
    const exports = Array.from(EXPORTED_FUNCTIONS, (name) => name.replace(/^_/, ''));
    if (exports.includes('hasOwnProperty')) { // emcc: emitDCEGraph in tools/acorn-optimizer.mjs
      error('WasmPseudoLink: emcc cannot optimise a module that exports a function named `hasOwnProperty`. Rename it, or give it ' +
        'another wasm name.');
    }
    const imported = DEFAULT_LIBRARY_FUNCS_TO_INCLUDE.filter((name) => !name.startsWith('$'));
    const fields = {
      exports: exports.filter(isPlain),
      // The last two are of emcc's runtime rather than of its library (emcc: src/runtime_safe_heap.js).
      library: [...imported.filter((name) => isPlain(name) && !isUsers(name)), ...(SAFE_HEAP ? ['segfault', 'alignfault'] : [])],
      stubs: imported.filter((name) => name in stubs).map((name) => `${name}:${stubs[name]}`),
      scripts: [...JS_LIBRARIES, ...PRE_JS_FILES, ...POST_JS_FILES]
        .map((file) => file.replace(/\\/g, '/'))
        .filter((file) => file.includes('/') && !file.startsWith(root) && !/\/wasm_pseudo_link(\/|\.js$)/.test(file))
        .map((file) => file.replace(/^.*\//, '').replace(/[^\w.-]/g, '_')),
      texts: texts(imported),
      exported: typeof EM_JS_SNIPPETS != 'undefined' ? [] :
        WASM_EXPORTS.filter((name) => isPlain(name) && !name.startsWith('__em_lib_deps') && exports.includes(name)),
      host: Object.entries({
        '-sNODERAWFS': NODERAWFS,
        '-lnodefs.js': '$NODEFS' in library,
        '-sNODERAWSOCKETS': typeof NODERAWSOCKETS != 'undefined' && NODERAWSOCKETS,
      }).filter(([, isSet]) => isSet).map(([setting]) => setting),
      asks: LibraryManager.wplAsks ?? [],
      loads: [LOAD_SOURCE_MAP && 'source-map', new Set(INCOMING_MODULE_JS_API).has('locateFile') && 'by-locateFile'].filter(Boolean),
      optimization: [`-O${['', 's', 'z'][SHRINK_LEVEL] || OPT_LEVEL}`],
      memory: [INITIAL_MEMORY, ALLOW_MEMORY_GROWTH ? MAXIMUM_MEMORY : INITIAL_MEMORY].map((bytes) => bytes / 65536),
    };
    explainUndefined(imported);
    return `wpl-report;${Object.entries(fields).map(([name, values]) => `${name}=${values}`).join(';')}`;
  };

  /**
   * emcc has said already that these are undefined, but not what may be the reason. It has put functions in their place
   * by now (emcc: src/jsifier.mjs).
   */
  const explainUndefined = (imported) => {
    const modules = (LibraryManager.wplModules ?? []).join(', ');
    if (!ERROR_ON_UNDEFINED_SYMBOLS || !modules) return;
    for (const name of imported.filter((name) => String(library[name]).includes(`abort('missing function: ${name}')`))) {
      error(`WasmPseudoLink: no linked module exports \`${name}\` (linked: ${modules}). If it is an API function, include the header that declares it in a source of its module.`);
    }
  };

  const runtime = {
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
        // The runtime may keep a copy of the table's entries ($wasmTableMirror, which is emcc's own and so no
        // dependency).
        'setTableEntry': (index, func) => {
          wasmTable.set(index, func);
          if (typeof wasmTableMirror != 'undefined') wasmTableMirror[index] = wasmTable.get(index);
        },
#if HAS_MAIN && INVOKE_RUN
        'callMain': (args) => callMain(args),
#else
        'callMain': null,
#endif
        'exceptionMessage': wplExceptions['message'],
        'releaseException': wplExceptions['release'],
        'tags': wplExceptions['tags'],
        'isLongjmp': wplExceptions['isLongjmp'],
        'throwsJavaScript': wplExceptions['throwsJavaScript'],
#if ASYNCIFY == 1
        'asyncify': { 'pending': () => Asyncify.currData !== null, 'whenDone': () => Asyncify.whenDone() },
#else
        'asyncify': {{{ !!ASYNCIFY }}},
#endif
      });
#if ASYNCIFY == 1
      // Another module's frames are not instrumented by asyncify and would be lost in an unwind: refuse before it
      // starts.
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
  const standIns = {
    $wplStandIns__internal: true,
    $wplStandIns__docs: '/** Gives the module what it imports from other modules: functions that it must not call. */',
    $wplStandIns__postset: 'wplStandIns();',
    $wplStandIns: () => {
      Module['instantiateWasm'] = (imports, done) => {
        var compiled = new WebAssembly.Module(readBinary(findWasmBinary()));
        for (var { module, name, kind } of WebAssembly.Module.imports(compiled)) {
          if (kind != 'function') continue;
          var functions = (imports[module] ??= {});
          functions[name] ??= () => abort('WasmPseudoLink: a constructor calls another module, which is not there when --emit-tsd or -sEMBIND_AOT runs the module.');
        }
        done(new WebAssembly.Instance(compiled, imports));
      };
    },
  };
  // One of them: with INCLUDE_FULL_LIBRARY all that is in the library runs.
  addToLibrary(isDescribed ? standIns : runtime, {noOverride: true});
  extraLibraryFuncs.push(isDescribed ? '$wplStandIns' : '$wplRuntime');

  // Calls from the event loop go through the loader: those of callUserCallback (timers, main loops, fetch and others),
  // DOM events, and animation frames, which call the function table by themselves. Emcc's own definitions are changed
  // here, so that a glue has them only if its program uses them. They stay emcc's own: what a library file adds counts
  // as the user's.
  addToLibrary({
    $wplEnter__internal: true,
    $wplEnter: (func) => (Module['wasmPseudoLink'] ? Module['wasmPseudoLink']['enter'](func) : func()),
  });
  const redefine = (definitions) => {
    Object.assign(library, definitions);
    for (const symbol of Object.keys(definitions)) delete library[symbol + '__user'];
  };
  if ('$callUserCallback' in library) {
    redefine({
      $wplCallUser: library.$callUserCallback,
      $wplCallUser__deps: library.$callUserCallback__deps,
      $callUserCallback: (func) => wplCallUser(() => wplEnter(func)),
      $callUserCallback__deps: ['$wplCallUser', '$wplEnter'],
    });
  }
  if ('$JSEvents' in library) {
    library.$JSEvents__deps.push('$wplEnter');
    redefine({
      $JSEvents__postset: `(() => {
        var register = JSEvents.registerOrRemoveHandler;
        JSEvents.registerOrRemoveHandler = (eventHandler) => {
          var handle = eventHandler.handlerFunc;
          if (handle) eventHandler.handlerFunc = (event) => wplEnter(() => handle(event));
          return register.call(JSEvents, eventHandler);
        };
      })();`,
    });
  }
  if ('emscripten_request_animation_frame_loop' in library) {
    redefine({
      emscripten_request_animation_frame__deps: ['$wplEnter', '$getWasmTableEntry'],
      emscripten_request_animation_frame: (callback, user) =>
        requestAnimationFrame((time) => wplEnter(() => getWasmTableEntry(callback)(time, user))),
      emscripten_request_animation_frame_loop__deps: ['$wplEnter', '$getWasmTableEntry'],
      emscripten_request_animation_frame_loop: (callback, user) => {
        const tick = (time) =>
          wplEnter(() => {
            if (getWasmTableEntry(callback)(time, user)) requestAnimationFrame(tick);
          });
        return requestAnimationFrame(tick);
      },
    });
  }

  // Reads and frees C++ exceptions; null functions in a module that catches none. Only the module's own: another one's
  // would be read, and freed, at an address of this memory. What there is to use differs between versions of
  // Emscripten.
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
      // Older versions throw the address alone, and emcc's invoke_ functions take any number for an exception of their
      // own.
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

  // Under which tags wasm exceptions and longjmp() are thrown, and whether they are JavaScript values; emcc's own names
  // are there if the program calls longjmp(). Older versions export no tag of longjmp().
  const thrown = () => {
    const isNew = library.$getCppExceptionTag__deps?.includes('__cpp_exception');
    const cpp = WASM_EXCEPTIONS ? ['getCppExceptionTag()'] : [];
    const longjmp = SUPPORT_LONGJMP == 'wasm' && isNew ? ['___c_longjmp'] : [];
    const jump = longjmp.length > 0
      ? '(e) => e instanceof WebAssembly.Exception && e.is(___c_longjmp)'
      : `(e) => (typeof EmscriptenSjLj != 'undefined' ? e instanceof EmscriptenSjLj : e === Infinity)`;
    const byJavaScript = !WASM_EXCEPTIONS && DISABLE_EXCEPTION_CATCHING != 1;
    return {
      deps: longjmp.length > 0 ? ['__c_longjmp'] : [],
      text: `'tags': () => [${[...cpp, ...longjmp]}], 'isLongjmp': ${jump},
        'throwsJavaScript': ${byJavaScript} || typeof __emscripten_throw_longjmp != 'undefined'`,
    };
  };
  const { deps, message, release } = exceptions();
  addToLibrary({
    $wplExceptions__deps: [...deps, ...thrown().deps],
    $wplExceptions: `{'message': ${message}, 'release': ${release}, ${thrown().text}}`,
  }, {noOverride: true});
})();
