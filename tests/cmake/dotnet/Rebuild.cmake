# What is built again after which edit of a C# side, with GENERATOR; BRIEF: only edits by which generators could differ,
# since each build takes half a minute. The build folder lies beside the C# project, where the SDK looks for its
# sources. RESTORED says which .NET SDK has what it needs.
include("${CMAKE_CURRENT_LIST_DIR}/../support/Case.cmake")

set(source "${CASE_DIR}/source")
set(build "${source}/script/build")
file(REMOVE_RECURSE "${CASE_DIR}")
file(COPY "${CMAKE_CURRENT_LIST_DIR}/project/" DESTINATION "${source}")
# As an editor does; make compares times to the second on some file systems.
function(edit file from to)
  execute_process(COMMAND "${CMAKE_COMMAND}" -E sleep 1)
  file(READ "${source}/${file}" text)
  string(REPLACE "${from}" "${to}" text "${text}")
  file(WRITE "${source}/${file}" "${text}")
endfunction()

file(WRITE "${source}/CMakeLists.txt" [[
cmake_minimum_required(VERSION 3.25)
project(rebuild LANGUAGES CXX)
find_package(WasmPseudoLink REQUIRED)
set(CMAKE_CXX_STANDARD 20)
add_wasm_dotnet_side_module(script PROJECT script/Script.csproj)
wasm_generate_api_header(script)
add_wasm_main_module(app app.cpp SIDES script)
target_include_directories(app PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}")
add_subdirectory(second) # hosts the same, by the same publish
]])
file(WRITE "${source}/second/CMakeLists.txt" "add_wasm_javascript_main_module(second SIDES script)\n")
file(WRITE "${source}/app.cpp" "#include \"script_api.h\"\n#include <cstdio>\nint main() { std::printf(\"%d\\n\", twice(4)); }\n")
edit(script/Script.csproj "<Nullable>" "<PublishTrimmed>false</PublishTrimmed><Nullable>") # a publish takes two thirds of the time
wpl_configure("${source}" "${build}" GENERATOR "${GENERATOR}" CACHE "WasmPseudoLink_DIR=${PACKAGES}/plain/build/package"
  "WASM_PSEUDO_LINK_DOTNET_RESTORED=${RESTORED}")

# Builds; what follows the app's output are the steps that must run, of: configure side publish stage compile link.
function(expect_build edit output)
  wpl_build("${build}" OUTPUT text)
  wpl_steps_in("${text}" steps "configure=Configuring done" "side=Building the C# side" "publish=Publishing"
    "stage=Staging" "compile=Building CXX object" "link=Linking")
  wpl_expect_list("steps after: ${edit}" steps ${ARGN})
  wpl_run_app("${build}/app.mjs" 0 "${output}\n")
  expect_one_publish("${text}")
endfunction()

# After a build, by its output: the runtime has been published once, if at all, and both mains have all of it.
function(expect_one_publish text)
  string(REGEX MATCHALL "Publishing" published "${text}")
  list(LENGTH published count)
  if(count GREATER 1)
    message(SEND_ERROR "One publish for two mains would do: ${text}")
  endif()
  file(GLOB files RELATIVE "${build}/app.dotnet" "${build}/app.dotnet/*")
  file(GLOB staged RELATIVE "${build}/second/second.dotnet" "${build}/second/second.dotnet/*")
  wpl_expect_list("files of the second main's runtime" staged ${files})
  foreach(file IN LISTS files)
    file(SHA256 "${build}/app.dotnet/${file}" here)
    file(SHA256 "${build}/second/second.dotnet/${file}" there)
    if(NOT here STREQUAL there)
      message(SEND_ERROR "${file} is not the same for both mains.")
    endif()
  endforeach()
endfunction()

expect_build("nothing was built" 8 side publish stage compile link)
expect_build("nothing" 8)
edit(shared/Shared.cs "factor * n" "factor * n + 1")
if(NOT BRIEF)
  expect_build("a function of a referenced project" 9 side publish stage)
endif()
file(WRITE "${source}/script/More.cs" [[
internal static partial class More {
  [WasmPseudoLink.PseudoLinkExport("thrice")] internal static int Thrice(int n) => 3 * n;
}
]])
expect_build("a new file" 9 configure side publish stage compile link)
if(BRIEF)
  return()
endif()

# Builds the side alone, which is all that decides what follows, and tells whether its header is another one then.
function(expect_side edit is_new)
  file(GLOB header "${build}/wasm_pseudo_link/script/*/include/script_api.h")
  file(SHA256 "${header}" before)
  wpl_build("${build}" TARGET script OUTPUT text)
  wpl_steps_in("${text}" steps "side=Building the C# side" "publish=Publishing")
  wpl_expect_list("steps after: ${edit}" steps side)
  file(SHA256 "${header}" after)
  if(is_new AND before STREQUAL after OR NOT is_new AND NOT before STREQUAL after)
    message(SEND_ERROR "${edit}: the header should be another one: ${is_new}")
  endif()
endfunction()

edit(script/Script.cs "short[] local" "/* a copy */ short[] local")
expect_side("a comment" OFF)
edit(script/Script.cs "Sorts delays in place" "Sorts delays")
expect_side("a comment that is in the header" ON)
edit(script/Script.cs "int Twice(int n)" "long Twice(int n)")
edit(app.cpp "%d" "%lld")
expect_build("the type of an export" 9 side publish stage compile link)
file(WRITE "${source}/script/notes.txt" "no part of the project")
expect_build("a file that is no part of it" 9)
file(REMOVE "${source}/script/More.cs")
edit(script/Script.csproj "<Nullable>" "<DefineConstants>$(DefineConstants);EDITED</DefineConstants><Nullable>")

# An error is the compiler's own, again and again, until it is put right.
edit(shared/Shared.cs "factor * n + 1" "factor *")
foreach(time IN ITEMS first second)
  wpl_build("${build}" FAILS OUTPUT text)
  wpl_expect_text("the ${time} build" "${text}" "Shared.cs(2,57): error CS1525:")
endforeach()
edit(shared/Shared.cs "factor *" "factor * n")
expect_build("the project, a removed file, and an error that was put right" 8 side publish stage compile link)
