# The API of a side module: its generated header and its stub ("import") library.

#[=======================================================================[.md:
### wasm_generate_api_header

```cmake
wasm_generate_api_header(<side>)
```

Writes `<side>_api.h`, which defines `<SIDE>_API`: before a function's declaration it exports the function in the
side itself, and elsewhere imports it with the side's name as wasm import module, so that a call is wasm to wasm. The
header also declares the functions by which another module reaches the side's memory, and the tag
`wpl::modules::<side>` for `wpl::ptr`.

The header is found by the side, by every module that has the side among its `SIDES`, and by whatever links
`<side>::api` (users of the side) or `<side>::self` (static libraries that become part of it). Whoever compiles a prebuilt
side finds it in the folder of its target property `WASM_PSEUDO_LINK_API_HEADER`, and defines `<side>_EXPORTS`.

Of a side in C# it is made by the build, and also declares each exported method by `<SIDE>_FUNCTION`, with its `summary`
as comment, and includes the headers that `[PseudoLinkType]` names, which its users must be able to find
(`target_include_directories`). It changes only if the exports do.

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
function(wasm_generate_api_header side)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "")
  _wpl_check_keywords(wasm_generate_api_header "${side}" "${ARG_UNPARSED_ARGUMENTS}" "" "wasm_generate_api_header(<side>)")
  set(include "${CMAKE_BINARY_DIR}/wasm_pseudo_link/${side}/include")
  set(header "${include}/${side}_api.h")
  set(WPL_DECLARATIONS "")
  set(kind "")
  if(CMAKE_SYSTEM_NAME STREQUAL "Emscripten")
    _wpl_require_role(wasm_generate_api_header "${side}" side)
    get_target_property(kind ${side} WASM_PSEUDO_LINK_KIND)
  endif()
  if(kind STREQUAL "dotnet")
    _wpl_set_dotnet_header(${side} header)
    set(WPL_DECLARATIONS "@WPL_DECLARATIONS@") # filled in by js/build/dotnet_header.mjs
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
  string(TOUPPER ${side} WPL_SIDE_NAME_UPPER)
  configure_file("${root}/templates/api_header.h.in" "${header}" @ONLY)
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
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  get_property(node GLOBAL PROPERTY WASM_PSEUDO_LINK_NODE)
  _wpl_module_folder(${side} folder)
  set(stub "${folder}/${side}.stub.js")
  set(script "${root}/js/build/write_stub.mjs")
  add_custom_command(
    OUTPUT "${folder}/${side}.stub.stamp"
    BYPRODUCTS "${stub}"
    COMMAND "${node}" "${script}" "${folder}/${side}.config.json"
    COMMAND "${CMAKE_COMMAND}" -E touch "${folder}/${side}.stub.stamp"
    DEPENDS ${side} "${script}"
    COMMENT "Writing the stub library of ${side}"
    VERBATIM)
  add_custom_target(${side}-stub ALL DEPENDS "${folder}/${side}.stub.stamp") # installed even if nothing here links it
  _wpl_add_api_library(${side} "${stub}" ${side}-stub)
  add_library(${side}-self INTERFACE)
  add_library(${side}::self ALIAS ${side}-self)
  _wpl_set_self_usage(${side}-self ${side})
  set_target_properties(${side} PROPERTIES WASM_PSEUDO_LINK_STUB_LIBRARY "${stub}")
  _wpl_defer(_wpl_link_parts ${side})
endfunction()

# Adds <side>::api, and the js-library for the side's memory; <maker> is the target that makes the stub library.
function(_wpl_add_api_library side stub maker)
  set(memory "${CMAKE_BINARY_DIR}/wasm_pseudo_link/${side}/${side}.memory.js")
  _wpl_write_import_library("${memory}" ${side} ACCESSOR BRIDGE)
  # Names with a hyphen cannot clash with those of modules, which are C identifiers.
  add_library(${side}-api INTERFACE)
  add_library(${side}::api ALIAS ${side}-api)
  add_dependencies(${side}-api ${maker})
  _wpl_set_api_usage(${side}-api ${side} "" "${stub}" "${memory}")
  set_target_properties(${side} PROPERTIES
    WASM_PSEUDO_LINK_API ${side}::api
    WASM_PSEUDO_LINK_MEMORY_LIBRARY "${memory}")
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

# At the end of configure: static libraries that are part of the side are linked whole, for an exported function that nothing
# references would stay in its archive. By a link option, since CMake's feature WHOLE_ARCHIVE is not known to the toolchain
# files of older Emscripten; the archive's second place on the command line finds all its symbols defined already.
function(_wpl_link_parts side)
  _wpl_linked_targets(${side} linked)
  if(${side}-api IN_LIST linked)
    _wpl_fatal(add_wasm_side_module ${side} "`${side}` links its own import library, `${side}::api`, itself or through a library."
      "Libraries that are part of `${side}` link `${side}::self`.")
  endif()
  _wpl_check_cycle(${side} "")
  get_target_property(excluded ${side} EXCLUDE_FROM_ALL)
  set_target_properties(${side}-stub PROPERTIES EXCLUDE_FROM_ALL ${excluded})
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
