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
  How the side reaches main's memory. `DIRECT`: as `IMPORT`, and faster files where the engine has multi-memory.
  `IMPORT`: accessor, bridge and rbBridge are wasm imports. `ACCESSOR`: accessor and rbBridge only; the side keeps
  its memory to itself at start (no `-sIMPORTED_MEMORY`). `POINTER`: no imports; main passes rbBridge to the side's
  init function. `NONE`: no access; the linked file is checked for it.
- `ALLOW_JS` (property `WASM_PSEUDO_LINK_ALLOW_JS`)
  With `ACCESS NONE`: allow JavaScript in the side (EM_ASM, EM_JS), which could reach everything.
- `GUARDED` (property `WASM_PSEUDO_LINK_GUARDED`)
  Calls of its API functions by other modules go through a JavaScript frame which turns a C++ exception or trap into an
  error (`rb_call_error`) and restores every stack. Costs some 10 ns a call.
- `EXCLUDE_FROM_ALL`
  As in `add_executable`.

It consists of these steps, each a command of its own: `add_executable`, `wasm_target_module_settings`,
`wasm_target_access`, `wasm_describe_module`, `wasm_generate_stub_library`.
#]=======================================================================]
function(add_wasm_side_module name)
  set(signature "add_wasm_side_module(<name> <source>... [ACCESS DIRECT|IMPORT|ACCESSOR|POINTER|NONE] [ALLOW_JS] [GUARDED] [EXCLUDE_FROM_ALL])")
  cmake_parse_arguments(PARSE_ARGV 1 ARG "GUARDED;ALLOW_JS;EXCLUDE_FROM_ALL" "ACCESS" "")
  _wpl_require_tools(add_wasm_side_module "${name}")
  _wpl_check_module_name(add_wasm_side_module "${name}")
  _wpl_check_keywords(add_wasm_side_module ${name} "" "${ARG_KEYWORDS_MISSING_VALUES}" "${signature}")
  _wpl_check_sources(add_wasm_side_module ${name} "${signature}" ${ARG_UNPARSED_ARGUMENTS})

  set(exclude "")
  if(ARG_EXCLUDE_FROM_ALL)
    set(exclude EXCLUDE_FROM_ALL)
  endif()
  add_executable(${name} ${exclude} ${ARG_UNPARSED_ARGUMENTS})
  set_target_properties(${name} PROPERTIES WASM_PSEUDO_LINK_ROLE side)
  foreach(property ACCESS GUARDED ALLOW_JS)
    if(ARG_${property})
      set_target_properties(${name} PROPERTIES WASM_PSEUDO_LINK_${property} "${ARG_${property}}")
    endif()
  endforeach()
  get_target_property(access ${name} WASM_PSEUDO_LINK_ACCESS)
  if(NOT access)
    set_target_properties(${name} PROPERTIES WASM_PSEUDO_LINK_ACCESS DIRECT)
  endif()
  target_compile_definitions(${name} PRIVATE ${name}_EXPORTS WPL_MODULE_NAME="${name}")
  target_link_options(${name} PRIVATE --no-entry)

  wasm_target_module_settings(${name})
  wasm_target_access(${name})
  wasm_describe_module(${name})
  wasm_generate_stub_library(${name})
  cmake_language(EVAL CODE "cmake_language(DEFER DIRECTORY [[${CMAKE_SOURCE_DIR}]] CALL _wpl_finish_side [[${name}]])")
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
  set(folder "${CMAKE_BINARY_DIR}/wasm_pseudo_link/main")
  _wpl_write_import_library("${folder}/main.import.js" main ACCESSOR BRIDGE RB_BRIDGE)
  _wpl_write_import_library("${folder}/main.accessor.js" main ACCESSOR RB_BRIDGE)
  set(access "$<TARGET_PROPERTY:${side},WASM_PSEUDO_LINK_ACCESS>")
  set(is_import "$<IN_LIST:${access},DIRECT;IMPORT>")
  set(is_accessor "$<STREQUAL:${access},ACCESSOR>")
  target_link_options(${side} PRIVATE
    "$<${is_import}:-sIMPORTED_MEMORY=1>"
    "$<${is_import}:SHELL:--js-library \"${folder}/main.import.js\">"
    "$<${is_accessor}:SHELL:--js-library \"${folder}/main.accessor.js\">")
  set_property(TARGET ${side} APPEND PROPERTY LINK_DEPENDS "${folder}/main.import.js" "${folder}/main.accessor.js")
  target_compile_definitions(${side} PRIVATE "WPL_ACCESS_${access}=1")
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
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  _wpl_module_folder(${side} folder)
  _wpl_write_module_config(${side} side
"  \"access\": \"$<TARGET_PROPERTY:${side},WASM_PSEUDO_LINK_ACCESS>\",
  \"guarded\": $<IF:$<BOOL:$<TARGET_PROPERTY:${side},WASM_PSEUDO_LINK_GUARDED>>,true,false>,
  \"allowJs\": $<IF:$<BOOL:$<TARGET_PROPERTY:${side},WASM_PSEUDO_LINK_ALLOW_JS>>,true,false>,
  \"glue\": \"$<TARGET_FILE:${side}>\",
")
  add_custom_command(TARGET ${side} POST_BUILD
    COMMAND "${WASM_PSEUDO_LINK_NODE}" "${root}/js/build/describe_module.mjs" "${folder}/${side}.config.json"
    VERBATIM)
  set_property(TARGET ${side} APPEND PROPERTY LINK_DEPENDS "${folder}/${side}.config.json")
  set_target_properties(${side} PROPERTIES WASM_PSEUDO_LINK_MODULE_FILE "${folder}/${side}.module.json")
endfunction()

# At the end of configure: the access mode is a known one, and static libraries that are part of the side are linked whole.
function(_wpl_finish_side side)
  get_target_property(access ${side} WASM_PSEUDO_LINK_ACCESS)
  _wpl_check_choice(add_wasm_side_module ${side} ACCESS "${access}" DIRECT IMPORT ACCESSOR POINTER NONE)
  _wpl_collect_libraries(${side} libraries)
  if(NOT DEFINED CMAKE_LINK_LIBRARY_USING_WHOLE_ARCHIVE) # Emscripten's toolchain file defines it from version 4 on
    set_property(GLOBAL PROPERTY WASM_PSEUDO_LINK_WHOLE_ARCHIVE_BY_OPTION ON)
  endif()
  foreach(library IN LISTS libraries)
    get_target_property(links ${library} LINK_LIBRARIES)
    if(links AND links MATCHES "(^|;)${side}(::|_)self(;|$)")
      set_property(TARGET ${side} APPEND PROPERTY LINK_LIBRARY_OVERRIDE "WHOLE_ARCHIVE,${library}")
    endif()
  endforeach()
endfunction()

# All static libraries that <target> links, directly or through others.
function(_wpl_collect_libraries target result)
  set(found "")
  set(pending ${target})
  while(pending)
    list(POP_FRONT pending current)
    get_target_property(links ${current} LINK_LIBRARIES)
    foreach(link IN LISTS links)
      if(NOT TARGET "${link}")
        continue()
      endif()
      get_target_property(aliased ${link} ALIASED_TARGET)
      if(aliased)
        set(link ${aliased})
      endif()
      get_target_property(type ${link} TYPE)
      if(type STREQUAL "STATIC_LIBRARY" AND NOT link IN_LIST found)
        list(APPEND found ${link})
        list(APPEND pending ${link})
      endif()
    endforeach()
  endwhile()
  set(${result} "${found}" PARENT_SCOPE)
endfunction()
