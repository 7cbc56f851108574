# What main and side modules have in common: link settings, the glue's js-libraries, the description of the linked binary.
#
# Generated files, below the binary folder of the whole project (<config> is None where there is no configuration):
#
#   wasm_pseudo_link/
#     helpers/                     accessor.wasm, blocks.wasm, bridge.wasm, bridge_fb.wasm
#     main/                        js-libraries for main's memory, shared by all sides
#     <module>/<config>/           <module>.config.json for the build scripts, <module>.module.json made by them;
#                                  of a side also <side>.stub.js
#     <side>/include/              <side>_api.h
#     <side>/<side>.memory.js      js-library for the side's memory

# The folder of a module's generated files.
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

# Stops where there is no source, or one that looks like a mistyped keyword or does not exist.
function(_wpl_check_sources command target signature)
  if(NOT ARGN)
    _wpl_fatal(${command} "${target}" "no source file was given." "Expected: ${signature}")
  endif()
  foreach(source IN LISTS ARGN)
    if(source MATCHES "\\$<")
      continue()
    endif()
    _wpl_source_exists("${source}" exists)
    if(NOT exists AND source MATCHES "^[A-Z][A-Z0-9_]*$")
      _wpl_fatal(${command} "${target}" "`${source}` is no keyword of this command and no source file." "Expected: ${signature}")
    elseif(NOT exists)
      _wpl_fatal(${command} "${target}" "the source file `${source}` does not exist."
        "Sources come directly after the name and are relative to ${CMAKE_CURRENT_SOURCE_DIR}.")
    endif()
  endforeach()
endfunction()

# As add_executable looks for a source: in the source folder, then in the binary folder; or one that the build makes.
function(_wpl_source_exists source result)
  set(${result} FALSE PARENT_SCOPE)
  foreach(folder IN ITEMS "${CMAKE_CURRENT_SOURCE_DIR}" "${CMAKE_CURRENT_BINARY_DIR}")
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY "${folder}" NORMALIZE OUTPUT_VARIABLE path)
    get_source_file_property(generated "${path}" GENERATED)
    if(generated OR EXISTS "${path}")
      set(${result} TRUE PARENT_SCOPE)
    endif()
  endforeach()
endfunction()

#[=======================================================================[.md:
### wasm_target_module_settings

```cmake
wasm_target_module_settings(<target> MAIN|SIDE)
```

Makes an executable target a main or side module: gives it the link settings that it must have - an ES module that the
loader starts (`MODULARIZE`, `EXPORT_ES6`), import and export names kept at every optimisation level
(`-lexports.js`), a table and a memory that may grow, the js-library that talks to the loader - and the definitions by
which the headers know what they are compiled for. A step of `add_wasm_side_module` and `add_wasm_main_module`.

Target property `WASM_PSEUDO_LINK_ENVIRONMENT`: where the module's glue runs, a list of `web`, `worker`, `node`;
all of them by default.
#]=======================================================================]
function(wasm_target_module_settings target)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "MAIN;SIDE" "" "")
  set(signature "wasm_target_module_settings(<target> MAIN|SIDE)")
  _wpl_check_keywords(wasm_target_module_settings "${target}" "${ARG_UNPARSED_ARGUMENTS}" "" "${signature}")
  if((ARG_MAIN AND ARG_SIDE) OR NOT (ARG_MAIN OR ARG_SIDE))
    _wpl_fatal(wasm_target_module_settings "${target}" "one of MAIN and SIDE is needed." "Expected: ${signature}")
  endif()
  _wpl_require_tools(wasm_target_module_settings "${target}")
  _wpl_check_module_name(wasm_target_module_settings "${target}")

  target_link_libraries(${target} PRIVATE WasmPseudoLink::headers)
  target_compile_definitions(${target} PRIVATE WPL_MODULE_NAME="${target}")
  # API functions may return wpl::remote_ptr: one uint32_t, so the C ABI is that of a plain pointer.
  target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-Wno-return-type-c-linkage>)
  if(ARG_SIDE)
    set_target_properties(${target} PROPERTIES WASM_PSEUDO_LINK_ROLE side)
    _wpl_add_side_name(${target})
    target_compile_definitions(${target} PRIVATE ${target}_EXPORTS)
    target_link_options(${target} PRIVATE --no-entry)
  else()
    set_target_properties(${target} PROPERTIES WASM_PSEUDO_LINK_ROLE main)
    target_compile_definitions(${target} PRIVATE WPL_MAIN_MODULE=1)
  endif()
  _wpl_link_settings(${target})
  _wpl_set_default(${target} WASM_PSEUDO_LINK_ENVIRONMENT web worker node)
  set_target_properties(${target} PROPERTIES SUFFIX .mjs EXPORT_COMPILE_COMMANDS ON)
  _wpl_defer(_wpl_check_module ${target})
endfunction()

function(_wpl_link_settings target)
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  set(library "${root}/js/library/wasm_pseudo_link.js")
  target_link_options(${target} PRIVATE
    -sMODULARIZE=1
    -sEXPORT_ES6=1
    -sALLOW_MEMORY_GROWTH=1
    -sALLOW_TABLE_GROWTH=1
    -lexports.js # emcc keeps import and export names then (emcc: tools/link.py)
    "-sENVIRONMENT=$<JOIN:$<TARGET_PROPERTY:${target},WASM_PSEUDO_LINK_ENVIRONMENT>,$<COMMA>>"
    "SHELL:--js-library \"${library}\"")
  if(EMSCRIPTEN_VERSION VERSION_LESS 4.0) # the default from then on
    target_link_options(${target} PRIVATE -sWASM_BIGINT=1)
  endif()
  # The tag of C++ exceptions, by which the loader reads their text (-fwasm-exceptions); newer versions export it anyway.
  target_link_options(${target} PRIVATE -Wl,--export-if-defined=__cpp_exception)
  file(GLOB scripts "${root}/js/build/*.mjs")
  set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS
    "${library}" ${scripts} "${root}/wat/accessor.wat" "${root}/wat/bridge.wat")
endfunction()

# Sets a property unless a keyword, a variable of its name or the user has set it.
function(_wpl_set_default target property)
  get_target_property(value ${target} ${property})
  if(NOT value)
    set_target_properties(${target} PROPERTIES ${property} "${ARGN}")
  endif()
endfunction()

# At the end of configure.
function(_wpl_check_module target)
  get_target_property(role ${target} WASM_PSEUDO_LINK_ROLE)
  get_target_property(environments ${target} WASM_PSEUDO_LINK_ENVIRONMENT)
  foreach(environment IN LISTS environments)
    _wpl_check_choice(add_wasm_${role}_module ${target} ENVIRONMENT "${environment}" web worker node)
  endforeach()
  _wpl_check_settings(${target})
  _wpl_check_parts(add_wasm_${role}_module ${target})
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
    foreach(direction IN ITEMS mts stm)
      list(APPEND functions ${direction}_memcpy:viii ${direction}_addFnPtr:ii ${direction}_removeFnPtr:ii)
      foreach(size IN ITEMS 1 2 4 8)
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

# The file that changes when a module is built.
function(_wpl_module_target_file target result)
  get_target_property(file ${target} WASM_PSEUDO_LINK_STAMP)
  if(NOT file)
    set(file "$<TARGET_FILE:${target}>")
  endif()
  set(${result} "${file}" PARENT_SCOPE)
endfunction()

# Writes what the build scripts must know of a module, as JSON; <extra> are further members, each ending with a comma.
function(_wpl_write_module_config target extra)
  get_property(abi GLOBAL PROPERTY WASM_PSEUDO_LINK_ABI)
  get_property(generator GLOBAL PROPERTY WASM_PSEUDO_LINK_GENERATOR)
  get_target_property(role ${target} WASM_PSEUDO_LINK_ROLE)
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  get_property(wasm_as GLOBAL PROPERTY WASM_PSEUDO_LINK_WASM_AS)
  cmake_path(GET wasm_as PARENT_PATH binaryen)
  _wpl_module_folder(${target} folder)
  _wpl_module_target_file(${target} file)
  file(GENERATE OUTPUT "${folder}/${target}.config.json" CONTENT "{
  \"name\": \"${target}\",
  \"role\": \"${role}\",
  \"abi\": ${abi},
  \"generator\": \"${generator}\",
  \"binaryen\": \"${binaryen}\",
  \"wat\": \"${root}/wat\",
${extra}  \"target\": \"${file}\",
  \"moduleFile\": \"${folder}/${target}.module.json\"
}
")
endfunction()

# Runs a build script on a module's configuration after each link, and lets `clean` remove what link and script make.
function(_wpl_after_link target script step)
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  get_property(node GLOBAL PROPERTY WASM_PSEUDO_LINK_NODE)
  _wpl_module_folder(${target} folder)
  add_custom_command(TARGET ${target} POST_BUILD
    COMMAND "${node}" "${root}/js/build/${script}" "${folder}/${target}.config.json" ${step}
    VERBATIM)
  set(base "$<TARGET_FILE_DIR:${target}>/$<TARGET_FILE_BASE_NAME:${target}>")
  set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS "${folder}/${target}.config.json")
  set_property(TARGET ${target} APPEND PROPERTY ADDITIONAL_CLEAN_FILES
    "${base}.wasm" "${base}.direct.wasm" "${base}.direct.wasm.map" "${folder}/${target}.module.json")
endfunction()
