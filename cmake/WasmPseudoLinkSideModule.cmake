# Side modules built by Emscripten.

#[=======================================================================[.md:
### add_wasm_side_module

```cmake
add_wasm_side_module(<name> <source>...
  [ACCESS DIRECT|IMPORT|ACCESSOR|POINTER|NONE] [ALLOW_JS] [GUARDED] [EXCLUDE_FROM_ALL]
  [EXPORTS <function>...] [HEADER <header>...]
  [NO_JS IMPLEMENTS <interface>...])
```

Adds a side module: an executable target `<name>` with memory, table, allocator and flags of its own, which main
modules host (`SIDES`, `LAZY_SIDES`). `target_link_libraries`, `target_compile_options` and all else work on it.

- `<name>`
  A C identifier. It is the module's name everywhere: in wasm imports, in `<name>_api.h`, in `rb_dlopen`.
- `ACCESS` (default `DIRECT`; property `WASM_PSEUDO_LINK_ACCESS`)
  How the side reaches main's memory. `DIRECT`: as `IMPORT`, and a second file `<name>.direct.wasm` for engines with
  multi-memory, in which every accessor call and copy is a load, store or `memory.copy` on main's memory. It is
  optimised at the level that the side is linked with (`-O0`: not at all); it keeps function names and source maps,
  but no DWARF: debug with `prefer: 'portable'`.
  `IMPORT`: accessor, bridge and rbBridge are wasm imports. `ACCESSOR`: accessor and rbBridge only; the side keeps
  its memory to itself at start (no `-sIMPORTED_MEMORY`). `POINTER`: no imports; main passes rbBridge to the side's
  init function. `NONE`: no access; the linked file is checked for it.
- `ALLOW_JS` (property `WASM_PSEUDO_LINK_ALLOW_JS`)
  With `ACCESS NONE`: allow JavaScript in the side (EM_ASM, EM_JS, own js-library) and files of the computer
  (`-sNODERAWFS`), which could reach everything.
- `GUARDED` (property `WASM_PSEUDO_LINK_GUARDED`)
  Calls of its API functions by other modules go through a JavaScript frame which turns a C++ exception or trap into an
  error (`rb_call_error`) and restores every stack. Costs some 10 ns a call.
- `EXCLUDE_FROM_ALL`
  As in `add_executable`.
- `EXPORTS` (property `WASM_PSEUDO_LINK_EXPORTS`)
  Functions that the side offers to other modules although no declaration of them says so: those of a C library that
  stays as it is. They may be defined in sources of the side or in static libraries that it links; then the side
  needs no source of its own. With `EXPORTS` the side also lends its allocator (`wpl::buffer`, `wpl::string`).
- `HEADER`
  Headers that declare the side's functions. Their folders go to the include path of the side and of whoever links
  `<name>::api` or `<name>::self`, and `install_wasm_modules` installs them. With `EXPORTS`, `<name>_api.h`
  (`wasm_generate_api_header`) includes them and makes each function of `EXPORTS` a wasm import of the side: in C
  under its own name, its pointers being addresses in the side's memory; in C++20 as `wpl::api::<name>::<function>`,
  which takes and returns `wpl::ptr<T, wpl::modules::<name>>` where the library has `T *`. A C++20 call under its
  own name is refused, because a pointer of the caller would mean something else in the side. The headers must be
  fit for C++ (`extern "C"`) if they are included there.

- `NO_JS`
  Makes a side without JavaScript, `<name>.wasm`, which a host opens as a plugin (docs/plugins.md) and never lists
  among `SIDES`. It has exceptions, `malloc`, the C++ library, output by `printf` and streams, clocks and random numbers;
  no files and no JavaScript. `ACCESS` is `NONE` by default; `DIRECT` is not possible. The build refuses what needs
  JavaScript and says what to do about it.
- `IMPLEMENTS` (property `WASM_PSEUDO_LINK_IMPLEMENTS`)
  The interfaces (`wasm_add_interface`) that the side implements; with `NO_JS`.

The check of `ACCESS NONE` reads what emcc has linked. The wasm must import no memory, table or function of another
module, and from its glue only functions of Emscripten's own library, none of which runs JavaScript given as text,
starts programs or opens files of the computer. The glue must be Emscripten's alone: no EM_JS or EM_ASM, called or
not, no own js-library, no `--pre-js` or `--extern-pre-js` and their like. The check does not see JavaScript that a
page gives to the module at run time (`modules` in the options of `createApp`).

The command consists of public steps, which work alone too:

```cmake
# add_wasm_side_module(sorter sorter.cpp ACCESS IMPORT GUARDED)
add_executable(sorter sorter.cpp)
set_target_properties(sorter PROPERTIES WASM_PSEUDO_LINK_ACCESS IMPORT WASM_PSEUDO_LINK_GUARDED ON)
wasm_target_module_settings(sorter SIDE)
wasm_target_access(sorter)
wasm_describe_module(sorter)
wasm_generate_stub_library(sorter)
```

`EXPORTS` and `HEADER` add one step: `wasm_target_library_api(sorter EXPORTS sort HEADER sort.h)`, the last one.
#]=======================================================================]
function(add_wasm_side_module name)
  set(signature "add_wasm_side_module(<name> <source>... [ACCESS DIRECT|IMPORT|ACCESSOR|POINTER|NONE] [ALLOW_JS] [GUARDED] [EXCLUDE_FROM_ALL] [EXPORTS <function>...] [HEADER <header>...] [NO_JS IMPLEMENTS <interface>...])")
  cmake_parse_arguments(PARSE_ARGV 1 ARG "GUARDED;ALLOW_JS;NO_JS;EXCLUDE_FROM_ALL" "ACCESS" "EXPORTS;HEADER;IMPLEMENTS")
  _wpl_require_tools(add_wasm_side_module "${name}")
  _wpl_check_module_name(add_wasm_side_module "${name}")
  _wpl_check_keywords(add_wasm_side_module ${name} "" "${ARG_KEYWORDS_MISSING_VALUES}" "${signature}")
  if(ARG_UNPARSED_ARGUMENTS OR NOT ARG_EXPORTS) # else its functions may be in libraries
    _wpl_check_sources(add_wasm_side_module ${name} "${signature}" ${ARG_UNPARSED_ARGUMENTS})
  endif()
  if(ARG_ALLOW_JS AND ARG_ACCESS AND NOT ARG_ACCESS STREQUAL "NONE")
    _wpl_fatal(add_wasm_side_module ${name} "ALLOW_JS is given with ACCESS ${ARG_ACCESS}."
      "Only ACCESS NONE refuses a side its JavaScript: leave ALLOW_JS out.")
  endif()

  if(ARG_NO_JS)
    _wpl_add_no_js_side(${name})
    return()
  elseif(ARG_IMPLEMENTS)
    _wpl_fatal(add_wasm_side_module ${name} "IMPLEMENTS is given without NO_JS."
      "Plugins run no JavaScript of their own: add NO_JS.")
  endif()
  add_executable(${name} ${ARG_UNPARSED_ARGUMENTS})
  _wpl_set_properties(${name} ACCESS GUARDED ALLOW_JS EXCLUDE_FROM_ALL)
  wasm_target_module_settings(${name} SIDE)
  wasm_target_access(${name})
  wasm_describe_module(${name})
  wasm_generate_stub_library(${name})
  if(ARG_EXPORTS OR ARG_HEADER)
    wasm_target_library_api(${name} EXPORTS ${ARG_EXPORTS} HEADER ${ARG_HEADER})
  endif()
endfunction()

#[=======================================================================[.md:
### wasm_target_library_api

```cmake
wasm_target_library_api(<side> [EXPORTS <function>...] [HEADER <header>...])
```

Makes an unmodified library the API of a side: see `EXPORTS` and `HEADER` of `add_wasm_side_module`. Before
`wasm_generate_api_header`, which writes the declarations. A step of `add_wasm_side_module`.
#]=======================================================================]
function(wasm_target_library_api side)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "EXPORTS;HEADER")
  _wpl_require_role(wasm_target_library_api "${side}" side)
  _wpl_check_keywords(wasm_target_library_api ${side} "${ARG_UNPARSED_ARGUMENTS}" ""
    "wasm_target_library_api(<side> [EXPORTS <function>...] [HEADER <header>...])")
  _wpl_add_headers(add_wasm_side_module ${side} ${ARG_HEADER})
  get_target_property(headers ${side} WASM_PSEUDO_LINK_HEADERS)
  foreach(header IN LISTS headers)
    cmake_path(GET header PARENT_PATH folder)
    target_include_directories(${side} PRIVATE "${folder}")
    target_include_directories(${side}-self INTERFACE "${folder}")
  endforeach()
  _wpl_defer(_wpl_check_files ${side})
  if(ARG_EXPORTS)
    _wpl_check_exports(add_wasm_side_module ${side} ${ARG_EXPORTS})
    set_target_properties(${side} PROPERTIES WASM_PSEUDO_LINK_EXPORTS "${ARG_EXPORTS}")
    # wasm-ld takes the functions from static libraries too, and says which of them are nowhere.
    list(TRANSFORM ARG_EXPORTS PREPEND "-Wl,--export=")
    target_link_options(${side} PRIVATE ${ARG_EXPORTS})
    _wpl_add_allocator_source(${side})
  endif()
endfunction()

# Stops on names that cannot be C functions, or are given twice.
function(_wpl_check_exports command side)
  set(seen "")
  foreach(function IN LISTS ARGN)
    if(NOT function MATCHES "^[A-Za-z][A-Za-z0-9_]*$")
      _wpl_fatal(${command} ${side} "EXPORTS names `${function}`, which is not the name of a library's C function."
        "EXPORTS takes names alone, as in EXPORTS deflate inflate; those that begin with an underscore belong to the compiler. Export a function of another name that calls it.")
    elseif(function IN_LIST seen)
      _wpl_fatal(${command} ${side} "EXPORTS names `${function}` twice." "Name each function once.")
    endif()
    list(APPEND seen ${function})
  endforeach()
endfunction()

# Adds a source by which the side lends its allocator, since the library's own sources do not include rb.h; also where
# nothing in the library allocates, because its functions work on what others put into its memory.
function(_wpl_add_allocator_source side)
  get_property(languages GLOBAL PROPERTY ENABLED_LANGUAGES)
  set(extension cpp)
  if("C" IN_LIST languages)
    set(extension c)
  endif()
  set(source "${CMAKE_BINARY_DIR}/wasm_pseudo_link/${side}/${side}_allocator.${extension}")
  file(CONFIGURE OUTPUT "${source}" @ONLY CONTENT
    "// Lends the allocator of `${side}`, an unmodified library, to other modules. Made by WasmPseudoLink. Do not edit.\n#define WPL_KEEP_ALLOCATOR 1\n#include <wasm_pseudo_link/rb.h>\n")
  target_sources(${side} PRIVATE "${source}")
endfunction()

#[=======================================================================[.md:
### wasm_target_access

```cmake
wasm_target_access(<side>)
```

Gives a side the imports of its access mode (property `WASM_PSEUDO_LINK_ACCESS`, see `add_wasm_side_module`), and the
definition `WPL_ACCESS_<mode>` by which the headers know it. A step of `add_wasm_side_module`.
#]=======================================================================]
function(wasm_target_access side)
  _wpl_require_role(wasm_target_access "${side}" side)
  _wpl_set_default(${side} WASM_PSEUDO_LINK_ACCESS DIRECT)
  set(folder "${CMAKE_BINARY_DIR}/wasm_pseudo_link/main")
  _wpl_write_import_library("${folder}/main.import.js" main accessor bridge rbBridge)
  _wpl_write_import_library("${folder}/main.accessor.js" main accessor rbBridge)
  set(access "$<TARGET_PROPERTY:${side},WASM_PSEUDO_LINK_ACCESS>")
  set(is_import "$<OR:$<STREQUAL:${access},DIRECT>,$<STREQUAL:${access},IMPORT>>")
  set(is_accessor "$<STREQUAL:${access},ACCESSOR>")
  target_link_options(${side} PRIVATE
    "$<${is_import}:-sIMPORTED_MEMORY=1>"
    "$<${is_import}:SHELL:--js-library \"${folder}/main.import.js\">"
    "$<${is_accessor}:SHELL:--js-library \"${folder}/main.accessor.js\">")
  set_property(TARGET ${side} APPEND PROPERTY LINK_DEPENDS
    "$<${is_import}:${folder}/main.import.js>" "$<${is_accessor}:${folder}/main.accessor.js>")
  target_compile_definitions(${side} PRIVATE "WPL_ACCESS_${access}=1")
  # In the direct file an accessor call is a load or store, but LLVM unrolls no loop with a call in it
  # (llvm: WebAssemblyTTIImpl::getUnrollingPreferences), so a sum over main's memory took 1.3 times that over own
  # memory. LLVM's limits for -Os and -Oz hold all the same.
  target_compile_options(${side} PRIVATE
    "$<$<AND:$<STREQUAL:${access},DIRECT>,$<COMPILE_LANGUAGE:C,CXX>>:SHELL:-mllvm -unroll-runtime>")
  _wpl_defer(_wpl_check_access ${side})
endfunction()

# At the end of configure.
function(_wpl_check_access side)
  get_target_property(access ${side} WASM_PSEUDO_LINK_ACCESS)
  _wpl_check_choice(add_wasm_side_module ${side} ACCESS "${access}" DIRECT IMPORT ACCESSOR POINTER NONE)
endfunction()

#[=======================================================================[.md:
### wasm_describe_module

```cmake
wasm_describe_module(<side>)
```

After each link of the side, checks the linked files (settings with which the loader cannot work, C++ mangled API
functions, the promise of `ACCESS NONE`) and describes them for manifests. Warns of plain pointers in declarations with
`<SIDE>_API`. A step of `add_wasm_side_module`.
#]=======================================================================]
function(wasm_describe_module side)
  _wpl_require_role(wasm_describe_module "${side}" side)
  _wpl_module_folder(${side} folder)
  set(config "{}")
  _wpl_json_access(config ${side})
  _wpl_json_text(config allowJs "$<BOOL:$<TARGET_PROPERTY:${side},WASM_PSEUDO_LINK_ALLOW_JS>>")
  _wpl_json_text(config libraryExports "$<JOIN:$<TARGET_PROPERTY:${side},WASM_PSEUDO_LINK_EXPORTS>,$<COMMA>>")
  _wpl_json_text(config stubFile "${folder}/${side}.stub.js")
  _wpl_json_text(config sources "$<JOIN:$<TARGET_PROPERTY:${side},SOURCES>,\n>")
  _wpl_json_text(config sourceFolders "$<TARGET_PROPERTY:${side},SOURCE_DIR>\n$<TARGET_PROPERTY:${side},BINARY_DIR>")
  _wpl_json_text(config includes "$<JOIN:$<TARGET_PROPERTY:${side},INCLUDE_DIRECTORIES>,\n>")
  _wpl_json_lines(config ${side})
  _wpl_write_module_config(${side} "${config}")
  _wpl_describe_after_link(${side} describe_linked.mjs)
  set_target_properties(${side} PROPERTIES WASM_PSEUDO_LINK_MODULE_FILE "${folder}/${side}.module.json")
endfunction()
