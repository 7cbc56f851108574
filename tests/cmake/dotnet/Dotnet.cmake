# A consumer with sides in C#, project/: with GENERATOR, CONFIGS (a list), and whether paths have a SPACE. WAY says
# which copy of the package it takes, RESTORED which .NET SDK has what it needs.
include("${CMAKE_CURRENT_LIST_DIR}/../support/Case.cmake")

string(REPLACE "," ";" CONFIGS "${CONFIGS}")
wpl_copy_project("${CMAKE_CURRENT_LIST_DIR}/project")

# The side is made by the listing of public steps in the docstring of add_wasm_dotnet_side_module; other tests call it.
wpl_read_listing(WasmPseudoLinkDotnet.cmake "add_wasm_dotnet_side_module(script PROJECT Script.csproj GUARDED)" listing)
string(REPLACE "Script.csproj" "script/Script.csproj" listing "${listing}")
file(READ "${source}/CMakeLists.txt" text)
string(REPLACE "add_wasm_dotnet_side_module(script PROJECT script/Script.csproj)\n" "${listing}" text "${text}")
file(WRITE "${source}/CMakeLists.txt" "${text}")
file(GLOB_RECURSE sources RELATIVE "${source}" "${source}/*")

wpl_configure("${source}" "${build}" GENERATOR "${GENERATOR}" CONFIG ${CONFIGS}
  CACHE "CMAKE_PREFIX_PATH=${packages}/${WAY}" "WASM_PSEUDO_LINK_DOTNET_RESTORED=${RESTORED}")

set(runtime package.json dotnet.js dotnet.native.js dotnet.native.wasm dotnet.runtime.js Script.wasm Shared.wasm
  System.Private.CoreLib.wasm System.Runtime.InteropServices.JavaScript.wasm WasmPseudoLink.wasm)
set(files app.mjs app.d.mts app.manifest.json app.glue.mjs app.wasm app.direct.wasm relay.mjs relay.wasm
  app.wasm.map app.direct.wasm.map relay.wasm.map) # the first configuration is Debug

# Fails unless the folder of an app's runtime has these files; more of the base library may be needed.
function(expect_runtime folder)
  foreach(file IN LISTS ARGN)
    if(NOT EXISTS "${folder}/${file}")
      message(SEND_ERROR "${folder} has no ${file}")
    endif()
  endforeach()
endfunction()

set(target all)
foreach(config IN LISTS CONFIGS)
  wpl_build("${build}" CONFIG ${config} TARGET ${target})
  set(folder "${build}")
  if(GENERATOR MATCHES "Multi-Config")
    set(folder "${build}/${config}")
  endif()
  wpl_check_app("${folder}/other.mjs")
  wpl_run_app("${folder}/other.mjs" 0 "8 16\n")
  expect_runtime("${folder}/other.dotnet" ${runtime} other.Host.wasm)
  if(EXISTS "${folder}/other.dotnet/Words-2.wasm" OR NOT EXISTS "${folder}/other.fused.wasm")
    message(SEND_ERROR "other has files of a side that it does not host, or no fused file.")
  endif()
  file(GLOB icu "${folder}/other.dotnet/*.dat")
  wpl_expect_list("ICU files of an app whose sides are invariant" icu)
  if(target STREQUAL "all")
    wpl_check_app("${folder}/app.mjs")
    wpl_run_app("${folder}/app.mjs" 0 "1 2 3\n42 12 -2\nGrüße G\n,\n")
    expect_runtime("${folder}/app.dotnet" ${runtime} Words-2.wasm app.Host.wasm)
  endif()

  wpl_build("${build}" CONFIG ${config} TARGET ${target} OUTPUT output)
  if(output MATCHES "Building|Publishing|Staging|Linking")
    message(SEND_ERROR "A second build did something: ${output}")
  endif()
  set(target other) # of a second configuration: one publish, half a minute, shows that it has files of its own
endforeach()

list(GET CONFIGS 0 config)
if(GENERATOR MATCHES "Multi-Config")
  set(folder "${build}/${config}")
endif()
file(GLOB header "${build}/wasm_pseudo_link/script/*/include/script_api.h")
list(GET header 0 header)
file(READ "${header}" header)
wpl_expect_text(script_api.h "${header}" [[
/** Sorts delays in place, in main's memory. */
SCRIPT_FUNCTION(sort_delays, void(wpl::span<std::int16_t, wpl::main> delays));]])
wpl_expect_text(script_api.h "${header}" "#include \"point.hpp\"\n\nstatic_assert(sizeof(point) == 8,")
wpl_expect_text(script_api.h "${header}" "SCRIPT_FUNCTION(turned, point(point point));")

wpl_run(OUTPUT output COMMAND "${CMAKE_COMMAND}" --install "${build}" --config ${config} --prefix "${CASE_DIR}/prefix")
wpl_expect_files("${CASE_DIR}/prefix/share/app" ${files})
expect_runtime("${CASE_DIR}/prefix/share/app/app.dotnet" ${runtime} Words-2.wasm app.Host.wasm)
wpl_check_app("${CASE_DIR}/prefix/share/app/app.mjs")
wpl_run_app("${CASE_DIR}/prefix/share/app/app.mjs" 0 "1 2 3\n42 12 -2\nGrüße G\n,\n")

# Outputs of the build go with `clean`; and nothing was written into a source tree.
wpl_build("${build}" CONFIG ${config} TARGET clean)
wpl_expect_files("${folder}")
file(GLOB_RECURSE left "${folder}/app.dotnet/*" "${folder}/other.dotnet/*")
wpl_expect_list("files of the runtime after clean" left)
file(GLOB_RECURSE found RELATIVE "${source}" "${source}/*")
wpl_expect_list("files in the source tree" found ${sources})
