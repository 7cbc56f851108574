# Side modules built by Emscripten.

#[=======================================================================[.md:
### add_wasm_side_module

```cmake
add_wasm_side_module(<name> <source>...
  [ACCESS DIRECT|IMPORT|ACCESSOR|POINTER|NONE] [ALLOW_JS] [GUARDED] [EXCLUDE_FROM_ALL])
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
  With `ACCESS NONE`: allow JavaScript in the side (EM_ASM, EM_JS, own js-library), which could reach everything.
- `GUARDED` (property `WASM_PSEUDO_LINK_GUARDED`)
  Calls of its API functions by other modules go through a JavaScript frame which turns a C++ exception or trap into an
  error (`rb_call_error`) and restores every stack. Costs some 10 ns a call.
- `EXCLUDE_FROM_ALL`
  As in `add_executable`.

The check of `ACCESS NONE` reads the linked files: the wasm must import no memory, table or function of another
module, and from its glue only functions of Emscripten's own library, none of which runs JavaScript given as text. It
does not see JavaScript that a page gives to the module at run time, nor `--extern-pre-js` and `--extern-post-js`.

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
#]=======================================================================]
function(add_wasm_side_module name)
  set(signature "add_wasm_side_module(<name> <source>... [ACCESS DIRECT|IMPORT|ACCESSOR|POINTER|NONE] [ALLOW_JS] [GUARDED] [EXCLUDE_FROM_ALL])")
  cmake_parse_arguments(PARSE_ARGV 1 ARG "GUARDED;ALLOW_JS;EXCLUDE_FROM_ALL" "ACCESS" "")
  _wpl_require_tools(add_wasm_side_module "${name}")
  _wpl_check_module_name(add_wasm_side_module "${name}")
  _wpl_check_keywords(add_wasm_side_module ${name} "" "${ARG_KEYWORDS_MISSING_VALUES}" "${signature}")
  _wpl_check_sources(add_wasm_side_module ${name} "${signature}" ${ARG_UNPARSED_ARGUMENTS})
  if(ARG_ALLOW_JS AND ARG_ACCESS AND NOT ARG_ACCESS STREQUAL "NONE")
    _wpl_fatal(add_wasm_side_module ${name} "ALLOW_JS is given with ACCESS ${ARG_ACCESS}."
      "Only ACCESS NONE refuses a side its JavaScript: leave ALLOW_JS out.")
  endif()

  add_executable(${name} ${ARG_UNPARSED_ARGUMENTS})
  _wpl_set_properties(${name} ACCESS GUARDED ALLOW_JS EXCLUDE_FROM_ALL)
  wasm_target_module_settings(${name} SIDE)
  wasm_target_access(${name})
  wasm_describe_module(${name})
  wasm_generate_stub_library(${name})
endfunction()

# Fills target properties from the caller's keywords of the same names.
function(_wpl_set_properties target)
  foreach(keyword IN LISTS ARGN)
    if(NOT ARG_${keyword})
      continue()
    elseif(keyword STREQUAL "EXCLUDE_FROM_ALL")
      set_target_properties(${target} PROPERTIES EXCLUDE_FROM_ALL ON)
    else()
      set_target_properties(${target} PROPERTIES WASM_PSEUDO_LINK_${keyword} "${ARG_${keyword}}")
    endif()
  endforeach()
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
  _wpl_write_import_library("${folder}/main.import.js" main ACCESSOR BRIDGE RB_BRIDGE)
  _wpl_write_import_library("${folder}/main.accessor.js" main ACCESSOR RB_BRIDGE)
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
  # (llvm: WebAssemblyTTIImpl::getUnrollingPreferences), so a sum over main's memory took 1.3 times that over own memory.
  # LLVM's limits for -Os and -Oz hold all the same.
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
functions, the promise of `ACCESS NONE`) and describes them for manifests. A step of `add_wasm_side_module`.
#]=======================================================================]
function(wasm_describe_module side)
  _wpl_require_role(wasm_describe_module "${side}" side)
  _wpl_module_folder(${side} folder)
  _wpl_write_module_config(${side}
"  \"access\": \"$<TARGET_PROPERTY:${side},WASM_PSEUDO_LINK_ACCESS>\",
  \"guarded\": $<IF:$<BOOL:$<TARGET_PROPERTY:${side},WASM_PSEUDO_LINK_GUARDED>>,true,false>,
  \"allowJs\": $<IF:$<BOOL:$<TARGET_PROPERTY:${side},WASM_PSEUDO_LINK_ALLOW_JS>>,true,false>,
  \"stubFile\": \"${folder}/${side}.stub.js\",
")
  _wpl_after_link(${side} finish_side.mjs "")
  set_target_properties(${side} PROPERTIES WASM_PSEUDO_LINK_MODULE_FILE "${folder}/${side}.module.json")
endfunction()
