# Modules that something else than Emscripten has linked: plain clang, Rust, Zig, AssemblyScript, packages of npm.
#
# Generated files, below the binary folder of the whole project:
#
#   wasm_pseudo_link/<side>/<config>/   <side>.wasm, a copy of FILE, and the side's other files; <side>.module.json,
#   <side>.stub.js;
#                                       <side>.stamp, which changes with them

#[=======================================================================[.md:
### add_wasm_prebuilt_side_module

```cmake
add_wasm_prebuilt_side_module(<name> [FILE <wasm>]
  [GLUE <js> [GLUE_FORMAT ESM|UMD]] [HEADER <header>...]
  [IMPORTS [<module>=]<file.mjs>...] [WASI <folder>]
  [INIT <function>...] [MEMORY <name>] [FEATURES <feature>...]
  [ACCESS DIRECT|IMPORT|ACCESSOR|POINTER|NONE] [GUARDED] [EXCLUDE_FROM_ALL]
  [IMPLEMENTS <interface>...])
```

Makes a side module of a WebAssembly file that something else than Emscripten has linked: a target `<name>`, which main modules
host (`SIDES`, `LAZY_SIDES`) and whose functions they call as those of any side. The file stays as it is, byte for byte. What
it exports and imports, with all types, is read from it when it is built. It stays a file of its own in an app with `FUSE`.

- `<name>`
  A C identifier. It is the module's name everywhere: in `<name>_api.h`, in `rb_dlopen`, in the names of the files beside main.
  Two sides of one file are two modules.
- `FILE`
  A core WebAssembly module for wasm32 with a memory that it exports, or imports as `env.memory`. It is there already, or the
  build makes it: the output of a custom command, or of a target that `add_dependencies(<name> <target>)` names. Relative to
  the source folder, else to the binary folder, if it or its custom command is there already. Omit it if the file is
  text inside `GLUE` (Emscripten's `-sSINGLE_FILE`): the build takes it out of there.
- `GLUE`
  The module's own JavaScript, made by Emscripten or by wasm-bindgen (`--target web` or `bundler`), which starts the
  module; or an adapter for other JavaScript (docs/npm-modules.md). Its text stays as it is. Where the file's names are
  minified, the functions have the names that the glue gives them.
- `GLUE_FORMAT` (default: what the text looks like)
  `ESM`: an ES module. `UMD`: a script for a page or Node's `require`.
- `HEADER`
  Headers that declare the side's functions with `<NAME>_API` (see `wasm_generate_api_header`). Their folders go to the include
  path of `<name>::api`, which main modules that host the side link by themselves.
- `IMPORTS`
  ES modules that give the module what it imports from `<module>` (default: `env`) and nobody else gives. The default export is a
  function `(side) => ({ name() { ... }, ... })`; `side.name`, `side.memory` and `side.exports` are there when its functions
  are called. It is called at each open, and once by the build, in Node, to see which names it gives. A script is one
  file, which imports no other by a relative path.
- `WASI`
  Folder of the npm package `@bjorn3/browser_wasi_shim`, for a module that imports `wasi_snapshot_preview1`. Default: the one in
  `node_modules` of the current source folder or above. Its files are put beside main.
- `INIT` (default without `GLUE`: `_initialize` or `__wasm_call_ctors`, if exported)
  Exported functions without parameters to call before the first use.
- `MEMORY`
  Which memory is the module's, where it has several: the name of its export, or of the field that it is imported by.
- `FEATURES`
  WebAssembly features that the module uses, as binaryen calls them (`simd`, `tail-call`), where neither its section
  `target_features` nor its code tells. They are needed for the file of `ACCESS DIRECT` alone.
- `ACCESS` (default `DIRECT`; property `WASM_PSEUDO_LINK_ACCESS`)
  How the side reaches main's memory. `IMPORT`: it may import `env.main_getI32` and all functions of `memory.h`, and
  `env.rbBridge`. `DIRECT`: as `IMPORT`, and if it does so, there is a second file `<name>.direct.wasm` for engines with
  multi-memory, in which these are loads, stores and `memory.copy` on main's memory, optimised by `wasm-opt -O3`.
  `ACCESSOR`: without the functions that copy and that take function pointers. `POINTER`: no imports; main passes rbBridge. `NONE`:
  nothing, and no import of another side; the build checks it. `GLUE` and `IMPORTS` are JavaScript, which reaches everything.
- `GUARDED` (property `WASM_PSEUDO_LINK_GUARDED`)
  As in `add_wasm_side_module`. A module restores its stack after a trap only if it exports `__stack_pointer`.
- `EXCLUDE_FROM_ALL`
  As in `add_custom_target`: built only for the modules that host it.

- `IMPLEMENTS` (property `WASM_PSEUDO_LINK_IMPLEMENTS`)
  Interfaces (`wasm_add_interface`, before this call) that the file implements. The result is not a side for `SIDES`, but
  a plugin (docs/plugins.md): a copy of the file with its side manifest, `$<TARGET_PROPERTY:<name>,WASM_PSEUDO_LINK_STAMP>`,
  which `install_wasm_modules` installs. `ACCESS` is `NONE` by default. The file owns its memory, which it exports as
  `memory`, and imports functions of the host, the functions that its access mode gives, and WASI as plugins have it.

What the file imports is satisfied by: the functions over memories and `rbBridge` above; `env.memory`; other sides, by import
modules of their names; WASI; `env.abort` of AssemblyScript; `IMPORTS`; or the glue, which then gives all. The build stops with a
list of those that nobody gives.

```cmake
add_custom_command(OUTPUT parser.wasm DEPENDS parser.c parser.h VERBATIM
  COMMAND clang --target=wasm32 -O3 -nostdlib -Dparser_EXPORTS "-I${WASM_PSEUDO_LINK_INCLUDE_DIR}"
    "-I$<PATH:GET_PARENT_PATH,$<TARGET_PROPERTY:parser,WASM_PSEUDO_LINK_API_HEADER>>"
    -Wl,--no-entry,--export-dynamic,--export-table,--growable-table "${CMAKE_CURRENT_SOURCE_DIR}/parser.c" -o parser.wasm)
add_wasm_prebuilt_side_module(parser FILE parser.wasm HEADER parser.h)
wasm_generate_api_header(parser)
add_wasm_main_module(app main.cpp SIDES parser)
```

The property `WASM_PSEUDO_LINK_API_HEADER` of the target is the path of `<name>_api.h`, for those who compile the module.
#]=======================================================================]
function(add_wasm_prebuilt_side_module name)
  set(command add_wasm_prebuilt_side_module)
  set(signature "${command}(<name> [FILE <wasm>] [GLUE <js> [GLUE_FORMAT ESM|UMD]] [HEADER <header>...] [IMPORTS [<module>=]<file.mjs>...] [WASI <folder>] [INIT <function>...] [MEMORY <name>] [FEATURES <feature>...] [ACCESS DIRECT|IMPORT|ACCESSOR|POINTER|NONE] [GUARDED] [EXCLUDE_FROM_ALL] [IMPLEMENTS <interface>...])")
  cmake_parse_arguments(PARSE_ARGV 1 ARG "GUARDED;EXCLUDE_FROM_ALL" "FILE;GLUE;GLUE_FORMAT;WASI;MEMORY;ACCESS"
    "HEADER;IMPORTS;INIT;FEATURES;IMPLEMENTS")
  _wpl_check_prebuilt(${command} "${name}" "${signature}")
  if(ARG_IMPLEMENTS)
    _wpl_add_prebuilt_plugin(${command} ${name})
    return()
  endif()
  _wpl_check_glue(${command} ${name})

  _wpl_module_folder(${name} folder)
  set(stamp "${folder}/${name}.stamp")
  set(all ALL)
  if(ARG_EXCLUDE_FROM_ALL)
    set(all "")
  endif()
  add_custom_target(${name} ${all} DEPENDS "${stamp}")
  set_target_properties(${name} PROPERTIES
    WASM_PSEUDO_LINK_ROLE side
    WASM_PSEUDO_LINK_KIND prebuilt
    WASM_PSEUDO_LINK_STAMP "${stamp}"
    WASM_PSEUDO_LINK_MODULE_FILE "${folder}/${name}.module.json"
    WASM_PSEUDO_LINK_STUB_LIBRARY "${folder}/${name}.stub.js")
  _wpl_set_properties(${name} ACCESS GUARDED)
  _wpl_set_default(${name} WASM_PSEUDO_LINK_ACCESS DIRECT)
  _wpl_add_side_name(${name})

  _wpl_prebuilt_config(${command} ${name} config inputs)
  _wpl_json_access(config ${name})
  _wpl_json_text(config depfile "${stamp}.d")
  _wpl_json_text(config stubFile "${folder}/${name}.stub.js")
  set_target_properties(${name} PROPERTIES WASM_PSEUDO_LINK_CONFIG "${config}")
  _wpl_build_prebuilt(${name} "${inputs}")
  _wpl_add_api_library(${name} "${folder}/${name}.stub.js" ${name})
  _wpl_add_headers(${command} ${name} ${ARG_HEADER})
  _wpl_defer(_wpl_finish_prebuilt_side ${name})
endfunction()

# Stops on wrong arguments that sides and mains have in common; reads the caller's ARG_.
function(_wpl_check_prebuilt command name signature)
  _wpl_require_tools(${command} "${name}")
  _wpl_check_module_name(${command} "${name}")
  _wpl_check_keywords(${command} ${name} "${ARG_UNPARSED_ARGUMENTS}" "${ARG_KEYWORDS_MISSING_VALUES}" "${signature}")
  if(NOT ARG_FILE AND NOT ARG_GLUE)
    _wpl_fatal(${command} ${name} "no FILE was given." "Expected: ${signature}")
  endif()
  if(ARG_WASI)
    cmake_path(ABSOLUTE_PATH ARG_WASI NORMALIZE)
    if(NOT EXISTS "${ARG_WASI}/package.json")
      _wpl_fatal(${command} ${name} "WASI `${ARG_WASI}` is no folder of an npm package."
        "Run `npm install @bjorn3/browser_wasi_shim`, and name node_modules/@bjorn3/browser_wasi_shim, or leave WASI out: it is looked for from ${CMAKE_CURRENT_SOURCE_DIR} upwards.")
    endif()
  endif()
endfunction()

function(_wpl_check_glue command name)
  if(ARG_GLUE_FORMAT AND NOT ARG_GLUE)
    _wpl_fatal(${command} ${name} "GLUE_FORMAT is given without GLUE." "Add GLUE <js>, or remove GLUE_FORMAT.")
  elseif(ARG_GLUE_FORMAT AND NOT ARG_GLUE_FORMAT MATCHES "^(ESM|UMD)$")
    _wpl_fatal(${command} ${name} "GLUE_FORMAT `${ARG_GLUE_FORMAT}` is not known." "GLUE_FORMAT is one of ESM, UMD.")
  endif()
  foreach(keyword IN ITEMS IMPORTS WASI)
    if(ARG_GLUE AND ARG_${keyword})
      _wpl_fatal(${command} ${name} "${keyword} is given with GLUE." "The glue gives the module all that it imports: remove ${keyword}.")
    endif()
  endforeach()
endfunction()

# The whole path of a file that is there, or that the build makes: relative to the source folder, else to the binary
# folder.
function(_wpl_input_file file result)
  cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE OUTPUT_VARIABLE path)
  cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}" NORMALIZE OUTPUT_VARIABLE made)
  get_source_file_property(generated "${made}" GENERATED)
  if(file MATCHES "^\\$<")
    set(path "${file}")
  elseif(NOT EXISTS "${path}" AND (generated OR EXISTS "${made}"))
    set(path "${made}")
  endif()
  set(${result} "${path}" PARENT_SCOPE)
endfunction()

# Lets the end of configure stop if a file is neither there nor made by the build: its custom command may come later.
function(_wpl_require_file command name keyword file)
  set_property(GLOBAL APPEND PROPERTY WASM_PSEUDO_LINK_FILES_OF_${name} "${command}|${keyword}|${file}|${CMAKE_CURRENT_SOURCE_DIR}")
endfunction()

function(_wpl_check_files name)
  get_property(files GLOBAL PROPERTY WASM_PSEUDO_LINK_FILES_OF_${name})
  foreach(entry IN LISTS files)
    string(REPLACE "|" ";" entry "${entry}")
    list(POP_FRONT entry command keyword file folder)
    _wpl_is_made("${file}" "${CMAKE_SOURCE_DIR}" generated)
    if(NOT file MATCHES "\\$<" AND NOT generated AND (NOT EXISTS "${file}" OR IS_DIRECTORY "${file}"))
      _wpl_fatal(${command} ${name} "${keyword} `${file}` does not exist."
        "Name an existing file, relative to ${folder}, or one that this project makes (OUTPUT or BYPRODUCTS of a custom command); by its whole path, if its command comes later.")
    endif()
  endforeach()
endfunction()

# Whether a custom command of a source folder, or of one below it, makes a file.
function(_wpl_is_made file folder result)
  get_source_file_property(made "${file}" DIRECTORY "${folder}" GENERATED)
  get_property(subfolders DIRECTORY "${folder}" PROPERTY SUBDIRECTORIES)
  foreach(subfolder IN LISTS subfolders)
    if(NOT made)
      _wpl_is_made("${file}" "${subfolder}" made)
    endif()
  endforeach()
  set(${result} "${made}" PARENT_SCOPE)
endfunction()

# What js/tools/describe_prebuilt.mjs must know, as a JSON object, and the files that it reads; reads the caller's ARG_.
function(_wpl_prebuilt_config command name config inputs)
  set(members "{}")
  set(files "")
  foreach(keyword IN ITEMS FILE GLUE)
    set(path "")
    if(ARG_${keyword})
      _wpl_input_file("${ARG_${keyword}}" path)
      _wpl_require_file(${command} ${name} ${keyword} "${path}")
      list(APPEND files "${path}")
    endif()
    string(TOLOWER ${keyword} member)
    _wpl_json_text(members ${member} "${path}")
  endforeach()
  set(wasi "")
  if(ARG_WASI)
    cmake_path(ABSOLUTE_PATH ARG_WASI NORMALIZE OUTPUT_VARIABLE wasi)
  endif()
  _wpl_json_text(members glueFormat "${ARG_GLUE_FORMAT}")
  _wpl_import_scripts(${command} ${name} scripts script_files)
  _wpl_json_value(members importScripts "${scripts}")
  _wpl_json_text(members wasi "${wasi}")
  _wpl_json_text(members sourceFolder "${CMAKE_CURRENT_SOURCE_DIR}")
  _wpl_json_texts(members init ${ARG_INIT})
  _wpl_json_text(members memoryName "${ARG_MEMORY}")
  _wpl_json_texts(members features ${ARG_FEATURES})
  set(${inputs} ${files} ${script_files} PARENT_SCOPE)
  set(${config} "${members}" PARENT_SCOPE)
endfunction()

# The items of IMPORTS as a JSON list, and their files.
function(_wpl_import_scripts command name scripts files)
  set(list "{ \"items\": [] }")
  set(paths "")
  set(modules "")
  foreach(item IN LISTS ARG_IMPORTS)
    set(module env)
    set(file "${item}")
    _wpl_input_file("${file}" path)
    if(NOT EXISTS "${path}" AND item MATCHES "^([^=]+)=(.+)$")
      set(module "${CMAKE_MATCH_1}")
      _wpl_input_file("${CMAKE_MATCH_2}" path)
    endif()
    if(module IN_LIST modules)
      _wpl_fatal(${command} ${name} "IMPORTS has two scripts for the import module `${module}`." "Join them, or name the module of one: <module>=<file.mjs>.")
    elseif(NOT path MATCHES "\\.mjs$")
      _wpl_fatal(${command} ${name} "IMPORTS names `${item}`, which is no .mjs file." "Give an ES module whose default export is a function: [<module>=]<file.mjs>.")
    endif()
    _wpl_require_file(${command} ${name} IMPORTS "${path}")
    list(APPEND modules "${module}")
    list(APPEND paths "${path}")
    set(entry "{}")
    _wpl_json_text(entry module "${module}")
    _wpl_json_text(entry file "${path}")
    _wpl_json_append(list items "${entry}")
  endforeach()
  string(JSON list GET "${list}" items)
  set(${scripts} "${list}" PARENT_SCOPE)
  set(${files} "${paths}" PARENT_SCOPE)
endfunction()

function(_wpl_build_prebuilt name inputs)
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  get_target_property(stamp ${name} WASM_PSEUDO_LINK_STAMP)
  _wpl_module_folder(${name} folder)
  _wpl_script_command(describe_prebuilt.mjs command)
  _wpl_script_closure(js/tools/describe_prebuilt.mjs scripts)
  add_custom_command(
    OUTPUT "${stamp}"
    BYPRODUCTS "${folder}/${name}.wasm" "${folder}/${name}.module.json" "${folder}/${name}.stub.js"
    COMMAND ${command} "${folder}/${name}.config.json"
    COMMAND "${CMAKE_COMMAND}" -E touch "${stamp}"
    DEPENDS ${inputs} "${folder}/${name}.config.json" ${scripts} "${root}/wat/accessor.wat" "${root}/wat/bridge.wat"
    DEPFILE "${stamp}.d"
    COMMENT "Describing the prebuilt side ${name}"
    VERBATIM)
  _wpl_staged_files(${name} "${folder}/${name}" staged)
  set_target_properties(${name} PROPERTIES ADDITIONAL_CLEAN_FILES "${staged}")
endfunction()

# The files that a prebuilt module may have, whose names begin with <base>.
function(_wpl_staged_files name base result)
  get_target_property(config ${name} WASM_PSEUDO_LINK_CONFIG)
  set(files "${base}.wasm" "${base}.direct.wasm" "${base}.glue.mjs" "${base}.wasi")
  string(JSON count ERROR_VARIABLE no_scripts LENGTH "${config}" importScripts)
  set(index 0)
  while(NOT no_scripts AND index LESS count)
    string(JSON module GET "${config}" importScripts ${index} module)
    math(EXPR index "${index} + 1")
    string(REGEX REPLACE "[^A-Za-z0-9_-]+" "_" module "${module}") # as js/tools/prebuilt/prebuilt_module.mjs does
    list(APPEND files "${base}.imports.${module}.mjs")
  endwhile()
  set(${result} "${files}" PARENT_SCOPE)
endfunction()

# Lets users of the side find the headers that declare its functions.
function(_wpl_add_headers command name)
  foreach(header IN LISTS ARGN)
    _wpl_input_file("${header}" header)
    _wpl_require_file(${command} ${name} HEADER "${header}")
    cmake_path(GET header PARENT_PATH folder)
    target_include_directories(${name}-api INTERFACE "${folder}")
    set_property(TARGET ${name} APPEND PROPERTY WASM_PSEUDO_LINK_HEADERS "${header}")
  endforeach()
endfunction()

# At the end of configure, when its properties and all sides are known.
function(_wpl_finish_prebuilt_side name)
  get_target_property(access ${name} WASM_PSEUDO_LINK_ACCESS)
  _wpl_check_choice(add_wasm_prebuilt_side_module ${name} ACCESS "${access}" DIRECT IMPORT ACCESSOR POINTER NONE)
  _wpl_check_files(${name})
  get_target_property(config ${name} WASM_PSEUDO_LINK_CONFIG)
  _wpl_json_known_sides(config)
  _wpl_write_module_config(${name} "${config}")
endfunction()
