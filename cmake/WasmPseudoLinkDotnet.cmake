# Side modules in C#, on the unmodified .NET runtime.

#[=======================================================================[.md:
### add_wasm_dotnet_side_module

```cmake
add_wasm_dotnet_side_module(<name> PROJECT <csproj>
  [CONFIGURATION <configuration>] [ACCESS IMPORT|NONE] [GUARDED] [EXCLUDE_FROM_ALL])
```

Adds a side module in C#: a target `<name>`, which main modules host (`SIDES`, `LAZY_SIDES`) and whose functions they
call as those of any side. All C# sides of a main share one .NET runtime, which is published with them (`dotnet
publish`, once for all mains that host the same C# sides) into the folder `<main>.dotnet` beside main. It needs the .NET SDK 8 or newer, no workload; see
`wasm_find_dotnet`.

- `<name>`
  A C identifier. It is the module's name everywhere but in C#: in `<name>_api.h`, in `rb_dlopen`.
- `PROJECT`
  A class library (`Microsoft.NET.Sdk`, `TargetFramework` net8.0 or newer) with
  `<PackageReference Include="WasmPseudoLink" />`, in place of which this build takes the C# library of this package.
  Nothing is written beside the project. It is built when a file changes that its last build read, when its folder, or
  that of a project that it references, gets or loses a `.cs` file, and when the project file changes.
- `CONFIGURATION` (default `Debug` in the configuration Debug, else `Release`; property `WASM_PSEUDO_LINK_CONFIGURATION`)
  The configuration of the C# projects; may be a generator expression. The same for all C# sides of a main.
- `ACCESS` (default `IMPORT`; property `WASM_PSEUDO_LINK_ACCESS`)
  How the side reaches main's memory. `IMPORT`: by bridge, accessor and rbBridge. `NONE`: not at all. The sides of a main
  share the runtime and its memory, so `NONE` holds if all C# sides have it. It is no wall against hostile C#, which can run
  JavaScript.
- `GUARDED` (property `WASM_PSEUDO_LINK_GUARDED`)
  A C# exception is an error for the caller in any case (`rb_call_error`). With `GUARDED` a trap of the runtime itself is,
  too, for some 10 ns a call.
- `EXCLUDE_FROM_ALL`
  As in `add_custom_target`: built only for the modules that host it.

The project's own properties `InvariantGlobalization` and `PublishTrimmed` count for the published runtime: where one of
main's C# sides sets one to false, it is false, otherwise true.

The command consists of public steps, which work alone too:

```cmake
# add_wasm_dotnet_side_module(script PROJECT Script.csproj GUARDED)
add_custom_target(script ALL)
set_target_properties(script PROPERTIES WASM_PSEUDO_LINK_GUARDED ON)
wasm_target_dotnet_project(script Script.csproj)
wasm_build_dotnet_side(script)
```
#]=======================================================================]
function(add_wasm_dotnet_side_module name)
  set(signature "add_wasm_dotnet_side_module(<name> PROJECT <csproj> [CONFIGURATION <configuration>] [ACCESS IMPORT|NONE] [GUARDED] [EXCLUDE_FROM_ALL])")
  cmake_parse_arguments(PARSE_ARGV 1 ARG "GUARDED;EXCLUDE_FROM_ALL" "PROJECT;CONFIGURATION;ACCESS" "")
  _wpl_require_tools(add_wasm_dotnet_side_module "${name}")
  _wpl_check_module_name(add_wasm_dotnet_side_module "${name}")
  _wpl_check_keywords(add_wasm_dotnet_side_module ${name} "${ARG_UNPARSED_ARGUMENTS}" "${ARG_KEYWORDS_MISSING_VALUES}" "${signature}")
  if(NOT ARG_PROJECT)
    _wpl_fatal(add_wasm_dotnet_side_module ${name} "no PROJECT was given." "Expected: ${signature}")
  endif()

  set(all ALL)
  if(ARG_EXCLUDE_FROM_ALL)
    set(all "")
  endif()
  add_custom_target(${name} ${all})
  _wpl_set_properties(${name} CONFIGURATION ACCESS GUARDED)
  wasm_target_dotnet_project(${name} "${ARG_PROJECT}")
  wasm_build_dotnet_side(${name})
endfunction()

#[=======================================================================[.md:
### wasm_target_dotnet_project

```cmake
wasm_target_dotnet_project(<target> <csproj>)
```

Makes a custom target a side in C#: asks MSBuild what the project is, and stops where that cannot be a side. Configure
runs again when the project, or one that it references, changes. A step of `add_wasm_dotnet_side_module`.
#]=======================================================================]
function(wasm_target_dotnet_project target project)
  set(command add_wasm_dotnet_side_module)
  _wpl_require_tools(${command} "${target}")
  _wpl_check_module_name(${command} "${target}")
  _wpl_require_dotnet(${command} "${target}" dotnet)
  cmake_path(ABSOLUTE_PATH project NORMALIZE)
  if(NOT project MATCHES "\\.csproj$" OR NOT EXISTS "${project}" OR IS_DIRECTORY "${project}")
    _wpl_fatal(${command} ${target} "PROJECT `${project}` is no C# project file."
      "Name an existing .csproj, relative to ${CMAKE_CURRENT_SOURCE_DIR}.")
  endif()
  _wpl_read_dotnet_project(${command} ${target} "${dotnet}" "${project}" answer)
  _wpl_check_dotnet_project(${target} "${project}" "${answer}")
  foreach(property IN ITEMS TargetFramework AssemblyName InvariantGlobalization PublishTrimmed)
    string(JSON value GET "${answer}" Properties ${property})
    string(TOUPPER ${property} upper)
    set_target_properties(${target} PROPERTIES WASM_PSEUDO_LINK_DOTNET_${upper} "${value}")
  endforeach()
  _wpl_referenced_dotnet_projects(${target} "${dotnet}" "${project}" "${answer}" projects)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${projects})
  foreach(property IN ITEMS DirectoryBuildPropsPath DirectoryBuildTargetsPath)
    string(JSON file GET "${answer}" Properties ${property})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  endforeach()
  _wpl_check_dotnet_names(${target} ${projects})
  set_target_properties(${target} PROPERTIES
    WASM_PSEUDO_LINK_ROLE side
    WASM_PSEUDO_LINK_KIND dotnet
    WASM_PSEUDO_LINK_DOTNET "${dotnet}"
    WASM_PSEUDO_LINK_DOTNET_PROJECT "${project}"
    WASM_PSEUDO_LINK_DOTNET_PROJECTS "${projects}")
  _wpl_add_side_name(${target})
endfunction()

# What MSBuild says of a project, as JSON; stops with its own message.
function(_wpl_read_dotnet_project command target dotnet project result)
  cmake_path(GET project PARENT_PATH folder)
  _wpl_run_dotnet("${dotnet}" "${folder}" answer failed msbuild "${project}" -nologo
    -getProperty:TargetFramework,TargetFrameworks,AssemblyName,OutputType,InvariantGlobalization,PublishTrimmed
    -getProperty:DirectoryBuildPropsPath,DirectoryBuildTargetsPath
    -getItem:ProjectReference,PackageReference)
  if(failed)
    _wpl_fatal(${command} ${target} "MSBuild cannot read `${project}`:\n${answer}" "Put the project right; `dotnet build` must be able to build it.")
  endif()
  set(${result} "${answer}" PARENT_SCOPE)
endfunction()

# Stops unless a project can be a side.
function(_wpl_check_dotnet_project target project answer)
  foreach(property IN ITEMS TargetFramework TargetFrameworks OutputType AssemblyName)
    string(JSON ${property} GET "${answer}" Properties ${property})
  endforeach()
  get_property(newest GLOBAL PROPERTY WASM_PSEUDO_LINK_DOTNET_MAJOR)
  set(command add_wasm_dotnet_side_module)
  if(TargetFrameworks)
    _wpl_fatal(${command} ${target} "`${project}` has the TargetFrameworks `${TargetFrameworks}`."
      "A side is built for one: <TargetFramework>net${newest}.0</TargetFramework>. Put what is shared into a project that this one references.")
  elseif(NOT TargetFramework MATCHES "^net([0-9]+)\\.0$" OR CMAKE_MATCH_1 LESS 8)
    _wpl_fatal(${command} ${target} "`${project}` has the TargetFramework `${TargetFramework}`."
      "A side needs net8.0 or newer, as in <TargetFramework>net${newest}.0</TargetFramework>.")
  elseif(CMAKE_MATCH_1 GREATER newest)
    _wpl_fatal(${command} ${target} "`${project}` has the TargetFramework `${TargetFramework}`, but the .NET SDK is version ${newest}."
      "Install the .NET SDK ${CMAKE_MATCH_1}, or choose net${newest}.0.")
  elseif(NOT OutputType STREQUAL "Library")
    _wpl_fatal(${command} ${target} "`${project}` has the OutputType `${OutputType}`."
      "A side is a class library: remove OutputType. Its exports are called by others, it has no Main.")
  elseif(NOT AssemblyName MATCHES "^[A-Za-z0-9_.-]+$")
    _wpl_fatal(${command} ${target} "`${project}` has the AssemblyName `${AssemblyName}`."
      "It becomes a file name on servers and part of a C# name: use letters, digits, `_`, `.` and `-`.")
  endif()
  _wpl_dotnet_items("${answer}" PackageReference Identity packages)
  _wpl_dotnet_items("${answer}" ProjectReference Filename projects)
  if(NOT WasmPseudoLink IN_LIST packages AND NOT WasmPseudoLink IN_LIST projects)
    get_property(version GLOBAL PROPERTY WASM_PSEUDO_LINK_VERSION)
    _wpl_fatal(${command} ${target} "`${project}` does not reference the package WasmPseudoLink."
      "Add <PackageReference Include=\"WasmPseudoLink\" Version=\"${version}\" /> to an ItemGroup.")
  endif()
endfunction()

# One metadatum of all items of a type.
function(_wpl_dotnet_items answer type metadatum result)
  set(values "")
  string(JSON count LENGTH "${answer}" Items ${type})
  if(count GREATER 0)
    math(EXPR last "${count} - 1")
    foreach(index RANGE ${last})
      string(JSON value GET "${answer}" Items ${type} ${index} ${metadatum})
      list(APPEND values "${value}")
    endforeach()
  endif()
  set(${result} "${values}" PARENT_SCOPE)
endfunction()

# A project and all that it references, but for this package's own.
function(_wpl_referenced_dotnet_projects target dotnet project answer result)
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  set(found "${project}")
  _wpl_dotnet_items("${answer}" ProjectReference FullPath pending)
  while(pending)
    list(POP_FRONT pending current)
    file(TO_CMAKE_PATH "${current}" current)
    cmake_path(IS_PREFIX root "${current}" NORMALIZE own)
    if(own OR current IN_LIST found)
      continue()
    elseif(NOT EXISTS "${current}")
      _wpl_fatal(add_wasm_dotnet_side_module ${target} "`${project}` references the project `${current}`, which does not exist." "Put the ProjectReference right.")
    endif()
    list(APPEND found "${current}")
    _wpl_read_dotnet_project(add_wasm_dotnet_side_module ${target} "${dotnet}" "${current}" answer)
    _wpl_dotnet_items("${answer}" ProjectReference FullPath more)
    list(APPEND pending ${more})
  endwhile()
  set(${result} "${found}" PARENT_SCOPE)
endfunction()

# Stops on two projects of one file name: dotnet would put their results into one folder.
function(_wpl_check_dotnet_names target)
  foreach(project IN LISTS ARGN)
    cmake_path(GET project STEM LAST_ONLY name)
    string(TOLOWER "${name}" name)
    get_property(other GLOBAL PROPERTY "WASM_PSEUDO_LINK_DOTNET_PROJECT_${name}")
    if(other AND NOT other STREQUAL project)
      _wpl_fatal(add_wasm_dotnet_side_module ${target} "two C# projects have the same file name: `${other}` and `${project}`."
        "All C# sides are built together: rename one of them.")
    endif()
    set_property(GLOBAL PROPERTY "WASM_PSEUDO_LINK_DOTNET_PROJECT_${name}" "${project}")
  endforeach()
endfunction()

#[=======================================================================[.md:
### wasm_build_dotnet_side

```cmake
wasm_build_dotnet_side(<side>)
```

Lets the build run `dotnet build`, and make from the assembly what other modules want to know: the side's description for
manifests, `<side>::api` with its stub library, and the API header. A step of `add_wasm_dotnet_side_module`.
#]=======================================================================]
function(wasm_build_dotnet_side side)
  _wpl_require_role(wasm_build_dotnet_side "${side}" side)
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  get_target_property(dotnet ${side} WASM_PSEUDO_LINK_DOTNET)
  _wpl_set_default(${side} WASM_PSEUDO_LINK_CONFIGURATION "$<IF:$<CONFIG:Debug>,Debug,Release>")
  _wpl_set_default(${side} WASM_PSEUDO_LINK_ACCESS IMPORT)
  _wpl_module_folder(${side} folder)
  _wpl_add_dotnet_tool("${dotnet}")
  get_property(tool_stamp GLOBAL PROPERTY WASM_PSEUDO_LINK_DOTNET_TOOL_STAMP)
  _wpl_watch_sources(${side} list)
  _wpl_script_command(build_dotnet_side.mjs command)
  _wpl_script_closure(js/tools/build_dotnet_side.mjs scripts)
  set(made "${folder}/${side}.module.json" "${folder}/${side}.stub.js" "${folder}/include/${side}_api.h"
    "${folder}/include/${side}_imports.h")
  add_custom_command(
    OUTPUT "${folder}/${side}.stamp"
    BYPRODUCTS ${made}
    COMMAND ${command} "${folder}/${side}.config.json"
    COMMAND "${CMAKE_COMMAND}" -E touch "${folder}/${side}.stamp"
    DEPENDS "${list}" "${folder}/${side}.config.json" "${tool_stamp}" ${scripts} "${root}/cmake/WasmPseudoLinkDotnet.targets"
    DEPFILE "${folder}/${side}.stamp.d"
    COMMENT "Building the C# side ${side}"
    VERBATIM)
  add_custom_target(${side}-assembly DEPENDS "${folder}/${side}.stamp")
  _wpl_dotnet_artifacts(artifacts)
  set_target_properties(${side}-assembly PROPERTIES ADDITIONAL_CLEAN_FILES "${artifacts}")
  add_dependencies(${side}-assembly wasm_pseudo_link_dotnet_tool)
  add_dependencies(${side} ${side}-assembly)

  _wpl_add_api_library(${side} "${folder}/${side}.stub.js" ${side}-assembly)
  set_target_properties(${side} PROPERTIES
    WASM_PSEUDO_LINK_STAMP "${folder}/${side}.stamp"
    WASM_PSEUDO_LINK_MODULE_FILE "${folder}/${side}.module.json")
  set_property(GLOBAL APPEND PROPERTY WASM_PSEUDO_LINK_DOTNET_SIDES ${side})
  _wpl_defer(_wpl_finish_dotnet_side ${side})
endfunction()

# Lets the build of a side make its headers from templates in the folder <result>, and users of the side find them.
function(_wpl_set_dotnet_headers side result)
  _wpl_module_folder(${side} folder)
  target_include_directories(${side}-api INTERFACE "${folder}/include")
  set(templates "${CMAKE_BINARY_DIR}/wasm_pseudo_link/${side}/templates")
  set_target_properties(${side} PROPERTIES WASM_PSEUDO_LINK_HEADER_TEMPLATES "${templates}")
  set(${result} "${templates}" PARENT_SCOPE)
endfunction()

# Lets configure run again when a folder of the side's projects gets or loses a .cs file; <result> becomes a file that
# changes with the list of them.
function(_wpl_watch_sources side result)
  get_target_property(projects ${side} WASM_PSEUDO_LINK_DOTNET_PROJECTS)
  set(sources "")
  foreach(project IN LISTS projects)
    cmake_path(GET project PARENT_PATH folder)
    _wpl_glob_sources("${folder}" found)
    list(APPEND sources ${found})
  endforeach()
  list(FILTER sources EXCLUDE REGEX "/(bin|obj)/")
  list(REMOVE_DUPLICATES sources)
  list(JOIN sources "\n" text)
  set(list "${CMAKE_BINARY_DIR}/wasm_pseudo_link/${side}/sources.txt")
  file(CONFIGURE OUTPUT "${list}" CONTENT "${text}\n" @ONLY)
  set(${result} "${list}" PARENT_SCOPE)
endfunction()

# The .cs files below a folder, without those of the build tree, if that is in it: each build writes some there.
function(_wpl_glob_sources folder result)
  set(build "${CMAKE_BINARY_DIR}")
  cmake_path(IS_PREFIX folder "${build}" NORMALIZE has_build_tree)
  if(NOT has_build_tree)
    file(GLOB_RECURSE found CONFIGURE_DEPENDS "${folder}/*.cs")
  else()
    file(GLOB found CONFIGURE_DEPENDS "${folder}/*.cs")
    file(GLOB entries LIST_DIRECTORIES true "${folder}/*")
    foreach(entry IN LISTS entries)
      if(IS_DIRECTORY "${entry}" AND NOT entry STREQUAL build)
        _wpl_glob_sources("${entry}" more)
        list(APPEND found ${more})
      endif()
    endforeach()
  endif()
  set(${result} "${found}" PARENT_SCOPE)
endfunction()

# At the end of configure, when its properties and all C# sides are known.
function(_wpl_finish_dotnet_side side)
  get_target_property(access ${side} WASM_PSEUDO_LINK_ACCESS)
  _wpl_check_choice(add_wasm_dotnet_side_module ${side} ACCESS "${access}" IMPORT NONE)
  get_target_property(project ${side} WASM_PSEUDO_LINK_DOTNET_PROJECT)
  _wpl_module_folder(${side} folder)
  get_property(tool GLOBAL PROPERTY WASM_PSEUDO_LINK_DOTNET_TOOL)
  _wpl_dotnet_settings(${side} config)
  _wpl_json_access(config ${side})
  _wpl_json_text(config configuration "$<TARGET_GENEX_EVAL:${side},$<TARGET_PROPERTY:${side},WASM_PSEUDO_LINK_CONFIGURATION>>")
  _wpl_json_text(config project "${project}")
  _wpl_json_text(config inputs "${folder}/inputs")
  _wpl_json_text(config stamp "${folder}/${side}.stamp")
  _wpl_json_text(config depfile "${folder}/${side}.stamp.d")
  _wpl_json_text(config apiTool "${tool}")
  _wpl_json_text(config apiFile "${folder}/${side}.api.json")
  get_target_property(templates ${side} WASM_PSEUDO_LINK_HEADER_TEMPLATES)
  if(templates)
    set(headers "{}")
    _wpl_json_text(headers api "${folder}/include/${side}_api.h")
    _wpl_json_text(headers apiTemplate "${templates}/${side}_api.h.in")
    _wpl_json_text(headers imports "${folder}/include/${side}_imports.h")
    _wpl_json_text(headers importsTemplate "${templates}/${side}_imports.h.in")
    _wpl_json_value(config headers "${headers}")
  endif()
  _wpl_json_text(config stubFile "${folder}/${side}.stub.js")
  _wpl_write_module_config(${side} "${config}")
endfunction()

# The folder of all that dotnet builds in a configuration.
function(_wpl_dotnet_artifacts result)
  set(config "$<IF:$<STREQUAL:$<CONFIG>,>,None,$<CONFIG>>")
  set(${result} "${CMAKE_BINARY_DIR}/wasm_pseudo_link/dotnet/${config}" PARENT_SCOPE)
endfunction()

# What js/tools/dotnet/dotnet.mjs must know, as a JSON object.
function(_wpl_dotnet_settings side result)
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  get_property(sides GLOBAL PROPERTY WASM_PSEUDO_LINK_DOTNET_SIDES)
  get_target_property(dotnet ${side} WASM_PSEUDO_LINK_DOTNET)
  set(frameworks "")
  foreach(other IN LISTS sides)
    get_target_property(framework ${other} WASM_PSEUDO_LINK_DOTNET_TARGETFRAMEWORK)
    list(APPEND frameworks "${framework}")
  endforeach()
  list(REMOVE_DUPLICATES frameworks)
  list(SORT frameworks COMPARE NATURAL)
  _wpl_dotnet_artifacts(artifacts)
  set(settings "{}")
  _wpl_json_text(settings dotnet "${dotnet}")
  _wpl_json_text(settings targets "${root}/cmake/WasmPseudoLinkDotnet.targets")
  _wpl_json_text(settings buildTree "${CMAKE_BINARY_DIR}")
  _wpl_json_text(settings artifacts "${artifacts}")
  _wpl_json_texts(settings frameworks ${frameworks})
  set(${result} "${settings}" PARENT_SCOPE)
endfunction()
