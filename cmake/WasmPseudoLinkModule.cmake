# What main and side modules have in common: link settings, the glue's js-libraries, the description of the linked binary.

# The folder of a module's generated files; the part of the configuration is empty-proof for single-config generators.
function(_wpl_module_folder target result)
  set(config "$<IF:$<STREQUAL:$<CONFIG>,>,None,$<CONFIG>>")
  set(${result} "${CMAKE_BINARY_DIR}/wasm_pseudo_link/${target}/${config}" PARENT_SCOPE)
endfunction()

# Stops unless <name> can be a wasm import module, a C identifier and a C++ namespace member.
function(_wpl_check_module_name command name)
  if(NOT name MATCHES "^[A-Za-z][A-Za-z0-9_]*$")
    _wpl_fatal(${command} "${name}" "`${name}` is no valid module name."
      "It becomes a C identifier: letters, digits and underscores, starting with a letter, as in `sorter`.")
  endif()
  if(name MATCHES "^(main|env|wasi_snapshot_preview1|host|module|wpl)$")
    _wpl_fatal(${command} "${name}" "`${name}` is a reserved module name." "Choose another name, as in `sorter`.")
  endif()
endfunction()

# Splits "<sources> <keywords>" as in add_executable: sources end at the first word that is a keyword. Stops on a source that
# looks like a mistyped keyword or does not exist.
function(_wpl_check_sources command target signature)
  if(NOT ARGN)
    _wpl_fatal(${command} "${target}" "no source file was given." "Expected: ${signature}")
  endif()
  foreach(source IN LISTS ARGN)
    if(source MATCHES "^[A-Z][A-Z0-9_]*$" AND NOT EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${source}")
      _wpl_fatal(${command} "${target}" "`${source}` is no keyword of this command and no source file." "Expected: ${signature}")
    endif()
    cmake_path(ABSOLUTE_PATH source NORMALIZE OUTPUT_VARIABLE path)
    get_source_file_property(generated "${path}" GENERATED)
    if(NOT source MATCHES "\\$<" AND NOT generated AND NOT EXISTS "${path}")
      cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}" NORMALIZE OUTPUT_VARIABLE built)
      get_source_file_property(generated "${built}" GENERATED)
      if(NOT generated AND NOT EXISTS "${built}")
        _wpl_fatal(${command} "${target}" "the source file `${source}` does not exist."
          "Sources come directly after the name and are relative to ${CMAKE_CURRENT_SOURCE_DIR}.")
      endif()
    endif()
  endforeach()
endfunction()

#[=======================================================================[.md:
### wasm_target_module_settings

```cmake
wasm_target_module_settings(<target>)
```

Gives an executable target the settings that a main or side module must be linked with: an ES module that the loader
starts (`MODULARIZE`, `EXPORT_ES6`), import and export names kept at every optimisation level (`-lexports.js`), a
table and a memory that may grow, and the js-library that talks to the loader. A step of `add_wasm_side_module` and
`add_wasm_main_module`.

Target properties: `WASM_PSEUDO_LINK_ENVIRONMENT`, where the module's glue runs, a list of `web`, `worker`, `node`
(all of them by default); initialised by the variable of the same name.
#]=======================================================================]
function(wasm_target_module_settings target)
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  set(library "${root}/js/library/wasm_pseudo_link.js")
  target_link_libraries(${target} PRIVATE WasmPseudoLink::headers)
  target_link_options(${target} PRIVATE
    -sMODULARIZE=1
    -sEXPORT_ES6=1
    -sALLOW_MEMORY_GROWTH=1
    -sALLOW_TABLE_GROWTH=1
    -lexports.js # emcc keeps import and export names then (emcc: tools/link.py)
    "-sENVIRONMENT=$<JOIN:$<TARGET_PROPERTY:${target},WASM_PSEUDO_LINK_ENVIRONMENT>,$<COMMA>>"
    "SHELL:--js-library \"${library}\"")
  if(EMSCRIPTEN_VERSION VERSION_LESS 4.0) # the default from 4.0 on
    target_link_options(${target} PRIVATE -sWASM_BIGINT=1)
  endif()
  # API functions may return wpl::remote_ptr: one uint32_t, so the C ABI is that of a plain pointer.
  target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-Wno-return-type-c-linkage>)
  file(GLOB scripts CONFIGURE_DEPENDS "${root}/js/build/*.mjs")
  set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS "${library}" ${scripts})
  set_target_properties(${target} PROPERTIES SUFFIX .mjs EXPORT_COMPILE_COMMANDS ON)
  get_target_property(environment ${target} WASM_PSEUDO_LINK_ENVIRONMENT)
  if(NOT environment)
    set_target_properties(${target} PROPERTIES WASM_PSEUDO_LINK_ENVIRONMENT "web;worker;node")
  endif()
endfunction()

# Writes the js-library that declares to emcc functions which the loader supplies: over the memory of <module> ACCESSOR and
# BRIDGE, and RB_BRIDGE. Names and signatures (Emscripten's letters, result first) are those of the exports in wat/.
function(_wpl_write_import_library file module)
  cmake_parse_arguments(PARSE_ARGV 2 ARG "ACCESSOR;BRIDGE;RB_BRIDGE" "" "")
  set(functions "")
  if(ARG_ACCESSOR)
    list(APPEND functions getI8:ii getI16:ii getI32:ii getI64:ji getF32:fi getF64:di
      setI8:vii setI16:vii setI32:vii setI64:vij setF32:vif setF64:vid)
  endif()
  if(ARG_BRIDGE)
    foreach(direction mts stm)
      list(APPEND functions ${direction}_memcpy:viii ${direction}_addFnPtr:ii ${direction}_removeFnPtr:ii)
      foreach(size 1 2 4 8)
        list(APPEND functions ${direction}_memcpy${size}:vii)
      endforeach()
    endforeach()
  endif()
  list(TRANSFORM functions REPLACE "(.+):(.+)" "['${module}', '\\1', '\\2']")
  if(ARG_RB_BRIDGE)
    list(APPEND functions "['', 'rbBridge', 'iii']")
  endif()
  list(JOIN functions ", " functions)
  set(WPL_FUNCTIONS "[${functions}]")
  set(WPL_MODULE "${module}")
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  configure_file("${root}/templates/import_library.js.in" "${file}" @ONLY)
endfunction()

# JSON text of what the build scripts must know of a module; <extra> are further members, each ending with a comma.
function(_wpl_write_module_config target role extra)
  get_property(abi GLOBAL PROPERTY WASM_PSEUDO_LINK_ABI)
  get_property(generator GLOBAL PROPERTY WASM_PSEUDO_LINK_GENERATOR)
  _wpl_module_folder(${target} folder)
  file(GENERATE OUTPUT "${folder}/${target}.config.json" CONTENT "{
  \"name\": \"${target}\",
  \"role\": \"${role}\",
  \"abi\": ${abi},
  \"generator\": \"${generator}\",
${extra}  \"folder\": \"$<TARGET_FILE_DIR:${target}>\",
  \"wasm\": \"$<TARGET_FILE_DIR:${target}>/$<TARGET_FILE_BASE_NAME:${target}>.wasm\",
  \"moduleFile\": \"${folder}/${target}.module.json\"
}
")
endfunction()
