# Main modules.

#[=======================================================================[.md:
### add_wasm_main_module

```cmake
add_wasm_main_module(<name> <source>...
  [SIDES <side>...] [LAZY_SIDES <side>...] [ENVIRONMENT web|worker|node...] [EXCLUDE_FROM_ALL])
```

Adds a main module: an executable target `<name>` that hosts side modules. `$<TARGET_FILE:<name>>` is `<name>.mjs`,
which a page imports (`import createApp from './<name>.mjs'`) and Node runs (`node <name>.mjs arguments`,
`add_test(NAME t COMMAND <name> arguments)`); the files that it needs lie beside it, in one folder for any web server.

- `SIDES` (property `WASM_PSEUDO_LINK_SIDES`)
  Sides loaded with main and kept as long as main: their API headers may be included and called. Targets made by
  `add_wasm_side_module` here, in other directories, later in the same configure, by alias, or imported from a package.
  Sides that these link (`<side>::api`) are added by themselves.
- `LAZY_SIDES` (property `WASM_PSEUDO_LINK_LAZY_SIDES`)
  Sides opened when asked for (`rb_dlopen_async`, `open()` in JavaScript) and closed again.
- `ENVIRONMENT` (property `WASM_PSEUDO_LINK_ENVIRONMENT`, default all)
  Where the app runs: `web`, `worker`, `node`.
- `EXCLUDE_FROM_ALL`
  As in `add_executable`.

It consists of these steps, each a command of its own: `add_executable`, `wasm_target_module_settings`,
`wasm_target_sides`.
#]=======================================================================]
function(add_wasm_main_module name)
  set(signature "add_wasm_main_module(<name> <source>... [SIDES <side>...] [LAZY_SIDES <side>...] [ENVIRONMENT web|worker|node...] [EXCLUDE_FROM_ALL])")
  cmake_parse_arguments(PARSE_ARGV 1 ARG "EXCLUDE_FROM_ALL" "" "SIDES;LAZY_SIDES;ENVIRONMENT")
  _wpl_require_tools(add_wasm_main_module "${name}")
  _wpl_check_module_name(add_wasm_main_module "${name}")
  _wpl_check_keywords(add_wasm_main_module ${name} "" "${ARG_KEYWORDS_MISSING_VALUES}" "${signature}")
  _wpl_check_sources(add_wasm_main_module ${name} "${signature}" ${ARG_UNPARSED_ARGUMENTS})
  foreach(environment IN LISTS ARG_ENVIRONMENT)
    _wpl_check_choice(add_wasm_main_module ${name} ENVIRONMENT "${environment}" web worker node)
  endforeach()
  foreach(side IN LISTS ARG_SIDES ARG_LAZY_SIDES)
    if(side MATCHES "\\.(c|cc|cpp|cxx|c\\+\\+|C|m|mm|s|S)$")
      _wpl_fatal(add_wasm_main_module ${name} "`${side}` among SIDES is a source file."
        "SIDES and LAZY_SIDES take side modules; sources come directly after the name: add_wasm_main_module(${name} ${side} SIDES ...).")
    endif()
  endforeach()

  set(exclude "")
  if(ARG_EXCLUDE_FROM_ALL)
    set(exclude EXCLUDE_FROM_ALL)
  endif()
  add_executable(${name} ${exclude} ${ARG_UNPARSED_ARGUMENTS})
  set_target_properties(${name} PROPERTIES WASM_PSEUDO_LINK_ROLE main)
  foreach(property SIDES LAZY_SIDES ENVIRONMENT)
    if(ARG_${property})
      set_target_properties(${name} PROPERTIES WASM_PSEUDO_LINK_${property} "${ARG_${property}}")
    endif()
  endforeach()
  target_compile_definitions(${name} PRIVATE WPL_MAIN_MODULE=1 WPL_MODULE_NAME="${name}")

  wasm_target_module_settings(${name})
  wasm_target_sides(${name})
endfunction()

#[=======================================================================[.md:
### wasm_target_sides

```cmake
wasm_target_sides(<main>)
```

Makes an executable target host the sides in its properties `WASM_PSEUDO_LINK_SIDES` and `WASM_PSEUDO_LINK_LAZY_SIDES`: at
the end of configure their API libraries are linked; after each link of main or of a side, the sides' files are put
beside main's, all imports between the modules are checked, and `<main>.mjs` and `<main>.manifest.json` are
written. A step of `add_wasm_main_module`.
#]=======================================================================]
function(wasm_target_sides main)
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  set(rb_bridge "${CMAKE_BINARY_DIR}/wasm_pseudo_link/main/rb_bridge.js")
  _wpl_write_import_library("${rb_bridge}" main RB_BRIDGE)
  target_link_options(${main} PRIVATE -sIMPORTED_MEMORY=1 "SHELL:--js-library \"${rb_bridge}\"")
  _wpl_module_folder(${main} folder)
  set_property(TARGET ${main} APPEND PROPERTY LINK_DEPENDS "${rb_bridge}" "${folder}/${main}.config.json")
  add_custom_command(TARGET ${main} POST_BUILD
    COMMAND "${WASM_PSEUDO_LINK_NODE}" "${root}/js/build/finish_main.mjs" "${folder}/${main}.config.json" linked
    VERBATIM)
  get_target_property(emulator ${main} CROSSCOMPILING_EMULATOR)
  if(NOT emulator)
    set_target_properties(${main} PROPERTIES CROSSCOMPILING_EMULATOR "${WASM_PSEUDO_LINK_NODE}")
  endif()
  cmake_language(EVAL CODE "cmake_language(DEFER DIRECTORY [[${CMAKE_SOURCE_DIR}]] CALL _wpl_finish_main [[${main}]])")
endfunction()

# At the end of configure, when all targets are known: checks and links the sides, and adds the step that stages them.
function(_wpl_finish_main main)
  get_target_property(static ${main} WASM_PSEUDO_LINK_SIDES)
  get_target_property(lazy ${main} WASM_PSEUDO_LINK_LAZY_SIDES)
  _wpl_resolve_sides(${main} SIDES "${static}" static)
  _wpl_resolve_sides(${main} LAZY_SIDES "${lazy}" lazy)
  _wpl_check_unique(${main} ${static} ${lazy})
  _wpl_add_sides_of_sides(${main} "${static}" "${lazy}" static)
  set(entries "")
  set(files "")
  foreach(side IN LISTS static lazy)
    get_target_property(api ${side} WASM_PSEUDO_LINK_API)
    get_target_property(module_file ${side} WASM_PSEUDO_LINK_MODULE_FILE)
    target_link_libraries(${main} PRIVATE ${api})
    set(is_lazy false)
    if(side IN_LIST lazy)
      set(is_lazy true)
    endif()
    list(APPEND entries "    { \"moduleFile\": \"${module_file}\", \"folder\": \"$<TARGET_FILE_DIR:${side}>\", \"lazy\": ${is_lazy} }")
    list(APPEND files "$<TARGET_FILE:${side}>")
  endforeach()
  _wpl_write_main_config(${main} "${entries}")
  set(sides ${static} ${lazy})
  _wpl_add_staging(${main} "${sides}" "${files}")
endfunction()

# Names to targets without aliases; stops on a name that is no side.
function(_wpl_resolve_sides main keyword names result)
  set(sides "")
  foreach(name IN LISTS names)
    if(NOT name)
      continue()
    endif()
    if(NOT TARGET ${name})
      _wpl_fatal(add_wasm_main_module ${main} "${keyword} names `${name}`, but there is no such target at the end of configure."
        "Add it with add_wasm_side_module, or find the package that has it.")
    endif()
    get_target_property(aliased ${name} ALIASED_TARGET)
    if(aliased)
      set(name ${aliased})
    endif()
    get_target_property(role ${name} WASM_PSEUDO_LINK_ROLE)
    if(NOT role STREQUAL "side")
      _wpl_fatal(add_wasm_main_module ${main} "${keyword} names `${name}`, which is not a side module."
        "${keyword} takes targets made by add_wasm_side_module; a main module cannot be hosted, a library is linked with target_link_libraries.")
    endif()
    list(APPEND sides ${name})
  endforeach()
  set(${result} "${sides}" PARENT_SCOPE)
endfunction()

# Stops on a side listed twice, or on two sides of one module name.
function(_wpl_check_unique main)
  set(names "")
  foreach(side IN LISTS ARGN)
    string(REGEX REPLACE "^.*::" "" name ${side})
    if(name IN_LIST names)
      _wpl_fatal(add_wasm_main_module ${main} "the side `${name}` is listed twice in SIDES and LAZY_SIDES."
        "List each side once; two different sides need different names.")
    endif()
    if(name STREQUAL main)
      _wpl_fatal(add_wasm_main_module ${main} "main and a side are both named `${name}`." "Give them different names.")
    endif()
    list(APPEND names ${name})
  endforeach()
endfunction()

# The sides whose API <side> links, itself or through its static libraries.
function(_wpl_sides_of side result)
  set(used "")
  get_target_property(imported ${side} IMPORTED)
  if(imported)
    get_target_property(used ${side} WASM_PSEUDO_LINK_SIDES)
  else()
    _wpl_collect_libraries(${side} libraries)
    foreach(target ${side} ${libraries})
      get_target_property(links ${target} LINK_LIBRARIES)
      foreach(link IN LISTS links)
        if(link MATCHES "^(.+)(::|_)api$" AND TARGET ${CMAKE_MATCH_1})
          set(candidate ${CMAKE_MATCH_1})
          get_target_property(role ${candidate} WASM_PSEUDO_LINK_ROLE)
          if(role STREQUAL "side" AND NOT candidate STREQUAL side)
            get_target_property(aliased ${candidate} ALIASED_TARGET)
            if(aliased)
              set(candidate ${aliased})
            endif()
            list(APPEND used ${candidate})
          endif()
        endif()
      endforeach()
    endforeach()
  endif()
  if(NOT used)
    set(used "")
  endif()
  list(REMOVE_DUPLICATES used)
  set(${result} "${used}" PARENT_SCOPE)
endfunction()

# Adds to <static> every side that a side links; stops on a cycle. <path> of the search is the chain of links so far.
function(_wpl_add_sides_of_sides main static lazy result)
  foreach(side IN LISTS static lazy)
    _wpl_visit_side(${main} ${side} "")
  endforeach()
  set(${result} "${static}" PARENT_SCOPE)
endfunction()

# Depth first; extends <static> of the caller's caller by PARENT_SCOPE at each level.
function(_wpl_visit_side main side path)
  if(side IN_LIST path)
    list(APPEND path ${side})
    list(JOIN path " -> " cycle)
    _wpl_fatal(add_wasm_main_module ${main} "sides call each other in a cycle: ${cycle}."
      "A side's imports must be there before it, so at least one of these calls must go through rb_dlsym or a callback.")
  endif()
  list(APPEND path ${side})
  _wpl_sides_of(${side} used)
  foreach(next IN LISTS used)
    _wpl_visit_side(${main} ${next} "${path}")
    if(NOT next IN_LIST static AND NOT next IN_LIST lazy)
      list(APPEND static ${next})
    endif()
  endforeach()
  set(static "${static}" PARENT_SCOPE)
endfunction()

function(_wpl_write_main_config main entries)
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  _wpl_helpers(helpers)
  set(base "$<TARGET_FILE_DIR:${main}>/$<TARGET_FILE_BASE_NAME:${main}>")
  list(JOIN entries ",\n" entries)
  _wpl_write_module_config(${main} main
"  \"target\": \"$<TARGET_FILE:${main}>\",
  \"glue\": \"${base}.glue.mjs\",
  \"manifest\": \"${base}.manifest.json\",
  \"loader\": \"${root}/js/loader/index.mjs\",
  \"helpers\": {
    \"accessor\": \"${helpers}/accessor.wasm\",
    \"bridge\": \"${helpers}/bridge.wasm\",
    \"bridge_fb\": \"${helpers}/bridge_fb.wasm\"
  },
  \"sides\": [
${entries}
  ],
")
endfunction()

# Adds <main>_sides, which main depends on: when a side, a helper or the loader changed, main's folder is brought up to date
# even where main need not be linked anew.
function(_wpl_add_staging main sides files)
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  _wpl_module_folder(${main} folder)
  _wpl_helpers(helpers)
  file(GLOB loader CONFIGURE_DEPENDS "${root}/js/loader/*.mjs" "${root}/js/loader/*/*.mjs")
  file(GLOB scripts CONFIGURE_DEPENDS "${root}/js/build/*.mjs")
  add_custom_command(
    OUTPUT "${folder}/${main}.sides.stamp"
    COMMAND "${WASM_PSEUDO_LINK_NODE}" "${root}/js/build/finish_main.mjs" "${folder}/${main}.config.json" sides
    COMMAND "${CMAKE_COMMAND}" -E touch "${folder}/${main}.sides.stamp"
    DEPENDS ${files} ${loader} ${scripts} "${helpers}/helpers.stamp" "${folder}/${main}.config.json"
    COMMENT "Staging the side modules of ${main}"
    VERBATIM)
  add_custom_target(${main}_sides DEPENDS "${folder}/${main}.sides.stamp")
  add_dependencies(${main}_sides wasm_pseudo_link_helpers)
  foreach(side IN LISTS sides)
    get_target_property(imported ${side} IMPORTED)
    if(NOT imported)
      add_dependencies(${main}_sides ${side})
    endif()
  endforeach()
  add_dependencies(${main} ${main}_sides)
endfunction()
