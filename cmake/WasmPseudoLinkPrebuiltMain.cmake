# Main modules that Emscripten does not link.

#[=======================================================================[.md:
### add_wasm_prebuilt_main_module

```cmake
add_wasm_prebuilt_main_module(<name> FILE <wasm>
  [IMPORTS [<module>=]<file.mjs>...] [WASI <folder>] [INIT <function>...]
  [SIDES <side>...] [LAZY_SIDES <side>...] [EXCLUDE_FROM_ALL])
```

Makes a main module of a WebAssembly file that Emscripten has not linked: an executable target `<name>` that hosts side
modules. As with `add_wasm_main_module`, `$<TARGET_FILE:<name>>` is `<name>.mjs`, which a page imports and Node runs
(`add_test(NAME t COMMAND <name> arguments)`), and its folder is one for any web server.

- `FILE`, `IMPORTS`, `WASI`, `INIT`
  As in `add_wasm_prebuilt_side_module`. What the file imports from a side (`(import "sorter" "sort" ...)`, and
  `env.sorter_getI32` over its memory) is checked against the sides when it is built. Sides of `ACCESS DIRECT` run their direct
  files only if main imports its memory (`env.memory`; clang: `-Wl,--import-memory`): one that it exports is there after them.
- `SIDES`, `LAZY_SIDES` (properties `WASM_PSEUDO_LINK_SIDES`, `WASM_PSEUDO_LINK_LAZY_SIDES`)
  As in `add_wasm_main_module`.
- `EXCLUDE_FROM_ALL`
  As in `add_executable`.
#]=======================================================================]
function(add_wasm_prebuilt_main_module name)
  set(command add_wasm_prebuilt_main_module)
  set(signature "${command}(<name> FILE <wasm> [IMPORTS [<module>=]<file.mjs>...] [WASI <folder>] [INIT <function>...] [SIDES <side>...] [LAZY_SIDES <side>...] [EXCLUDE_FROM_ALL])")
  cmake_parse_arguments(PARSE_ARGV 1 ARG "EXCLUDE_FROM_ALL" "FILE;WASI" "IMPORTS;INIT;SIDES;LAZY_SIDES")
  foreach(keyword IN ITEMS GLUE GLUE_FORMAT MEMORY FEATURES) # those of sides only
    set(ARG_${keyword} "")
  endforeach()
  _wpl_check_prebuilt(${command} "${name}" "${signature}")
  _wpl_prebuilt_config(${command} ${name} config inputs)
  _wpl_add_unlinked_main(${name} prebuilt "${config}" "${inputs}")
  _wpl_describe_after_link(${name} describe_prebuilt.mjs)
  _wpl_host_sides(${name})
  _wpl_wasi_package("${ARG_WASI}" package)
  set_property(TARGET ${name} APPEND PROPERTY LINK_DEPENDS ${package})
endfunction()

# What npm writes again when it updates the WASI shim that js/tools/prebuilt/wasi_shim.mjs finds, or nothing: a link has
# no depfile.
function(_wpl_wasi_package folder result)
  set(${result} "" PARENT_SCOPE)
  set(folders "${folder}")
  if(NOT folder)
    set(from "${CMAKE_CURRENT_SOURCE_DIR}")
    set(below "")
    while(NOT from STREQUAL below)
      list(APPEND folders "${from}/node_modules/@bjorn3/browser_wasi_shim")
      set(below "${from}")
      cmake_path(GET from PARENT_PATH from)
    endwhile()
  endif()
  foreach(each IN LISTS folders)
    if(EXISTS "${each}/package.json")
      set(${result} "${each}/package.json" PARENT_SCOPE)
      return()
    endif()
  endforeach()
endfunction()

#[=======================================================================[.md:
### add_wasm_javascript_main_module

```cmake
add_wasm_javascript_main_module(<name> [MEMORY <initial> [<maximum>]]
  [SIDES <side>...] [LAZY_SIDES <side>...] [EXCLUDE_FROM_ALL])
```

Makes an app whose main module is JavaScript or TypeScript that a page or Node runs: a target `<name>` like that of
`add_wasm_main_module`, whose file `<name>.mjs` loads the sides and starts nothing.

```js
import createApp from './app.mjs';
const app = await createApp();
app.modules.sorter.exports.sort(address, count);
```

- `MEMORY` (default: 16 pages, and no maximum)
  Pages of 64 KiB of main's memory, which the loader makes. Sides reach it as any main's.
- `SIDES`, `LAZY_SIDES` (properties `WASM_PSEUDO_LINK_SIDES`, `WASM_PSEUDO_LINK_LAZY_SIDES`)
  As in `add_wasm_main_module`.
- `EXCLUDE_FROM_ALL`
  As in `add_executable`.
#]=======================================================================]
function(add_wasm_javascript_main_module name)
  set(command add_wasm_javascript_main_module)
  set(signature "${command}(<name> [MEMORY <initial pages> [<maximum>]] [SIDES <side>...] [LAZY_SIDES <side>...] [EXCLUDE_FROM_ALL])")
  cmake_parse_arguments(PARSE_ARGV 1 ARG "EXCLUDE_FROM_ALL" "" "MEMORY;SIDES;LAZY_SIDES")
  _wpl_require_tools(${command} "${name}")
  _wpl_check_module_name(${command} "${name}")
  _wpl_check_keywords(${command} ${name} "${ARG_UNPARSED_ARGUMENTS}" "${ARG_KEYWORDS_MISSING_VALUES}" "${signature}")
  _wpl_memory_limits(${command} ${name} initial maximum ${ARG_MEMORY})
  set(memory [[{ "imported": true, "address": "i32", "shared": false }]])
  _wpl_json_value(memory initial ${initial})
  _wpl_json_value(memory maximum ${maximum})
  set(config "{}")
  _wpl_json_value(config memory "${memory}")
  _wpl_add_unlinked_main(${name} javascript "${config}" "")
  _wpl_host_sides(${name})
endfunction()

function(_wpl_memory_limits command name initial maximum)
  set(limits ${ARGN})
  if(NOT limits)
    set(limits 16)
  endif()
  list(LENGTH limits count)
  list(GET limits 0 first)
  list(GET limits -1 last)
  list(JOIN limits " " text)
  if(count GREATER 2 OR NOT "${first} ${last}" MATCHES "^[0-9]+ [0-9]+$" OR last GREATER 65536 OR first GREATER last)
    _wpl_fatal(${command} ${name} "MEMORY `${text}` is no size of a memory."
      "Give pages of 64 KiB, at most 65536: MEMORY <initial> [<maximum>], as in MEMORY 16 1024.")
  endif()
  if(count EQUAL 1)
    set(last null)
  endif()
  set(${initial} ${first} PARENT_SCOPE)
  set(${maximum} ${last} PARENT_SCOPE)
endfunction()

# Adds an executable target whose link makes an empty file: <name>.mjs, which js/tools/stage_app.mjs then fills.
# <config> is what its configuration has of its own, <inputs> files that it names.
function(_wpl_add_unlinked_main name kind config inputs)
  _wpl_json_text(config kind ${kind})
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  # What links an executable of this "language". In the cache, where all folders of the project see it.
  set(CMAKE_WasmPseudoLink_LINK_EXECUTABLE "\"${CMAKE_COMMAND}\" -E touch <TARGET>" CACHE INTERNAL "")
  add_executable(${name} "${root}/js/loader/index.mjs" ${inputs}) # sources, so that custom commands make them first
  set_target_properties(${name} PROPERTIES
    LINKER_LANGUAGE WasmPseudoLink
    PREFIX ""
    SUFFIX .mjs
    WASM_PSEUDO_LINK_ROLE main
    WASM_PSEUDO_LINK_KIND ${kind}
    WASM_PSEUDO_LINK_CONFIG "${config}")
  set_property(TARGET ${name} APPEND PROPERTY LINK_DEPENDS ${inputs})
  _wpl_set_properties(${name} SIDES LAZY_SIDES EXCLUDE_FROM_ALL)
endfunction()
