# The API of a module: its generated header and its stub ("import") library.

#[=======================================================================[.md:
### wasm_generate_api_header

```cmake
wasm_generate_api_header(<side> [PREFIX <name>])
```

Writes `<side>_api.h`, which defines `<SIDE>_API`: before a function's declaration it exports the function in the
side itself, and elsewhere imports it with the side's name as wasm import module, so that a call is wasm to wasm. The
header also declares the functions by which another module reaches the side's memory, and the tag
`wpl::modules::<side>` for `wpl::ptr`. Where the side has `EXPORTS` and `HEADER` (`add_wasm_side_module`), it includes those
headers and declares those functions as the side's.

- `PREFIX` (property `WASM_PSEUDO_LINK_PREFIX`, default: the side's name in upper case)
  The macros are `<PREFIX>_API`, `<PREFIX>_API_AS` and `<PREFIX>_FUNCTION`: for sides whose default names are taken, by a
  library's own `SORTER_API` or by a second side that differs in upper and lower case alone.

The header is found by the side, by every module that has the side among its `SIDES`, and by whatever links
`<side>::api` (users of the side) or `<side>::self` (static libraries that become part of it). Whoever compiles a prebuilt
side finds it in the folder of its target property `WASM_PSEUDO_LINK_API_HEADER`, and defines `<side>_EXPORTS`.

#### Of a main module

`wasm_generate_api_header(<main>)` does the same for the functions that main offers to its sides: `<main>_api.h` with
`<MAIN>_API`, `<MAIN>_API_AS` and `<MAIN>_FUNCTION`, which export in main and import from the wasm module `main` elsewhere.
Sides that call them link `<main>::api`, which also makes the header and main's public include folders known; the app's
build checks that main has each of them, with the same types. Any main module that has them can host such a side. Static
libraries that become part of main and define such functions link `<main>::self`.

```cmake
add_wasm_side_module(sorter sorter.cpp)
target_link_libraries(sorter PRIVATE app::api) # app may come later
add_wasm_main_module(app main.cpp SIDES sorter)
wasm_generate_api_header(app)
```

#### Include folders

Users of `<side>::api` and `<side>::self` also find the headers in the side's public include folders
(`target_include_directories(<side> PUBLIC include)`), and in those of the libraries that it links publicly.

#### Of a side in C#

The header is made by the build, and also declares each exported method by `<SIDE>_FUNCTION`, with its `summary`
as comment, and includes the headers that `[PseudoLinkType]` names, which its users must be able to find
(`target_include_directories`). It changes only if the exports do.

A second header, `<side>_imports.h`, declares what the C# code imports by `[PseudoLinkImport]`, for the module that has
these functions: it includes the header and defines each as a C++ function. One that other headers declare already is
left out if `<PREFIX>_OMIT_IMPORT_<name>` is defined before.

#### Natively, for unit tests

In a project that is not configured for Emscripten, `<side>` is a library target with the side's sources:

```cmake
find_package(WasmPseudoLink 0.1 REQUIRED)
find_package(GTest REQUIRED)

add_library(sorter STATIC ../src/sorter.cpp)
wasm_generate_api_header(sorter)
add_executable(sorter_test sorter_test.cpp)
target_link_libraries(sorter_test PRIVATE sorter GTest::gtest_main)
```

The library and all that link it get the header and `WasmPseudoLink::testing`, and are compiled as part of the side:
its API functions are plain functions, its own memory is the test's, and `wpl::main` is a byte array, as are the tags of
other sides whose API it uses. To test code that calls `sorter`, link `sorter::api` instead of `sorter`:
`wpl::modules::sorter` is then a byte array too, and the test defines the functions of the API itself.
#]=======================================================================]
function(wasm_generate_api_header module)
  set(side "${module}")
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "PREFIX" "")
  _wpl_check_keywords(wasm_generate_api_header "${side}" "${ARG_UNPARSED_ARGUMENTS}" "${ARG_KEYWORDS_MISSING_VALUES}"
    "wasm_generate_api_header(<side> [PREFIX <name>])")
  set(include "${CMAKE_BINARY_DIR}/wasm_pseudo_link/${side}/include")
  set(header "${include}/${side}_api.h")
  set(WPL_DECLARATIONS "")
  set(kind "")
  set(role side)
  set(template api_header.h.in)
  if(CMAKE_SYSTEM_NAME STREQUAL "Emscripten")
    _wpl_require_role(wasm_generate_api_header "${side}" main side)
    get_target_property(kind ${side} WASM_PSEUDO_LINK_KIND)
    get_target_property(role ${side} WASM_PSEUDO_LINK_ROLE)
  endif()
  if(role STREQUAL "main")
    _wpl_add_main_api(${module} "${include}" "${kind}")
    set(template main_api_header.h.in)
  elseif(kind STREQUAL "dotnet")
    _wpl_set_dotnet_headers(${side} templates)
    set(header "${templates}/${side}_api.h.in")
    set(WPL_DECLARATIONS "@WPL_DECLARATIONS@") # filled in by js/tools/dotnet/dotnet_header.mjs
  elseif(CMAKE_SYSTEM_NAME STREQUAL "Emscripten")
    target_include_directories(${side}-api INTERFACE "${include}")
    if(NOT kind) # of a prebuilt one nothing is compiled here
      target_include_directories(${side} PRIVATE "${include}")
      target_include_directories(${side}-self INTERFACE "${include}")
    endif()
    set_target_properties(${side} PROPERTIES WASM_PSEUDO_LINK_API_HEADER "${header}")
  else()
    _wpl_make_native_side("${side}" "${include}")
  endif()
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  set(WPL_SIDE_NAME ${side})
  _wpl_set_prefix(${side} WPL_PREFIX)
  _wpl_library_declarations(${side} WPL_LIBRARY_DECLARATIONS)
  configure_file("${root}/templates/${template}" "${header}" @ONLY)
  if(kind STREQUAL "dotnet")
    configure_file("${root}/templates/imports_header.h.in" "${templates}/${side}_imports.h.in" @ONLY)
  endif()
endfunction()

# What the names of an API header's macros begin with: the caller's ARG_PREFIX, else the target's property, else its
# name.
function(_wpl_set_prefix side result)
  get_target_property(prefix ${side} WASM_PSEUDO_LINK_PREFIX)
  if(ARG_PREFIX)
    set(prefix "${ARG_PREFIX}")
  elseif(NOT prefix)
    string(TOUPPER ${side} prefix)
  endif()
  if(NOT prefix MATCHES "^[A-Za-z][A-Za-z0-9_]*$" OR prefix MATCHES "^(WPL|RB)$")
    _wpl_fatal(wasm_generate_api_header ${side} "PREFIX `${prefix}` cannot begin the names of the macros."
      "It becomes part of C names, as in `SORTER` for SORTER_API: letters, digits and underscores, starting with a letter; not WPL or RB, which this package uses.")
  endif()
  set_target_properties(${side} PROPERTIES WASM_PSEUDO_LINK_PREFIX "${prefix}")
  set(${result} "${prefix}" PARENT_SCOPE)
endfunction()

# The declarations of the functions that EXPORTS of a side names, for its API header; empty without HEADER, where
# nothing tells their types.
function(_wpl_library_declarations side result)
  get_target_property(exports ${side} WASM_PSEUDO_LINK_EXPORTS)
  get_target_property(headers ${side} WASM_PSEUDO_LINK_HEADERS)
  set(text "")
  if(exports AND headers)
    string(APPEND text "/* Functions of an unmodified library: EXPORTS and HEADER of `${side}`. */\n")
    foreach(header IN LISTS headers)
      cmake_path(GET header FILENAME header)
      string(APPEND text "#include \"${header}\"\n")
    endforeach()
    string(APPEND text "#if defined(__wasm__) && !defined(${side}_EXPORTS)\n")
    string(APPEND text "#include <wasm_pseudo_link/detail/library_function.h>\n")
    foreach(function IN LISTS exports)
      string(APPEND text "WPL_DETAIL_LIBRARY_FUNCTION(${side}, ${function})\n")
    endforeach()
    string(APPEND text "#endif\n\n")
  endif()
  set(${result} "${text}" PARENT_SCOPE)
endfunction()

# Gives a native library and its users what a side's code needs in unit tests; makes <side>::api and <side>::self.
function(_wpl_make_native_side side include)
  set(type "")
  if(TARGET "${side}")
    get_target_property(type ${side} TYPE)
    get_target_property(imported ${side} IMPORTED)
  endif()
  if(NOT type MATCHES "^(STATIC|SHARED|OBJECT)_LIBRARY$" OR imported)
    _wpl_fatal(wasm_generate_api_header "${side}" "`${side}` is no library of this native project."
      "Natively, for unit tests, it takes a library with the side's sources: add_library(${side} STATIC ...). Modules need Emscripten's toolchain file.")
  endif()
  _wpl_check_module_name(wasm_generate_api_header "${side}")
  foreach(target IN ITEMS ${side}-api ${side}-self)
    add_library(${target} INTERFACE)
    target_link_libraries(${target} INTERFACE WasmPseudoLink::testing)
    target_include_directories(${target} INTERFACE "${include}")
    _wpl_pass_include_folders(${target} ${side})
    # API functions may return wpl::remote_ptr, one uint32_t.
    target_compile_options(${target} INTERFACE
      $<$<COMPILE_LANG_AND_ID:CXX,Clang,AppleClang>:-Wno-return-type-c-linkage>)
  endforeach()
  add_library(${side}::api ALIAS ${side}-api)
  add_library(${side}::self ALIAS ${side}-self)
  target_compile_definitions(${side}-self INTERFACE ${side}_EXPORTS)
  target_compile_definitions(${side} PRIVATE WPL_MODULE_NAME="${side}") # a test may link several sides
  target_link_libraries(${side} PUBLIC ${side}-self)

  # wpl::modules::<side> is another type inside the side than outside: CMake refuses a target that links both.
  set(place WASM_PSEUDO_LINK_PLACE_OF_${side})
  set_target_properties(${side}-api ${side}-self PROPERTIES COMPATIBLE_INTERFACE_STRING ${place})
  set_target_properties(${side}-api PROPERTIES INTERFACE_${place} outside)
  set_target_properties(${side}-self PROPERTIES INTERFACE_${place} inside)
endfunction()

#[=======================================================================[.md:
### wasm_generate_stub_library

```cmake
wasm_generate_stub_library(<side>)
```

Makes `<side>::api`, what another module links to call the side: a js-library with a stub for each function that the
side exports (and none of the C runtime's), rewritten after each link of the side but only if these functions changed,
so that other edits of the side do not relink its users; and the js-library for the side's memory. Also makes
`<side>::self` for static libraries that become part of the side: it gives them the side's definitions, and a library
that links it is linked whole, so that its API functions are exported. A step of `add_wasm_side_module`.
#]=======================================================================]
function(wasm_generate_stub_library side)
  _wpl_require_role(wasm_generate_stub_library "${side}" side)
  _wpl_module_folder(${side} folder)
  set(stub "${folder}/${side}.stub.js")
  _wpl_script_command(write_stub.mjs command)
  _wpl_script_closure(js/tools/write_stub.mjs scripts)
  add_custom_command(
    OUTPUT "${folder}/${side}.stub.stamp"
    BYPRODUCTS "${stub}"
    COMMAND ${command} "${folder}/${side}.config.json"
    COMMAND "${CMAKE_COMMAND}" -E touch "${folder}/${side}.stub.stamp"
    DEPENDS ${side} ${scripts}
    COMMENT "Writing the stub library of ${side}"
    VERBATIM)
  add_custom_target(${side}-stub ALL DEPENDS "${folder}/${side}.stub.stamp") # installed even if nothing here links it
  _wpl_add_api_library(${side} "${stub}" ${side}-stub)
  add_library(${side}-self INTERFACE)
  add_library(${side}::self ALIAS ${side}-self)
  _wpl_set_self_usage(${side}-self ${side})
  _wpl_pass_include_folders(${side}-api ${side})
  _wpl_pass_include_folders(${side}-self ${side})
  set_target_properties(${side} PROPERTIES WASM_PSEUDO_LINK_STUB_LIBRARY "${stub}")
  _wpl_defer(_wpl_link_parts ${side})
endfunction()

# Adds <side>::api, and the js-library for the side's memory; <maker> is the target that makes the stub library.
function(_wpl_add_api_library side stub maker)
  set(memory "${CMAKE_BINARY_DIR}/wasm_pseudo_link/${side}/${side}.memory.js")
  _wpl_write_import_library("${memory}" ${side} accessor bridge)
  # Names with a hyphen cannot clash with those of modules, which are C identifiers.
  add_library(${side}-api INTERFACE)
  add_library(${side}::api ALIAS ${side}-api)
  add_dependencies(${side}-api ${maker})
  _wpl_set_api_usage(${side}-api ${side} "" "${stub}" "${memory}")
  set_target_properties(${side} PROPERTIES
    WASM_PSEUDO_LINK_API ${side}::api
    WASM_PSEUDO_LINK_MEMORY_LIBRARY "${memory}")
endfunction()

# Lets whoever links <library> find the headers in <side>'s public include folders. Other usage requirements stay
# behind: definitions such as <side>_EXPORTS are the side's own.
function(_wpl_pass_include_folders library side)
  target_include_directories(${library} INTERFACE "$<TARGET_PROPERTY:${side},INTERFACE_INCLUDE_DIRECTORIES>")
endfunction()

# Usage requirements of what users of a side link.
function(_wpl_set_api_usage api side include stub memory)
  set_target_properties(${api} PROPERTIES WASM_PSEUDO_LINK_API_OF ${side} INTERFACE_LINK_DEPENDS "${stub};${memory}")
  target_link_libraries(${api} INTERFACE WasmPseudoLink::headers)
  target_include_directories(${api} INTERFACE ${include})
  target_compile_options(${api} INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-return-type-c-linkage>)
  target_link_options(${api} INTERFACE "SHELL:--js-library \"${stub}\"" "SHELL:--js-library \"${memory}\"")
endfunction()

# Usage requirements of what static libraries link that are part of a side: the side's own definitions.
function(_wpl_set_self_usage self side)
  set_target_properties(${self} PROPERTIES WASM_PSEUDO_LINK_SELF_OF ${side})
  target_link_libraries(${self} INTERFACE WasmPseudoLink::headers)
  target_compile_definitions(${self} INTERFACE
    ${side}_EXPORTS WPL_MODULE_NAME="${side}" "WPL_ACCESS_$<TARGET_PROPERTY:${side},WASM_PSEUDO_LINK_ACCESS>=1")
  target_compile_options(${self} INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-return-type-c-linkage>)
endfunction()

# Adds <main>::api, what sides link to call functions of main, and lets main find its header.
function(_wpl_add_main_api main include kind)
  if(kind STREQUAL "javascript")
    _wpl_fatal(wasm_generate_api_header ${main} "`${main}` is a main module in JavaScript, which has no wasm functions for sides to import."
      "Lend functions to the sides instead: addFunction of their handles (docs/javascript-main.md).")
  endif()
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  set(stub "${CMAKE_BINARY_DIR}/wasm_pseudo_link/main/main.stub.js")
  configure_file("${root}/templates/main_stub.js.in" "${stub}" COPYONLY)
  set_target_properties(${main} PROPERTIES WASM_PSEUDO_LINK_API_HEADER "${include}/${main}_api.h")
  add_library(${main}-api INTERFACE)
  add_library(${main}::api ALIAS ${main}-api)
  set_target_properties(${main}-api PROPERTIES WASM_PSEUDO_LINK_API_OF_MAIN ${main} INTERFACE_LINK_DEPENDS "${stub}")
  target_link_libraries(${main}-api INTERFACE WasmPseudoLink::headers)
  target_include_directories(${main}-api INTERFACE "${include}")
  target_compile_options(${main}-api INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-return-type-c-linkage>)
  # Main is linked after its sides, so its functions cannot be named here: wasm-ld takes what is undefined for imports,
  # and js/tools/emscripten/module_checks.mjs refuses those that are not main's.
  target_link_options(${main}-api INTERFACE "SHELL:--js-library \"${stub}\"" -Wl,--import-undefined)
  if(NOT kind)
    _wpl_pass_include_folders(${main}-api ${main})
    _wpl_pass_include_folders(${main}-self ${main})
    target_include_directories(${main} PRIVATE "${include}")
    target_include_directories(${main}-self INTERFACE "${include}")
  endif()
endfunction()

# Adds <main>::self, what static libraries link that become part of a main module.
function(_wpl_add_main_self main)
  target_compile_definitions(${main} PRIVATE ${main}_EXPORTS) # for WPL_PTR(type, <main>) in C
  add_library(${main}-self INTERFACE)
  add_library(${main}::self ALIAS ${main}-self)
  set_target_properties(${main}-self PROPERTIES WASM_PSEUDO_LINK_SELF_OF ${main})
  target_link_libraries(${main}-self INTERFACE WasmPseudoLink::headers)
  target_compile_definitions(${main}-self INTERFACE ${main}_EXPORTS WPL_MAIN_MODULE=1 WPL_MODULE_NAME="${main}")
  target_compile_options(${main}-self INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-return-type-c-linkage>)
  _wpl_defer(_wpl_link_main_parts ${main})
endfunction()

# At the end of configure.
function(_wpl_link_main_parts main)
  _wpl_linked_targets(${main} linked)
  foreach(library IN LISTS linked)
    get_target_property(api_of ${library} WASM_PSEUDO_LINK_API_OF_MAIN)
    if(api_of)
      _wpl_fatal(add_wasm_main_module ${main} "`${main}` links `${api_of}::api`, itself or through a library: the functions of a main module, for its sides."
        "Libraries that are part of `${main}` link `${main}::self`.")
    endif()
  endforeach()
  _wpl_link_whole(${main} "${linked}")
endfunction()

# At the end of configure: static libraries that are part of the side are linked whole, for an exported function that
# nothing references would stay in its archive. By a link option, since CMake's feature WHOLE_ARCHIVE is not known to
# the toolchain files of older Emscripten; the archive's second place on the command line finds all its symbols defined
# already.
function(_wpl_link_parts side)
  _wpl_linked_targets(${side} linked)
  if(${side}-api IN_LIST linked)
    _wpl_fatal(add_wasm_side_module ${side} "`${side}` links its own import library, `${side}::api`, itself or through a library."
      "Libraries that are part of `${side}` link `${side}::self`.")
  endif()
  _wpl_check_cycle(${side} "")
  get_target_property(excluded ${side} EXCLUDE_FROM_ALL)
  set_target_properties(${side}-stub PROPERTIES EXCLUDE_FROM_ALL ${excluded})
  _wpl_link_whole(${side} "${linked}")
endfunction()

# Links those of the libraries whole that are part of a module.
function(_wpl_link_whole side linked)
  foreach(library IN LISTS linked)
    get_target_property(type ${library} TYPE)
    _wpl_direct_links(${library} links)
    if(type STREQUAL "STATIC_LIBRARY" AND ${side}-self IN_LIST links)
      set(archive "$<TARGET_FILE:${library}>")
      target_link_options(${side} PRIVATE "SHELL:-Wl,--whole-archive \"${archive}\" -Wl,--no-whole-archive")
      set_property(TARGET ${side} APPEND PROPERTY LINK_DEPENDS "${archive}")
    endif()
  endforeach()
endfunction()
