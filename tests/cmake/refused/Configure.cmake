# Wrong uses that the package refuses at configure: runs the cases of CASES, a file of configure/, each in a project of
# its own that is configured and never built. Every case that fails is reported by its name.
#
# TOOLCHAIN_FILE is what FastEmscripten.cmake made; DOTNET and DOTNET_VERSION are the .NET SDK, for cases about C#.
include("${CMAKE_CURRENT_LIST_DIR}/../support/Case.cmake")

# What a file of cases may change: the languages of its projects, their source files (empty: nothing is compiled) and
# the code that follows find_package.
set(languages C)
set(sources sorter.c main.c)
set(project [[
add_wasm_side_module(sorter sorter.c)
wasm_generate_api_header(sorter)
add_wasm_main_module(app main.c SIDES sorter)
]])
set(cache "")

# Configures the case <name> by the caller's variables ARG_*.
function(configure_case code output)
  set(folder "${CASE_DIR}/${name}")
  if(NOT DEFINED ARG_PROJECT)
    set(ARG_PROJECT "${project}")
  endif()
  file(REMOVE_RECURSE "${folder}")
  file(WRITE "${folder}/source/CMakeLists.txt"
"cmake_minimum_required(VERSION 3.25)
project(wrong LANGUAGES ${languages})
find_package(WasmPseudoLink 0.1 REQUIRED CMAKE_FIND_ROOT_PATH_BOTH)
${ARG_PROJECT}${ARG_MORE}")
  foreach(file IN LISTS sources)
    file(WRITE "${folder}/source/${file}" "")
  endforeach()
  if(DEFINED ARG_CSPROJ)
    file(WRITE "${folder}/source/Script.csproj" "${ARG_CSPROJ}")
  endif()

  set(arguments "WasmPseudoLink_DIR=${PACKAGES}/plain/build/package" ${cache} ${ARG_CACHE})
  if(NOT ARG_NATIVE)
    list(APPEND arguments "CMAKE_TOOLCHAIN_FILE=${TOOLCHAIN_FILE}")
  endif()
  list(TRANSFORM arguments PREPEND "-D")
  execute_process(COMMAND "${CMAKE_COMMAND}" -S "${folder}/source" -B "${folder}/build" -G Ninja -Werror=dev ${arguments}
    RESULT_VARIABLE result OUTPUT_VARIABLE text ERROR_VARIABLE text)
  set(${code} "${result}" PARENT_SCOPE)
  set(${output} "${text}" PARENT_SCOPE)
endfunction()

# refuse(<name> MESSAGE <text> [PROJECT <code> | MORE <code after the usual project>]
#        [CSPROJ <content of Script.csproj>] [CACHE <variable>=<value>...] [NATIVE])
#
# @SOURCE@ in the text is the project's source folder, @BINARY@ its build folder. NATIVE: without a toolchain file.
function(refuse name)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "NATIVE" "MESSAGE;PROJECT;MORE;CSPROJ" "CACHE")
  configure_case(code output)
  if(NOT code EQUAL 1)
    message(SEND_ERROR "${name}: should have been refused, but ended with `${code}`:\n${output}")
    return()
  endif()
  set(SOURCE "${CASE_DIR}/${name}/source")
  set(BINARY "${CASE_DIR}/${name}/build")
  string(CONFIGURE "${ARG_MESSAGE}" message @ONLY)
  wpl_expect_text("${name}" "${output}" "${message}")
endfunction()

# accept(<name> ...): the right use next to wrong ones.
function(accept name)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "NATIVE" "MESSAGE;PROJECT;MORE;CSPROJ" "CACHE")
  configure_case(code output)
  if(NOT code EQUAL 0)
    message(SEND_ERROR "${name}: was refused:\n${output}")
  endif()
endfunction()

# A program for cases about tools: a shell script in <file> below the folder <stub>.
set(stub "${CASE_DIR}/stub")
function(write_stub file script)
  file(WRITE "${stub}/${file}" "#!/bin/sh\n${script}\n")
  file(CHMOD "${stub}/${file}" PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
endfunction()

include("${CMAKE_CURRENT_LIST_DIR}/configure/${CASES}.cmake")
