# What main and side modules have in common: link settings, the glue's js-libraries, the description of the linked
# binary.
#
# Generated files, below the binary folder of the whole project (<config> is None where there is no configuration):
#
#   wasm_pseudo_link/
#     helpers/                     accessor.wasm, blocks.wasm, bridge.wasm, bridge_fb.wasm
#     minified/                    the loader as apps have it, by what it was made of
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
  _wpl_name_is_reserved("${name}" reason)
  if(reason)
    _wpl_fatal(${command} "${name}" "`${name}` is a reserved module name: ${reason}."
      "Choose another name, as in `sorter`.")
  endif()
endfunction()

# Why no module can have a name; empty if it can.
function(_wpl_name_is_reserved name result)
  # C23 and C++23, with the alternative operators: https://en.cppreference.com/w/cpp/keyword
  set(keywords alignas alignof and and_eq asm auto bitand bitor bool break case catch char char8_t char16_t
    char32_t class compl concept const consteval constexpr constinit const_cast continue co_await
    co_return co_yield decltype default delete do double dynamic_cast else enum explicit export extern
    false float for friend goto if inline int long mutable namespace new noexcept not not_eq nullptr
    operator or or_eq private protected public register reinterpret_cast requires restrict return short
    signed sizeof static static_assert static_cast struct switch template this thread_local throw true
    try typedef typeid typename typeof typeof_unqual union unsigned using virtual void volatile wchar_t
    while xor xor_eq)
  # The namespace that headers use within the class of a module, and macros with names of variables and functions.
  set(library std errno stdin stdout stderr assert offsetof setjmp complex imaginary I NULL EOF NAN INFINITY)
  set(reason "")
  if(name MATCHES "^(main|env|wasi_snapshot_preview1|host|module|wpl)$")
    set(reason "WasmPseudoLink or WASI uses it")
  elseif(name IN_LIST keywords)
    set(reason "it is a keyword of C or C++")
  elseif(name IN_LIST library)
    set(reason "the standard library of C or C++ has it")
  elseif(name MATCHES "^([gs]et(I8|I16|I32|I64|F32|F64)|copy_(in|out)|is_(this_module|reachable)|module_name|address_type)$")
    set(reason "the class that stands for a module in C++ has a member of this name")
  endif()
  set(${result} "${reason}" PARENT_SCOPE)
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
  set(paths "")
  foreach(folder IN ITEMS "${CMAKE_CURRENT_SOURCE_DIR}" "${CMAKE_CURRENT_BINARY_DIR}")
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY "${folder}" NORMALIZE OUTPUT_VARIABLE path)
    list(APPEND paths "${path}")
  endforeach()
  set(${result} TRUE PARENT_SCOPE)
  foreach(path IN LISTS paths)
    if(EXISTS "${path}")
      return()
    endif()
  endforeach()
  # Not before: once asked about a path, CMake takes another target's source of that name for this one.
  foreach(path IN LISTS paths)
    get_source_file_property(generated "${path}" GENERATED)
    if(generated)
      return()
    endif()
  endforeach()
  set(${result} FALSE PARENT_SCOPE)
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

Target property `WASM_PSEUDO_LINK_SOURCE_LINES`: whether stacks in Node say file and line where the linked file has DWARF
(`-g`, as in Debug); on by default. Each link then makes `<name>.wasm.map`, which takes as long as Emscripten's
`-gsource-map`: half a second for a small module. Where `-gsource-map` is set, emcc's own map serves.
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
  get_property(modules GLOBAL PROPERTY WASM_PSEUDO_LINK_MODULES)
  if(NOT modules)
    _wpl_defer(_wpl_complete_installs "")
  endif()
  set_property(GLOBAL APPEND PROPERTY WASM_PSEUDO_LINK_MODULES ${target})
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
  # The tag of C++ exceptions, by which the loader reads their text (-fwasm-exceptions); newer versions export it
  # anyway.
  target_link_options(${target} PRIVATE -Wl,--export-if-defined=__cpp_exception)
  set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS "${library}" "${root}/js/library/refused_settings.json")
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
  _wpl_check_linked_modules(add_wasm_${role}_module ${target})
  _wpl_put_stack_first(${target})
  _wpl_check_parts(add_wasm_${role}_module ${target})
  _wpl_explain_headers(${target})
endfunction()

# A stack that overflows traps at once where it lies below the static data; emcc puts it above at -O1 and higher, and
# then it runs through the data first, which a guarded call would not notice. Costs 0.5 % of the size and no time
# (measured). emcc refuses it with AddressSanitizer and with an own -sGLOBAL_BASE (emcc: tools/link.py).
function(_wpl_put_stack_first target)
  _wpl_options_of(${target} options)
  get_target_property(conditional ${target} LINK_OPTIONS)
  get_target_property(folder ${target} SOURCE_DIR)
  foreach(language IN ITEMS C CXX EXE_LINKER)
    foreach(config IN LISTS CMAKE_CONFIGURATION_TYPES CMAKE_BUILD_TYPE)
      string(TOUPPER "CMAKE_${language}_FLAGS_${config}" variable)
      get_directory_property(flags DIRECTORY "${folder}" DEFINITION ${variable})
      list(APPEND conditional "${flags}")
    endforeach()
  endforeach()
  if(NOT "${options};${conditional}" MATCHES "-fsanitize=[a-z,]*address|GLOBAL_BASE|--no-stack-first")
    target_link_options(${target} PRIVATE -Wl,--stack-first)
  endif()
endfunction()

# Notes the name of a side, by which a prebuilt module may import from it.
function(_wpl_add_side_name target)
  string(REGEX REPLACE "^.*::" "" name "${target}")
  set_property(GLOBAL APPEND PROPERTY WASM_PSEUDO_LINK_SIDE_NAMES ${name})
  _wpl_defer(_wpl_explain_header ${target})
endfunction()

# At the end of configure: writes a header that is found in place of <side>_api.h where the real one is not, and says
# what is missing. Of a side in C# also in place of <side>_imports.h.
function(_wpl_explain_header side)
  string(REGEX REPLACE "^.*::" "" name "${side}")
  get_target_property(imported ${side} IMPORTED)
  get_target_property(header ${side} WASM_PSEUDO_LINK_API_HEADER)
  get_target_property(templates ${side} WASM_PSEUDO_LINK_HEADER_TEMPLATES) # of a side in C#
  get_target_property(kind ${side} WASM_PSEUDO_LINK_KIND)
  get_target_property(prefix ${side} WASM_PSEUDO_LINK_PREFIX)
  if(header OR templates OR imported)
    set(text "this code does not use the side `${side}`, whose API header ${name}_api.h is. Name ${side} among SIDES of the main module, or link ${side}::api to the library or side that includes the header (${side}::self to a library that is part of ${name}).")
  else()
    set(text "the side `${side}` has no API header. Add wasm_generate_api_header(${side}) after the command that makes it.")
  endif()
  if(NOT prefix)
    string(TOUPPER ${name} prefix)
  endif()
  file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/wasm_pseudo_link/missing/${name}_api.h" @ONLY CONTENT
[[// Made by WasmPseudoLink: included where the API header of `@name@` is not found.
#error "WasmPseudoLink: @text@"
#if !defined(WPL_EXTERN_C)
#define WPL_EXTERN_C
#endif
#define @prefix@_API
#define @prefix@_API_AS(wasm_name)
#define @prefix@_FUNCTION(name, ...) static_assert(true)
]])
  if(kind STREQUAL "dotnet")
    file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/wasm_pseudo_link/missing/${name}_imports.h" CONTENT
      "#include \"${name}_api.h\"\n")
  endif()
endfunction()

# Lets a module and the libraries that it links find these headers, after all others.
function(_wpl_explain_headers target)
  _wpl_linked_targets(${target} linked)
  foreach(user IN LISTS target linked)
    get_target_property(type ${user} TYPE)
    get_target_property(imported ${user} IMPORTED)
    get_target_property(is_done ${user} WASM_PSEUDO_LINK_EXPLAINS_HEADERS)
    if(NOT type STREQUAL "INTERFACE_LIBRARY" AND NOT imported AND NOT is_done)
      set_target_properties(${user} PROPERTIES WASM_PSEUDO_LINK_EXPLAINS_HEADERS TRUE)
      target_compile_options(${user} PRIVATE
        "$<$<COMPILE_LANGUAGE:C,CXX>:SHELL:-idirafter \"${CMAKE_BINARY_DIR}/wasm_pseudo_link/missing\">")
    endif()
  endforeach()
endfunction()

# Writes the js-library that declares to emcc functions which the loader supplies: those of the groups of abi/abi.json,
# over the memory of <module>, or rbBridge, which is over none.
function(_wpl_write_import_library file module)
  set(functions "")
  foreach(group IN LISTS ARGN)
    set(memory "${module}")
    if(group STREQUAL "rbBridge")
      set(memory "")
    endif()
    _wpl_abi_functions(${group} found)
    list(TRANSFORM found REPLACE "(.+):(.+)" "['${memory}', '\\1', '\\2']")
    list(APPEND functions ${found})
  endforeach()
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

# Writes what the build scripts must know of a module: js/tools/common/records.d.ts describes it. <config> is a JSON
# object of what its kind adds.
function(_wpl_write_module_config target config)
  get_property(abi GLOBAL PROPERTY WASM_PSEUDO_LINK_ABI)
  get_property(generator GLOBAL PROPERTY WASM_PSEUDO_LINK_GENERATOR)
  get_target_property(role ${target} WASM_PSEUDO_LINK_ROLE)
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  get_property(wasm_as GLOBAL PROPERTY WASM_PSEUDO_LINK_WASM_AS)
  cmake_path(GET wasm_as PARENT_PATH binaryen)
  _wpl_module_folder(${target} folder)
  _wpl_module_target_file(${target} file)
  _wpl_json_text(config name "${target}")
  _wpl_json_text(config role "${role}")
  _wpl_json_value(config abi ${abi})
  _wpl_json_text(config generator "${generator}")
  _wpl_json_text(config binaryen "${binaryen}")
  _wpl_json_text(config wat "${root}/wat")
  _wpl_json_text(config target "${file}")
  _wpl_json_text(config moduleFile "${folder}/${target}.module.json")
  file(GENERATE OUTPUT "${folder}/${target}.config.json" CONTENT "${config}\n")
endfunction()

# Adds to a configuration how a side reaches others and is called by them, and what its API header's macros are called.
function(_wpl_json_access object side)
  _wpl_json_text(${object} access "$<TARGET_PROPERTY:${side},WASM_PSEUDO_LINK_ACCESS>")
  _wpl_json_text(${object} guarded "$<BOOL:$<TARGET_PROPERTY:${side},WASM_PSEUDO_LINK_GUARDED>>")
  _wpl_json_text(${object} prefix "$<TARGET_PROPERTY:${side},WASM_PSEUDO_LINK_PREFIX>")
  set(${object} "${${object}}" PARENT_SCOPE)
endfunction()

# Adds to a configuration what a source map is made of and whether (js/tools/emscripten/dwarf_lines.mjs).
function(_wpl_json_lines object target)
  get_property(emscripten GLOBAL PROPERTY WASM_PSEUDO_LINK_EMSCRIPTEN)
  set(lines "$<TARGET_PROPERTY:${target},WASM_PSEUDO_LINK_SOURCE_LINES>")
  _wpl_json_text(${object} emscripten "${emscripten}")
  _wpl_json_text(${object} lines "$<IF:$<STREQUAL:${lines},>,1,$<BOOL:${lines}>>")
  set(${object} "${${object}}" PARENT_SCOPE)
endfunction()

# Adds the sides of the project to a configuration.
function(_wpl_json_known_sides object)
  get_property(names GLOBAL PROPERTY WASM_PSEUDO_LINK_SIDE_NAMES)
  list(REMOVE_DUPLICATES names)
  list(SORT names)
  _wpl_json_texts(${object} knownSides ${names})
  set(${object} "${${object}}" PARENT_SCOPE)
endfunction()

# Runs a build script on a module's configuration after each link.
function(_wpl_run_after_link target script)
  _wpl_script_command(${script} command)
  _wpl_module_folder(${target} folder)
  add_custom_command(TARGET ${target} POST_BUILD COMMAND ${command} "${folder}/${target}.config.json" ${ARGN} VERBATIM)
  set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS "${folder}/${target}.config.json")
endfunction()

# Describes a module after each link, by a script that may make its direct file, and lets `clean` remove what link and
# script make.
function(_wpl_describe_after_link target script)
  _wpl_run_after_link(${target} ${script})
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  _wpl_script_closure(js/tools/${script} files)
  set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS ${files} "${root}/wat/accessor.wat" "${root}/wat/bridge.wat")
  _wpl_module_folder(${target} folder)
  set(base "$<TARGET_FILE_DIR:${target}>/$<TARGET_FILE_BASE_NAME:${target}>")
  set_property(TARGET ${target} APPEND PROPERTY ADDITIONAL_CLEAN_FILES
    "${base}.wasm" "${base}.wasm.map" "${base}.direct.wasm" "${base}.direct.wasm.map" "${folder}/${target}.module.json")
endfunction()
