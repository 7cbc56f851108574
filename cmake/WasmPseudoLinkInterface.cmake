# Interfaces: what plugins implement, and what main modules offer them.
#
# Generated files, below the binary folder of the whole project:
#
#   wasm_pseudo_link/<interface>/
#     include/<interface>_interface.h
#     <interface>.describe.cpp       includes the headers of the interface; its object is read, never linked
#     <config>/<interface>.interface.json

#[=======================================================================[.md:
### wasm_add_interface

```cmake
wasm_add_interface(<name> HEADERS <header>... VERSION <major>.<minor>)
```

Adds an interface: a named, versioned set of functions that plugins implement (`IMPLEMENTS` of `add_wasm_side_module`)
and that main modules call (`PLUGIN_INTERFACES` of `add_wasm_main_module`). The target `<name>` has the include path of
the headers; more goes there by `target_include_directories(<name> INTERFACE ...)`.

- `<name>`
  A C identifier. It is the C++ class of the interface in the host, and the namespace of its functions in a plugin.
- `HEADERS`
  C++20 headers that declare the functions with the macros of `<name>_interface.h`, which the command writes.
- `VERSION`
  A host opens a plugin that was built for the same major version and for the same or an older minor one. A new minor
  version adds optional functions or functions of the host; whatever else changes needs a new major version.
#]=======================================================================]
function(wasm_add_interface name)
  set(signature "wasm_add_interface(<name> HEADERS <header>... VERSION <major>.<minor>)")
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "VERSION" "HEADERS")
  _wpl_require_tools(wasm_add_interface "${name}")
  _wpl_check_module_name(wasm_add_interface "${name}")
  _wpl_check_keywords(wasm_add_interface ${name} "${ARG_UNPARSED_ARGUMENTS}" "${ARG_KEYWORDS_MISSING_VALUES}" "${signature}")
  if(NOT ARG_HEADERS)
    _wpl_fatal(wasm_add_interface ${name} "no HEADERS were given." "Expected: ${signature}")
  elseif(NOT "${ARG_VERSION}" MATCHES "^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)$")
    _wpl_fatal(wasm_add_interface ${name} "VERSION `${ARG_VERSION}` is not a version of an interface."
      "VERSION is <major>.<minor>, as in 1.2.")
  endif()
  add_library(${name} INTERFACE)
  target_link_libraries(${name} INTERFACE WasmPseudoLink::headers)
  _wpl_interface_headers(${name} ${ARG_HEADERS})
  set_target_properties(${name} PROPERTIES WASM_PSEUDO_LINK_ROLE interface WASM_PSEUDO_LINK_VERSION ${ARG_VERSION})
  _wpl_describe_interface(${name} ${ARG_VERSION})
endfunction()

# Writes <name>_interface.h, and lets users find it and the headers that include it.
function(_wpl_interface_headers name)
  set(headers "")
  foreach(header IN LISTS ARGN)
    cmake_path(ABSOLUTE_PATH header NORMALIZE)
    if(NOT EXISTS "${header}" OR IS_DIRECTORY "${header}")
      _wpl_fatal(wasm_add_interface ${name} "HEADERS names `${header}`, which does not exist."
        "Name existing headers, relative to ${CMAKE_CURRENT_SOURCE_DIR}.")
    endif()
    cmake_path(GET header PARENT_PATH folder)
    target_include_directories(${name} INTERFACE "${folder}")
    list(APPEND headers "${header}")
  endforeach()
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  set(include "${CMAKE_BINARY_DIR}/wasm_pseudo_link/${name}/include")
  set(WPL_INTERFACE ${name})
  set(WPL_VERSION ${ARG_VERSION})
  string(TOUPPER ${name} WPL_PREFIX)
  configure_file("${root}/templates/interface_header.h.in" "${include}/${name}_interface.h" @ONLY)
  target_include_directories(${name} INTERFACE "${include}")
  target_compile_options(${name} INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-return-type-c-linkage>)
  set_target_properties(${name} PROPERTIES WASM_PSEUDO_LINK_HEADERS "${headers}")
endfunction()

# Compiles the headers once, and reads the types of the functions from the object: the compiler alone knows them.
function(_wpl_describe_interface name version)
  set(source "${CMAKE_BINARY_DIR}/wasm_pseudo_link/${name}/${name}.describe.cpp")
  get_target_property(headers ${name} WASM_PSEUDO_LINK_HEADERS)
  set(text "// Made by WasmPseudoLink: the functions of interface `${name}`. Do not edit.\n")
  foreach(header IN LISTS headers)
    string(APPEND text "#include \"${header}\"\n")
  endforeach()
  file(CONFIGURE OUTPUT "${source}" CONTENT "${text}" @ONLY)
  add_library(${name}-functions OBJECT "${source}")
  target_link_libraries(${name}-functions PRIVATE ${name})
  target_compile_definitions(${name}-functions PRIVATE WPL_DETAIL_DESCRIBE_INTERFACE=1)
  target_compile_options(${name}-functions PRIVATE -fno-lto -g0) # its object is read as text

  _wpl_module_folder(${name} folder)
  set(file "${folder}/${name}.interface.json")
  _wpl_script_command(describe_interface.mjs command)
  _wpl_script_closure(js/tools/describe_interface.mjs scripts)
  add_custom_command(OUTPUT "${file}"
    COMMAND ${command} ${name} ${version} "$<TARGET_OBJECTS:${name}-functions>" "${file}"
    DEPENDS ${name}-functions "$<TARGET_OBJECTS:${name}-functions>" ${scripts}
    COMMENT "Describing the interface ${name}"
    VERBATIM)
  add_custom_target(${name}-description DEPENDS "${file}")
  set_target_properties(${name} PROPERTIES WASM_PSEUDO_LINK_INTERFACE_FILE "${file}")
endfunction()

# The interfaces that a keyword of <target> names: their files, as lines; stops on other targets. Lets <target> wait for
# them. At the end of configure.
function(_wpl_interface_files command target keyword result)
  set(files "")
  get_target_property(names ${target} WASM_PSEUDO_LINK_${keyword})
  if(NOT names)
    set(names "")
  endif()
  foreach(name IN LISTS names)
    set(role "")
    if(TARGET ${name})
      get_target_property(role ${name} WASM_PSEUDO_LINK_ROLE)
    endif()
    if(NOT role STREQUAL "interface")
      _wpl_fatal(${command} ${target} "${keyword} names `${name}`, which is not an interface."
        "${keyword} takes targets made by wasm_add_interface(); find the package that has it first.")
    endif()
    get_target_property(file ${name} WASM_PSEUDO_LINK_INTERFACE_FILE)
    list(APPEND files "${file}")
    add_dependencies(${target} ${name}-description)
  endforeach()
  set(${result} "${files}" PARENT_SCOPE)
endfunction()

# ---- Sides without JavaScript, which implement interfaces ----

# The rest of add_wasm_side_module(<name> ... NO_JS IMPLEMENTS <interface>...); reads the caller's ARG_.
function(_wpl_add_no_js_side name)
  foreach(keyword IN ITEMS ALLOW_JS EXPORTS HEADER)
    if(ARG_${keyword})
      _wpl_fatal(add_wasm_side_module ${name} "${keyword} is given with NO_JS."
        "A side without JavaScript offers the functions of its interfaces alone: remove ${keyword}.")
    endif()
  endforeach()
  if(NOT ARG_IMPLEMENTS)
    _wpl_fatal(add_wasm_side_module ${name} "NO_JS is given without IMPLEMENTS."
      "A side without JavaScript is opened as a plugin: name the interfaces that it implements.")
  endif()
  add_executable(${name} ${ARG_UNPARSED_ARGUMENTS})
  set_target_properties(${name} PROPERTIES SUFFIX .wasm EXPORT_COMPILE_COMMANDS ON
    WASM_PSEUDO_LINK_ROLE side WASM_PSEUDO_LINK_KIND no_js WASM_PSEUDO_LINK_ACCESS "")
  _wpl_set_properties(${name} ACCESS GUARDED IMPLEMENTS EXCLUDE_FROM_ALL)
  _wpl_set_default(${name} WASM_PSEUDO_LINK_ACCESS NONE)
  target_link_libraries(${name} PRIVATE WasmPseudoLink::headers)
  target_compile_definitions(${name} PRIVATE WPL_NO_JS=1 WPL_MODULE_NAME="${name}" ${name}_EXPORTS
    "WPL_ACCESS_$<TARGET_PROPERTY:${name},WASM_PSEUDO_LINK_ACCESS>=1")
  target_compile_options(${name} PRIVATE -fwasm-exceptions -sSUPPORT_LONGJMP=wasm)
  # The stack pointer lets guards put the stack back; a heap of 16 MiB, the usual one, is much for a plugin.
  target_link_options(${name} PRIVATE --no-entry -fwasm-exceptions -sSUPPORT_LONGJMP=wasm -sPURE_WASI=1
    -sALLOW_MEMORY_GROWTH=1 -sALLOW_TABLE_GROWTH=1 -sINITIAL_HEAP=262144 -Wl,--export=__stack_pointer -Wl,--stack-first)
  _wpl_run_after_link(${name} describe_no_js.mjs)
  _wpl_script_closure(js/tools/describe_no_js.mjs scripts)
  set_property(TARGET ${name} APPEND PROPERTY LINK_DEPENDS ${scripts})
  _wpl_defer(_wpl_finish_no_js_side ${name})
endfunction()

# At the end of configure, when its interfaces are known.
function(_wpl_finish_no_js_side name)
  get_target_property(access ${name} WASM_PSEUDO_LINK_ACCESS)
  if(access STREQUAL "DIRECT")
    _wpl_fatal(add_wasm_side_module ${name} "ACCESS DIRECT is given with NO_JS, which makes one file."
      "Use ACCESS IMPORT, or NONE, which is the default of NO_JS.")
  endif()
  _wpl_check_choice(add_wasm_side_module ${name} ACCESS "${access}" IMPORT ACCESSOR POINTER NONE)
  _wpl_interface_files(add_wasm_side_module ${name} IMPLEMENTS files)
  get_target_property(interfaces ${name} WASM_PSEUDO_LINK_IMPLEMENTS)
  foreach(interface IN LISTS interfaces)
    target_link_libraries(${name} PRIVATE ${interface})
    target_compile_definitions(${name} PRIVATE WPL_IMPLEMENTS_${interface}=1)
  endforeach()
  set_property(TARGET ${name} APPEND PROPERTY LINK_DEPENDS ${files})
  set(config "{}")
  _wpl_json_access(config ${name})
  _wpl_json_texts(config interfaceFiles ${files})
  _wpl_write_module_config(${name} "${config}")
endfunction()

# The rest of add_wasm_prebuilt_side_module(<name> FILE <wasm> IMPLEMENTS <interface>...): a copy of the file with its
# side manifest; reads the caller's ARG_.
function(_wpl_add_prebuilt_plugin command name)
  foreach(keyword IN ITEMS GLUE IMPORTS WASI HEADER MEMORY FEATURES)
    if(ARG_${keyword})
      _wpl_fatal(${command} ${name} "${keyword} is given with IMPLEMENTS."
        "A plugin has its file alone, and the functions of its interfaces: remove ${keyword}.")
    endif()
  endforeach()
  _wpl_module_folder(${name} folder)
  set(output "${folder}/${name}.wasm")
  _wpl_input_file("${ARG_FILE}" file)
  _wpl_require_file(${command} ${name} FILE "${file}")
  set(all ALL)
  if(ARG_EXCLUDE_FROM_ALL)
    set(all "")
  endif()
  add_custom_target(${name} ${all} DEPENDS "${output}")
  set_target_properties(${name} PROPERTIES WASM_PSEUDO_LINK_ROLE side WASM_PSEUDO_LINK_KIND no_js
    WASM_PSEUDO_LINK_ACCESS "" WASM_PSEUDO_LINK_STAMP "${output}")
  _wpl_set_properties(${name} ACCESS GUARDED IMPLEMENTS)
  _wpl_set_default(${name} WASM_PSEUDO_LINK_ACCESS NONE)
  _wpl_interface_files(${command} ${name} IMPLEMENTS interfaces)
  _wpl_script_command(describe_no_js.mjs script)
  _wpl_script_closure(js/tools/describe_no_js.mjs scripts)
  add_custom_command(OUTPUT "${output}"
    BYPRODUCTS "${folder}/${name}.module.json"
    COMMAND "${CMAKE_COMMAND}" -E copy "${file}" "${output}"
    COMMAND ${script} "${folder}/${name}.config.json"
    DEPENDS "${file}" ${interfaces} "${folder}/${name}.config.json" ${scripts}
    COMMENT "Describing the plugin ${name}"
    VERBATIM)
  set(config "{}")
  _wpl_json_access(config ${name})
  _wpl_json_texts(config interfaceFiles ${interfaces})
  _wpl_json_texts(config init ${ARG_INIT})
  set_target_properties(${name} PROPERTIES WASM_PSEUDO_LINK_CONFIG "${config}")
  _wpl_defer(_wpl_finish_prebuilt_plugin ${name})
endfunction()

# At the end of configure, when its properties are known.
function(_wpl_finish_prebuilt_plugin name)
  get_target_property(access ${name} WASM_PSEUDO_LINK_ACCESS)
  if(access STREQUAL "DIRECT")
    _wpl_fatal(add_wasm_prebuilt_side_module ${name} "ACCESS DIRECT is given with IMPLEMENTS, which makes one file."
      "Use ACCESS IMPORT, or NONE, which is the default of plugins.")
  endif()
  _wpl_check_choice(add_wasm_prebuilt_side_module ${name} ACCESS "${access}" IMPORT ACCESSOR POINTER NONE)
  _wpl_check_files(${name})
  get_target_property(config ${name} WASM_PSEUDO_LINK_CONFIG)
  _wpl_write_module_config(${name} "${config}")
endfunction()
