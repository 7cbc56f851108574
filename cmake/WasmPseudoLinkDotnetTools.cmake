# Finds the .NET SDK, and runs it at configure.

#[=======================================================================[.md:
### wasm_find_dotnet

```cmake
wasm_find_dotnet(<result>)
```

Looks for what C# sides are built with: the .NET SDK 8 or newer, for which the files of the WebAssembly runtime can be
had from NuGet. No workload is needed. `<result>` becomes the path of `dotnet`, or false; then `<result>_REASON` says in
one line what is missing. `add_wasm_dotnet_side_module` stops where it is missing; a project that can do without asks
first:

```cmake
set(sides sorter)
wasm_find_dotnet(dotnet)
if(dotnet)
  add_wasm_dotnet_side_module(script PROJECT Script.csproj)
  wasm_generate_api_header(script)
  list(APPEND sides script)
else()
  message(STATUS "Without the C# side: ${dotnet_REASON}")
endif()
add_wasm_main_module(app main.cpp SIDES ${sides})
```

The variable `WASM_PSEUDO_LINK_DOTNET` may name the `dotnet` to be used; otherwise it is looked for in `DOTNET_ROOT`, on
PATH and where .NET is usually installed.
#]=======================================================================]
function(wasm_find_dotnet result)
  set(${result} "" PARENT_SCOPE)
  set(${result}_REASON "" PARENT_SCOPE)
  _wpl_find_dotnet_program(program reason)
  if(NOT reason)
    _wpl_check_dotnet("${program}" reason)
  endif()
  if(reason)
    set(${result}_REASON "${reason}" PARENT_SCOPE)
  else()
    set(${result} "${program}" PARENT_SCOPE)
  endif()
endfunction()

function(_wpl_find_dotnet_program result reason)
  set(${reason} "" PARENT_SCOPE)
  if(WASM_PSEUDO_LINK_DOTNET)
    set(program "${WASM_PSEUDO_LINK_DOTNET}")
  else()
    # No part of Emscripten's sysroot, in which its toolchain file may look.
    find_program(program dotnet NO_CACHE NO_CMAKE_FIND_ROOT_PATH HINTS ENV DOTNET_ROOT
      PATHS "$ENV{HOME}/.dotnet" /usr/share/dotnet /usr/lib/dotnet /usr/local/share/dotnet "$ENV{ProgramFiles}/dotnet")
  endif()
  if(NOT program)
    set(${reason} "there is no `dotnet` on PATH, nor where it is usually installed." PARENT_SCOPE)
  endif()
  set(${result} "${program}" PARENT_SCOPE)
endfunction()

# The version is asked each time, for it depends on global.json; what was found good is not tried again in this build
# tree.
function(_wpl_check_dotnet program result)
  set(${result} "" PARENT_SCOPE)
  _wpl_run_dotnet("${program}" "${CMAKE_CURRENT_SOURCE_DIR}" version failed --version)
  if(failed)
    string(REGEX REPLACE "[ \t\r\n]+" " " version "${version}")
    set(${result} "`${program} --version` failed (${failed}): ${version}" PARENT_SCOPE)
    return()
  elseif(version VERSION_LESS 8)
    set(${result} "`${program}` is the .NET SDK ${version}." PARENT_SCOPE)
    return()
  endif()
  string(REGEX REPLACE "\\..*" "" major "${version}")
  set_property(GLOBAL PROPERTY WASM_PSEUDO_LINK_DOTNET_MAJOR ${major})
  if(NOT WASM_PSEUDO_LINK_DOTNET_RESTORED STREQUAL "${program} ${version}")
    _wpl_probe_dotnet("${program}" ${major} problem)
    if(problem)
      set(${result} "${problem}" PARENT_SCOPE)
    else()
      set(WASM_PSEUDO_LINK_DOTNET_RESTORED "${program} ${version}" CACHE INTERNAL "The .NET SDK that has what C# sides need")
    endif()
  endif()
endfunction()

# Restores a project such as the one that will hold the C# sides.
function(_wpl_probe_dotnet program major result)
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  get_property(WPL_GENERATOR GLOBAL PROPERTY WASM_PSEUDO_LINK_GENERATOR)
  set(WPL_SDK_MAJOR ${major})
  set(folder "${CMAKE_BINARY_DIR}/wasm_pseudo_link/dotnet/probe")
  configure_file("${root}/templates/dotnet_probe.csproj.in" "${folder}/probe.csproj" @ONLY)
  message(STATUS "Looking for .NET's WebAssembly runtime")
  # The slash at the end: SDK 10.0.401 cuts `-property:` off an argument that ends with `/dotnet`.
  _wpl_run_dotnet("${program}" "${folder}" output failed restore probe.csproj --nologo --verbosity quiet
    "-property:RestoreRootConfigDirectory=${CMAKE_CURRENT_SOURCE_DIR}/")
  set(${result} "" PARENT_SCOPE)
  if(failed)
    string(REGEX MATCH "error [^\n]*" first "${output}")
    string(REGEX REPLACE " *\\[[^]]*\\]$" "" first "${first}")
    set(${result} "`${program}` cannot get .NET's WebAssembly runtime from NuGet: ${first}" PARENT_SCOPE)
  endif()
endfunction()

# Runs dotnet in a folder, by which it finds global.json; <failed> becomes its exit code where that is not 0.
function(_wpl_run_dotnet program folder output failed)
  execute_process(
    COMMAND "${CMAKE_COMMAND}" -E env DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=1
      DOTNET_GENERATE_ASPNET_CERTIFICATE=0 DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1 "${program}" ${ARGN}
    WORKING_DIRECTORY "${folder}"
    RESULT_VARIABLE code OUTPUT_VARIABLE text ERROR_VARIABLE text
    OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_STRIP_TRAILING_WHITESPACE)
  set(${output} "${text}" PARENT_SCOPE)
  set(${failed} "" PARENT_SCOPE)
  if(NOT code STREQUAL "0")
    set(${failed} "${code}" PARENT_SCOPE)
  endif()
endfunction()

# The path of dotnet; stops where it is missing.
function(_wpl_require_dotnet command target result)
  wasm_find_dotnet(program)
  if(NOT program)
    _wpl_fatal(${command} "${target}" "${program_REASON}"
      "C# sides are built with the .NET SDK 8 or newer (https://dot.net, or a package such as dotnet-sdk-10.0), without workloads; at the first configure it gets the runtime's files from NuGet. Put `dotnet` on PATH, or name it by -DWASM_PSEUDO_LINK_DOTNET=<path>. A project that can do without asks wasm_find_dotnet first.")
  endif()
  set(${result} "${program}" PARENT_SCOPE)
endfunction()

# The program that reads an assembly's API, and the file that changes with it.
set_property(GLOBAL PROPERTY WASM_PSEUDO_LINK_DOTNET_TOOL
  "${CMAKE_BINARY_DIR}/wasm_pseudo_link/dotnet/tool/bin/WasmPseudoLink.ApiTool/release/WasmPseudoLink.ApiTool.dll")
set_property(GLOBAL PROPERTY WASM_PSEUDO_LINK_DOTNET_TOOL_STAMP "${CMAKE_BINARY_DIR}/wasm_pseudo_link/dotnet/tool/tool.stamp")

# Adds, once a build tree, the target wasm_pseudo_link_dotnet_tool, which builds that program.
function(_wpl_add_dotnet_tool dotnet)
  if(TARGET wasm_pseudo_link_dotnet_tool)
    return()
  endif()
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  get_property(tool GLOBAL PROPERTY WASM_PSEUDO_LINK_DOTNET_TOOL)
  get_property(stamp GLOBAL PROPERTY WASM_PSEUDO_LINK_DOTNET_TOOL_STAMP)
  cmake_path(GET stamp PARENT_PATH folder)
  _wpl_script_command(build_dotnet_tool.mjs command)
  _wpl_script_closure(js/tools/build_dotnet_tool.mjs scripts)
  set(project "${root}/dotnet/WasmPseudoLink.ApiTool/WasmPseudoLink.ApiTool.csproj")
  file(GLOB sources "${root}/dotnet/WasmPseudoLink.ApiTool/*.cs")
  add_custom_command(
    OUTPUT "${stamp}"
    BYPRODUCTS "${tool}"
    COMMAND ${command} "${dotnet}" "${project}" "${folder}"
    COMMAND "${CMAKE_COMMAND}" -E touch "${stamp}"
    DEPENDS "${project}" ${sources} ${scripts}
    COMMENT "Building WasmPseudoLink's reader of C# assemblies"
    VERBATIM)
  add_custom_target(wasm_pseudo_link_dotnet_tool DEPENDS "${stamp}")
endfunction()
