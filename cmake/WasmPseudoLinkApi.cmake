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
`<side>::api` (users of the side) or `<side>::self` (static libraries that become part of it).
#]=======================================================================]
function(wasm_generate_api_header side)
  set(signature "wasm_generate_api_header(<side>)")
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "")
  _wpl_check_keywords(wasm_generate_api_header "${side}" "${ARG_UNPARSED_ARGUMENTS}" "" "${signature}")
  if(NOT TARGET ${side})
    _wpl_fatal(wasm_generate_api_header "${side}" "there is no target `${side}`." "Call add_wasm_side_module(${side} ...) first.")
  endif()
  get_target_property(role ${side} WASM_PSEUDO_LINK_ROLE)
  if(NOT role STREQUAL "side")
    _wpl_fatal(wasm_generate_api_header "${side}" "`${side}` is not a side module."
      "An API header belongs to a target made by add_wasm_side_module; main's functions are reached by callbacks.")
  endif()
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  set(include "${CMAKE_BINARY_DIR}/wasm_pseudo_link/${side}/include")
  set(WPL_SIDE_NAME ${side})
  string(TOUPPER ${side} WPL_SIDE_NAME_UPPER)
  configure_file("${root}/templates/api_header.h.in" "${include}/${side}_api.h" @ONLY)
  target_include_directories(${side} PRIVATE "${include}")
  target_include_directories(${side}_api INTERFACE "${include}")
  target_include_directories(${side}_self INTERFACE "${include}")
  set_target_properties(${side} PROPERTIES WASM_PSEUDO_LINK_API_HEADER "${include}/${side}_api.h")
endfunction()

#[=======================================================================[.md:
### wasm_generate_stub_library

```cmake
wasm_generate_stub_library(<side>)
```

Makes `<side>::api`, what another module links to call the side: a js-library with a stub for each function that the
side exports (and none of the C runtime's), rewritten after each link of the side but only if these functions changed,
so that other edits of the side do not relink its users; and the js-library for the side's memory. Also makes
`<side>::self` for static libraries that become part of the side: it defines `<side>_EXPORTS`, and a library that
links it is linked whole, so that its API functions are exported. A step of `add_wasm_side_module`.
#]=======================================================================]
function(wasm_generate_stub_library side)
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  _wpl_module_folder(${side} folder)
  set(stub "${folder}/${side}.stub.js")
  set(memory "${CMAKE_BINARY_DIR}/wasm_pseudo_link/${side}/${side}.memory.js")
  set(script "${root}/js/build/write_stub.mjs")
  _wpl_write_import_library("${memory}" ${side} ACCESSOR BRIDGE)
  add_custom_command(
    OUTPUT "${folder}/${side}.stub.stamp"
    BYPRODUCTS "${stub}"
    COMMAND "${WASM_PSEUDO_LINK_NODE}" "${script}" "${folder}/${side}.module.json" "${stub}"
    COMMAND "${CMAKE_COMMAND}" -E touch "${folder}/${side}.stub.stamp"
    DEPENDS ${side} "${script}"
    COMMENT "Writing the stub library of ${side}"
    VERBATIM)
  add_custom_target(${side}_stub DEPENDS "${folder}/${side}.stub.stamp")

  add_library(${side}_api INTERFACE)
  add_library(${side}::api ALIAS ${side}_api)
  add_dependencies(${side}_api ${side}_stub)
  target_link_libraries(${side}_api INTERFACE WasmPseudoLink::headers)
  target_compile_options(${side}_api INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-return-type-c-linkage>)
  target_link_options(${side}_api INTERFACE "SHELL:--js-library \"${stub}\"" "SHELL:--js-library \"${memory}\"")
  set_property(TARGET ${side}_api APPEND PROPERTY INTERFACE_LINK_DEPENDS "${stub}" "${memory}")

  add_library(${side}_self INTERFACE)
  add_library(${side}::self ALIAS ${side}_self)
  target_link_libraries(${side}_self INTERFACE WasmPseudoLink::headers)
  target_compile_definitions(${side}_self INTERFACE ${side}_EXPORTS)
  set_target_properties(${side} PROPERTIES
    WASM_PSEUDO_LINK_API ${side}::api
    WASM_PSEUDO_LINK_STUB_LIBRARY "${stub}"
    WASM_PSEUDO_LINK_MEMORY_LIBRARY "${memory}")
endfunction()
