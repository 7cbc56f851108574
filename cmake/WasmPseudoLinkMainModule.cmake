# Main modules.

#[=======================================================================[.md:
### add_wasm_main_module

```cmake
add_wasm_main_module(<name> <source>...
  [SIDES <side>...] [LAZY_SIDES <side>...] [FUSE] [FUSE_FIRST <module>] [FUSE_INTERNAL <side>...]
  [PLUGIN_INTERFACES <interface>...] [ENVIRONMENT web|worker|node...] [EXCLUDE_FROM_ALL])
```

Adds a main module: an executable target `<name>` that hosts side modules. `$<TARGET_FILE:<name>>` is `<name>.mjs`,
which a page imports (`import createApp from './<name>.mjs'`) and Node runs (`node <name>.mjs arguments`,
`add_test(NAME t COMMAND <name> arguments)`); the files that it needs lie beside it, in one folder for any web server.

- `SIDES` (property `WASM_PSEUDO_LINK_SIDES`)
  Sides loaded with main and kept as long as main: their API headers may be included and called. Targets made by
  `add_wasm_side_module`, `add_wasm_prebuilt_side_module` or `add_wasm_dotnet_side_module` here, in other directories,
  later in the same configure, by alias, or imported from a package. Sides that main or these
  sides link (`<side>::api`), themselves or through libraries, are added by themselves.
- `LAZY_SIDES` (property `WASM_PSEUDO_LINK_LAZY_SIDES`)
  Sides opened when asked for (`rb_dlopen_async`, `open()` in JavaScript) and closed again.
- `FUSE` (property `WASM_PSEUDO_LINK_FUSE`)
  Makes a further file `<name>.fused.wasm` of main and its static sides of `ACCESS DIRECT` and `IMPORT`, optimised across
  modules: calls between them and access to each other's memory are inlined. Each keeps its own memory, table, glue and
  flags. Engines with multi-memory load it instead of the single files, the others do not. Not with `-sASYNCIFY` in main;
  sides with it stay apart, as do `LAZY_SIDES`, prebuilt sides, sides in C# and sides of other access modes. Costs
  another optimisation at each build of main or of a side. Source maps and DWARF do not cover it; function names do (`--profiling-funcs`).
- `FUSE_FIRST` (property `WASM_PSEUDO_LINK_FUSE_FIRST`, default: main)
  The module that has memory 0 of the fused file: the one that works most on its own memory, since some engines are
  fastest there.
- `FUSE_INTERNAL` (property `WASM_PSEUDO_LINK_FUSE_INTERNAL`)
  Static sides whose API functions only the modules of the fused file use, by their imports. Where such a function is
  inlined into its callers, the fused file does not keep it. In exchange, whichever file runs, neither JavaScript
  (`app.modules.<side>.exports`) nor a lookup at run time (`rb_dlsym`, `wpl::function`) finds it. API functions of `GUARDED`
  sides, and those that a module outside of the fused file imports, stay. Call none of the others by `wpl::call_guarded`, which
  looks them up.
- `PLUGIN_INTERFACES` (property `WASM_PSEUDO_LINK_PLUGIN_INTERFACES`)
  Interfaces (`wasm_add_interface`) of plugins: sides that need not be known now, which the app opens by address
  (`wpl::open_plugin`, `rb_open_async`, `open()` in JavaScript). Main defines what they declare as functions of the host.
- `ENVIRONMENT` (property `WASM_PSEUDO_LINK_ENVIRONMENT`, default all)
  Where the app runs: `web`, `worker`, `node`.
- `EXCLUDE_FROM_ALL`
  As in `add_executable`.

The command consists of public steps, which work alone too:

```cmake
# add_wasm_main_module(app main.cpp SIDES sorter)
add_executable(app main.cpp)
set_target_properties(app PROPERTIES WASM_PSEUDO_LINK_SIDES sorter)
wasm_target_module_settings(app MAIN)
wasm_target_sides(app)
```
#]=======================================================================]
function(add_wasm_main_module name)
  set(signature "add_wasm_main_module(<name> <source>... [SIDES <side>...] [LAZY_SIDES <side>...] [FUSE] [FUSE_FIRST <module>] [FUSE_INTERNAL <side>...] [PLUGIN_INTERFACES <interface>...] [ENVIRONMENT web|worker|node...] [EXCLUDE_FROM_ALL])")
  cmake_parse_arguments(PARSE_ARGV 1 ARG "FUSE;EXCLUDE_FROM_ALL" "FUSE_FIRST"
    "SIDES;LAZY_SIDES;FUSE_INTERNAL;PLUGIN_INTERFACES;ENVIRONMENT")
  _wpl_require_tools(add_wasm_main_module "${name}")
  _wpl_check_module_name(add_wasm_main_module "${name}")
  _wpl_check_keywords(add_wasm_main_module ${name} "" "${ARG_KEYWORDS_MISSING_VALUES}" "${signature}")
  _wpl_check_sources(add_wasm_main_module ${name} "${signature}" ${ARG_UNPARSED_ARGUMENTS})
  foreach(side IN LISTS ARG_SIDES ARG_LAZY_SIDES)
    if(side MATCHES "\\.(c|cc|cpp|cxx|c\\+\\+|C|m|mm|s|S)$")
      _wpl_fatal(add_wasm_main_module ${name} "`${side}` among SIDES is a source file."
        "SIDES and LAZY_SIDES take side modules; sources come directly after the name: add_wasm_main_module(${name} ${side} SIDES ...).")
    endif()
  endforeach()

  add_executable(${name} ${ARG_UNPARSED_ARGUMENTS})
  _wpl_set_properties(${name} SIDES LAZY_SIDES FUSE FUSE_FIRST FUSE_INTERNAL PLUGIN_INTERFACES ENVIRONMENT
    EXCLUDE_FROM_ALL)
  wasm_target_module_settings(${name} MAIN)
  wasm_target_sides(${name})
endfunction()

#[=======================================================================[.md:
### wasm_target_sides

```cmake
wasm_target_sides(<main>)
```

Makes a main module host the sides in its properties `WASM_PSEUDO_LINK_SIDES` and `WASM_PSEUDO_LINK_LAZY_SIDES`: at
the end of configure their API libraries are linked; after each link of main or of a side, the sides' files are put
beside main's, all imports between the modules are checked, and `<main>.mjs` (minified in Release and MinSizeRel) and
`<main>.manifest.json` are written. Where main reaches the memory of a static side element by element, a second file
`<main>.direct.wasm` is made too, as for sides of `ACCESS DIRECT`. A step of `add_wasm_main_module`.
#]=======================================================================]
function(wasm_target_sides main)
  _wpl_require_role(wasm_target_sides "${main}" main)
  set(rb_bridge "${CMAKE_BINARY_DIR}/wasm_pseudo_link/main/rb_bridge.js")
  _wpl_write_import_library("${rb_bridge}" main rbBridge)
  target_link_options(${main} PRIVATE -sIMPORTED_MEMORY=1 "SHELL:--js-library \"${rb_bridge}\"")
  set_property(TARGET ${main} APPEND PROPERTY LINK_DEPENDS "${rb_bridge}")
  _wpl_describe_after_link(${main} describe_linked.mjs)
  _wpl_add_main_self(${main})
  _wpl_host_sides(${main})
endfunction()

# What all mains have: staging as the last step of the link, Node to run them, and the sides, once these are known.
function(_wpl_host_sides main)
  _wpl_run_after_link(${main} stage_app.mjs linked)
  set(base "$<TARGET_FILE_DIR:${main}>/$<TARGET_FILE_BASE_NAME:${main}>")
  set_property(TARGET ${main} APPEND PROPERTY ADDITIONAL_CLEAN_FILES "${base}.glue.mjs" "${base}.manifest.json" "${base}.d.mts"
    "${base}.fused.wasm")
  _wpl_set_emulator(${main})
  _wpl_defer(_wpl_finish_main ${main})
endfunction()

# Lets add_test and custom commands run main: by the emulator that the project chose, else by Emscripten's own Node.js,
# not by the one from PATH that Emscripten's toolchain file makes the default.
function(_wpl_set_emulator main)
  get_target_property(emulator ${main} CROSSCOMPILING_EMULATOR)
  if(NOT emulator OR "${emulator}" STREQUAL "${NODE_JS_EXECUTABLE}")
    get_property(node GLOBAL PROPERTY WASM_PSEUDO_LINK_NODE)
    set_target_properties(${main} PROPERTIES CROSSCOMPILING_EMULATOR "${node}")
  endif()
endfunction()

# At the end of configure, when all targets are known: checks and links the sides, and adds the step that stages them.
function(_wpl_finish_main main)
  _wpl_resolve_sides(${main} SIDES static)
  _wpl_resolve_sides(${main} LAZY_SIDES lazy)
  _wpl_add_linked_sides(${main} "${static}" "${lazy}" static)
  _wpl_check_unique(${main} ${static} ${lazy})
  set(sides ${static} ${lazy})
  get_target_property(kind ${main} WASM_PSEUDO_LINK_KIND)
  if(kind)
    _wpl_check_files(${main})
  else()
    foreach(side IN LISTS sides)
      get_target_property(api ${side} WASM_PSEUDO_LINK_API)
      target_link_libraries(${main} PRIVATE ${api})
    endforeach()
    _wpl_check_fused(${main} "${static}")
  endif()
  _wpl_link_interfaces(${main})
  _wpl_clean_staged(${main} "${sides}")
  _wpl_add_dotnet_host(${main} "${sides}" dotnet_stamp dotnet_config)
  _wpl_write_main_config(${main} "${static}" "${lazy}" "${dotnet_config}")
  _wpl_add_staging(${main} "${sides}" "${dotnet_stamp}")
endfunction()

# Lets main find the headers of its interfaces.
function(_wpl_link_interfaces main)
  _wpl_main_command(${main} command)
  _wpl_interface_files(${command} ${main} PLUGIN_INTERFACES files)
  get_target_property(names ${main} WASM_PSEUDO_LINK_PLUGIN_INTERFACES)
  if(names)
    target_link_libraries(${main} PRIVATE ${names})
  endif()
  set_target_properties(${main} PROPERTIES WASM_PSEUDO_LINK_INTERFACE_FILES "${files}")
endfunction()

# Lets `clean` remove the files of prebuilt modules from main's folder; those that Emscripten links remove theirs
# themselves.
function(_wpl_clean_staged main sides)
  foreach(module IN LISTS main sides)
    get_target_property(config ${module} WASM_PSEUDO_LINK_CONFIG)
    if(config)
      set(base ${module})
      if(module STREQUAL main)
        set(base "$<TARGET_FILE_BASE_NAME:${main}>")
      endif()
      _wpl_staged_files(${module} "$<TARGET_FILE_DIR:${main}>/${base}" files)
      set_property(TARGET ${main} APPEND PROPERTY ADDITIONAL_CLEAN_FILES ${files})
    endif()
  endforeach()
endfunction()

# The command that made a main module, for errors.
function(_wpl_main_command main result)
  get_target_property(kind ${main} WASM_PSEUDO_LINK_KIND)
  set(${result} add_wasm_main_module PARENT_SCOPE)
  if(kind)
    set(${result} add_wasm_${kind}_main_module PARENT_SCOPE)
  endif()
endfunction()

# The sides that main's property for <keyword> names, without aliases; stops on a name that is no side.
function(_wpl_resolve_sides main keyword result)
  _wpl_main_command(${main} command)
  set(sides "")
  get_target_property(names ${main} WASM_PSEUDO_LINK_${keyword})
  if(NOT names)
    set(names "")
  endif()
  foreach(name IN LISTS names)
    if(NOT TARGET ${name})
      _wpl_fatal(${command} ${main} "${keyword} names `${name}`, but there is no such target at the end of configure."
        "Add it with add_wasm_side_module, or find the package that has it.")
    endif()
    _wpl_real_target(${name} side)
    get_target_property(role ${side} WASM_PSEUDO_LINK_ROLE)
    get_target_property(kind ${side} WASM_PSEUDO_LINK_KIND)
    if(kind STREQUAL "no_js")
      _wpl_fatal(${command} ${main} "${keyword} names `${name}`, which is built with NO_JS."
        "Open it as a plugin (PLUGIN_INTERFACES), or build it without NO_JS.")
    endif()
    if(NOT role STREQUAL "side")
      _wpl_fatal(${command} ${main} "${keyword} names `${name}`, which is not a side module."
        "${keyword} takes targets made by add_wasm_side_module; a main module cannot be hosted, a library is linked with target_link_libraries.")
    endif()
    list(APPEND sides ${side})
  endforeach()
  set(${result} "${sides}" PARENT_SCOPE)
endfunction()

# Stops on a side listed twice, or on two modules of one name.
function(_wpl_check_unique main)
  _wpl_main_command(${main} command)
  set(seen "")
  set(names "")
  string(TOUPPER "${main}" uppers)
  foreach(side IN LISTS ARGN)
    string(REGEX REPLACE "^.*::" "" name ${side})
    string(TOUPPER "${name}" upper)
    if(side IN_LIST seen)
      _wpl_fatal(${command} ${main} "the side `${side}` is listed twice in SIDES and LAZY_SIDES." "List each side once.")
    elseif(name IN_LIST names OR name STREQUAL main)
      _wpl_fatal(${command} ${main} "two of its modules are named `${name}`." "Give them different names.")
    elseif(upper IN_LIST uppers)
      _wpl_fatal(${command} ${main} "two of its modules are named `${name}`, but for upper and lower case."
        "Their macros (${upper}_API) would be the same, and on some systems their files. Give them different names.")
    endif()
    list(APPEND seen ${side})
    list(APPEND names ${name})
    list(APPEND uppers ${upper})
  endforeach()
endfunction()

# Stops unless FUSE_FIRST and FUSE_INTERNAL, where they are set, name main (the first only) or its static sides. Whether
# these can be fused is seen when the modules are linked.
function(_wpl_check_fused main static)
  list(TRANSFORM static REPLACE "^.*::" "" OUTPUT_VARIABLE names)
  _wpl_check_fused_names(${main} FUSE_FIRST ${main} ${names})
  _wpl_check_fused_names(${main} FUSE_INTERNAL ${names})
endfunction()

function(_wpl_check_fused_names main keyword)
  get_target_property(modules ${main} WASM_PSEUDO_LINK_${keyword})
  get_target_property(fuse ${main} WASM_PSEUDO_LINK_FUSE)
  if(NOT modules)
    return()
  endif()
  list(JOIN ARGN ", " text)
  foreach(module IN LISTS modules)
    if(NOT fuse)
      _wpl_fatal(add_wasm_main_module ${main} "${keyword} `${module}` without FUSE." "Add FUSE, or remove ${keyword}.")
    elseif(NOT module IN_LIST ARGN)
      _wpl_fatal(add_wasm_main_module ${main} "${keyword} names `${module}`, which is not in the fused file." "Name one of: ${text}.")
    endif()
  endforeach()
endfunction()

# Adds to <static> the sides whose API main or one of its sides links.
function(_wpl_add_linked_sides main static lazy result)
  set(pending ${main} ${static} ${lazy})
  while(pending)
    list(POP_FRONT pending module)
    _wpl_linked_sides(${module} used)
    foreach(side IN LISTS used)
      if(NOT side IN_LIST static AND NOT side IN_LIST lazy)
        list(APPEND static ${side})
        list(APPEND pending ${side})
      endif()
    endforeach()
  endwhile()
  set(${result} "${static}" PARENT_SCOPE)
endfunction()

# Writes main's configuration; <dotnet> is what that of C# sides is, or empty.
function(_wpl_write_main_config main static lazy dotnet)
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  get_property(emscripten GLOBAL PROPERTY WASM_PSEUDO_LINK_EMSCRIPTEN)
  get_target_property(config ${main} WASM_PSEUDO_LINK_CONFIG)
  set(fuse "$<BOOL:$<TARGET_PROPERTY:${main},WASM_PSEUDO_LINK_FUSE>>")
  if(config)
    set(fuse 0) # the property may come from a variable
    _wpl_json_known_sides(config)
  else()
    set(config "{}")
    _wpl_json_lines(config ${main})
  endif()
  _wpl_json_text(config loader "${root}/js/loader/index.mjs")
  _wpl_json_text(config minifier "$<$<CONFIG:Release,MinSizeRel>:${emscripten}>")
  _wpl_json_text(config minified "${CMAKE_BINARY_DIR}/wasm_pseudo_link/minified")
  _wpl_json_helpers(config)
  _wpl_link_inputs(${main} inputs)
  _wpl_json_text(config linkInputs "$<JOIN:${inputs},\n>") # a list that CMake knows after configure only
  get_target_property(environment ${main} WASM_PSEUDO_LINK_ENVIRONMENT)
  if(NOT environment)
    set(environment web worker node)
  endif()
  list(JOIN environment "\n" environment)
  _wpl_json_text(config environment "${environment}")
  _wpl_json_text(config fuse "${fuse}")
  foreach(keyword IN ITEMS FUSE_FIRST FUSE_INTERNAL)
    get_target_property(${keyword} ${main} WASM_PSEUDO_LINK_${keyword})
    if(NOT ${keyword})
      set(${keyword} "")
    endif()
  endforeach()
  _wpl_json_text(config fuseFirst "${FUSE_FIRST}")
  _wpl_json_texts(config fuseInternal ${FUSE_INTERNAL})
  if(dotnet)
    _wpl_json_value(config dotnet "${dotnet}")
  endif()
  get_target_property(interface_files ${main} WASM_PSEUDO_LINK_INTERFACE_FILES)
  _wpl_json_texts(config interfaceFiles ${interface_files})
  _wpl_json_sides(config "${static}" "${lazy}")
  _wpl_write_module_config(${main} "${config}")
endfunction()

# Adds the helper modules to a configuration.
function(_wpl_json_helpers object)
  _wpl_helpers(folder)
  set(files "{}")
  foreach(helper IN ITEMS accessor blocks bridge bridge_fb)
    _wpl_json_text(files ${helper} "${folder}/${helper}.wasm")
  endforeach()
  _wpl_json_value(${object} helpers "${files}")
  set(${object} "${${object}}" PARENT_SCOPE)
endfunction()

# Adds main's sides to its configuration.
function(_wpl_json_sides object static lazy)
  _wpl_json_value(${object} sides "[]")
  foreach(side IN LISTS static lazy)
    set(is_lazy false)
    if(side IN_LIST lazy)
      set(is_lazy true)
    endif()
    get_target_property(module_file ${side} WASM_PSEUDO_LINK_MODULE_FILE)
    _wpl_module_target_file(${side} file)
    string(REGEX REPLACE "^.*::" "" side_name "${side}")
    set(entry "{}")
    _wpl_json_text(entry name "${side_name}")
    _wpl_json_text(entry moduleFile "${module_file}")
    _wpl_json_text(entry target "${file}")
    _wpl_json_value(entry lazy ${is_lazy})
    _wpl_json_append(${object} sides "${entry}")
  endforeach()
  set(${object} "${${object}}" PARENT_SCOPE)
endfunction()

# The files, other than objects, that main is linked from: what LINK_DEPENDS names, and the static libraries.
function(_wpl_link_inputs main result)
  set(inputs "$<TARGET_PROPERTY:${main},LINK_DEPENDS>")
  _wpl_linked_targets(${main} linked)
  foreach(link IN LISTS linked)
    get_target_property(depends ${link} INTERFACE_LINK_DEPENDS)
    if(depends)
      list(APPEND inputs "${depends}")
    endif()
    get_target_property(type ${link} TYPE)
    if(type STREQUAL "STATIC_LIBRARY")
      list(APPEND inputs "$<TARGET_FILE:${link}>")
    endif()
  endforeach()
  set(${result} "${inputs}" PARENT_SCOPE)
endfunction()

# Adds <main>-sides, which main depends on: when a side, a helper or the loader changed, main's folder is brought up to
# date even where main need not be linked again.
function(_wpl_add_staging main sides dotnet)
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  _wpl_module_folder(${main} folder)
  _wpl_helpers(helpers)
  get_target_property(interface_files ${main} WASM_PSEUDO_LINK_INTERFACE_FILES)
  set(files ${dotnet} ${interface_files})
  foreach(side IN LISTS sides)
    _wpl_module_target_file(${side} file)
    list(APPEND files "${file}")
  endforeach()
  _wpl_script_command(stage_app.mjs command)
  _wpl_script_closure(js/tools/stage_app.mjs scripts)
  _wpl_script_closure(js/loader/index.mjs loader)
  add_custom_command(
    OUTPUT "${folder}/${main}.sides.stamp"
    COMMAND ${command} "${folder}/${main}.config.json" sides
    COMMAND "${CMAKE_COMMAND}" -E touch "${folder}/${main}.sides.stamp"
    DEPENDS ${files} ${scripts} ${loader} "${root}/js/loader/index.d.ts" "${helpers}/helpers.stamp" "${folder}/${main}.config.json"
    COMMENT "Staging the side modules of ${main}"
    VERBATIM)
  add_custom_target(${main}-sides DEPENDS "${folder}/${main}.sides.stamp")
  add_dependencies(${main}-sides wasm_pseudo_link_helpers)
  if(TARGET ${main}-dotnet)
    add_dependencies(${main}-sides ${main}-dotnet)
  endif()
  foreach(side IN LISTS sides)
    get_target_property(imported ${side} IMPORTED)
    if(TARGET ${side}-assembly)
      add_dependencies(${main}-sides ${side}-assembly)
    elseif(TARGET ${side}-stub)
      # Its stub library too: by that the script sees whether main is linked next.
      add_dependencies(${main}-sides ${side} ${side}-stub)
    elseif(NOT imported)
      add_dependencies(${main}-sides ${side})
    endif()
  endforeach()
  add_dependencies(${main} ${main}-sides)
endfunction()
