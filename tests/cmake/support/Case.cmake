# For the drivers of this folder (`cmake -P`): configures, builds and runs a project as a user would, and checks what
# came of it. A check that fails is a SEND_ERROR, so that one run lists all; a command that fails stops the driver.
#
# Every driver gets: CASE_DIR (its folder below the binary folder), TOOLCHAIN_FILE, NODE, SOURCE_DIR (this repository),
# PACKAGES (where Packages.cmake puts the copies of the package).
cmake_minimum_required(VERSION 3.25)

foreach(variable IN ITEMS CASE_DIR TOOLCHAIN_FILE NODE SOURCE_DIR)
  if("${${variable}}" STREQUAL "")
    message(FATAL_ERROR "The driver needs -D${variable}=...")
  endif()
endforeach()
foreach(variable IN ITEMS MAKEFLAGS MAKELEVEL NINJA_STATUS VERBOSE DESTDIR CMAKE_GENERATOR CMAKE_BUILD_TYPE)
  unset(ENV{${variable}}) # the user's, or of a build that started ctest
endforeach()

# wpl_run([FAILS] [OUTPUT <variable>] COMMAND <command>...)
#
# Runs a command and stops, showing its output, unless it succeeds (or, with FAILS, ends with an exit code).
function(wpl_run)
  cmake_parse_arguments(PARSE_ARGV 0 ARG "FAILS" "OUTPUT" "COMMAND")
  execute_process(COMMAND ${ARG_COMMAND} RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
  list(JOIN ARG_COMMAND " " command)
  if(ARG_FAILS AND NOT code MATCHES "^[1-9][0-9]*$")
    message(FATAL_ERROR "Should have failed, but ended with `${code}`: ${command}\n${output}")
  elseif(NOT ARG_FAILS AND NOT code EQUAL 0)
    message(FATAL_ERROR "Failed with `${code}`: ${command}\n${output}")
  endif()
  if(ARG_OUTPUT)
    set(${ARG_OUTPUT} "${output}" PARENT_SCOPE)
  endif()
endfunction()

# wpl_configure(<source> <build> [FAILS] [GENERATOR <name>] [CONFIG <config>] [OUTPUT <variable>]
#               [CACHE <variable>=<value>...])
function(wpl_configure source build)
  cmake_parse_arguments(PARSE_ARGV 2 ARG "FAILS" "GENERATOR;CONFIG;OUTPUT" "CACHE")
  if(NOT ARG_GENERATOR)
    set(ARG_GENERATOR Ninja)
  endif()
  list(TRANSFORM ARG_CACHE PREPEND "-D")
  if(ARG_GENERATOR MATCHES "Multi-Config")
    list(APPEND ARG_CACHE "-DCMAKE_CONFIGURATION_TYPES=Debug$<SEMICOLON>Release")
    string(REPLACE "$<SEMICOLON>" "\\;" ARG_CACHE "${ARG_CACHE}")
  elseif(ARG_CONFIG)
    list(APPEND ARG_CACHE "-DCMAKE_BUILD_TYPE=${ARG_CONFIG}")
  endif()
  set(fails "")
  if(ARG_FAILS)
    set(fails FAILS)
  endif()
  wpl_run(${fails} OUTPUT output COMMAND "${CMAKE_COMMAND}" -S "${source}" -B "${build}" -G "${ARG_GENERATOR}"
    "-DCMAKE_TOOLCHAIN_FILE=${TOOLCHAIN_FILE}" -Werror=dev ${ARG_CACHE})
  if(ARG_OUTPUT)
    set(${ARG_OUTPUT} "${output}" PARENT_SCOPE)
  endif()
endfunction()

# wpl_build(<build> [FAILS] [CONFIG <config>] [TARGET <target>...] [OUTPUT <variable>])
function(wpl_build build)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "FAILS" "CONFIG;OUTPUT" "TARGET")
  set(arguments "")
  if(ARG_CONFIG)
    list(APPEND arguments --config ${ARG_CONFIG})
  endif()
  if(ARG_TARGET)
    list(APPEND arguments --target ${ARG_TARGET})
  endif()
  set(fails "")
  if(ARG_FAILS)
    set(fails FAILS)
  endif()
  wpl_run(${fails} OUTPUT output COMMAND "${CMAKE_COMMAND}" --build "${build}" ${arguments})
  if(ARG_OUTPUT)
    set(${ARG_OUTPUT} "${output}" PARENT_SCOPE)
  endif()
endfunction()

# Runs the project's own tests; <expected> are `name=Passed` or `name=Skipped`, all that there must be.
function(wpl_ctest build config)
  wpl_run(OUTPUT output COMMAND "${CMAKE_CTEST_COMMAND}" --test-dir "${build}" -C "${config}" --output-on-failure)
  string(REGEX MATCHALL "Test +#[0-9]+: [^\n]+" lines "${output}")
  set(found "")
  foreach(line IN LISTS lines)
    if(line MATCHES "Test +#[0-9]+: ([a-z_0-9]+) [ .*]+([A-Z][a-z]+)")
      list(APPEND found "${CMAKE_MATCH_1}=${CMAKE_MATCH_2}")
    endif()
  endforeach()
  wpl_expect_list("results of ctest" found ${ARGN})
endfunction()

# Fails unless the list <variable> has exactly the items that follow, in any order.
function(wpl_expect_list what variable)
  set(found "${${variable}}")
  list(SORT found)
  set(expected ${ARGN})
  list(SORT expected)
  if(NOT "${found}" STREQUAL "${expected}")
    message(SEND_ERROR "${what}:\n  found    ${found}\n  expected ${expected}")
  endif()
endfunction()

# Fails unless <text> contains <expected>; white space counts as one space, since CMake wraps its messages.
function(wpl_expect_text what text expected)
  string(REGEX REPLACE "[ \t\r\n]+" " " text "${text}")
  string(REGEX REPLACE "[ \t\r\n]+" " " expected "${expected}")
  string(FIND "${text}" "${expected}" position)
  if(position EQUAL -1)
    message(SEND_ERROR "${what}\n--- lacks\n${expected}\n--- has\n${text}")
  endif()
endfunction()

function(wpl_expect_equal what found expected)
  if(NOT "${found}" STREQUAL "${expected}")
    message(SEND_ERROR "${what}: `${found}`, expected `${expected}`")
  endif()
endfunction()

# Fails unless <folder> has exactly the files that follow; folders and the build system's own files do not count.
function(wpl_expect_files folder)
  file(GLOB files LIST_DIRECTORIES false RELATIVE "${folder}" "${folder}/*")
  list(FILTER files EXCLUDE REGEX "^(\\.ninja_.*|build.*\\.ninja|Makefile|CMakeCache.txt|.*\\.cmake|compile_commands.json|install_manifest.*\\.txt)$")
  wpl_expect_list("files in ${folder}" files ${ARGN})
endfunction()

# Runs an app in Node and fails unless it ends with <status> and prints <expected>.
function(wpl_run_app app status expected)
  execute_process(COMMAND "${NODE}" "${app}" ${ARGN} RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE error)
  wpl_expect_equal("exit code of ${app} ${ARGN} (${error})" "${code}" "${status}")
  wpl_expect_equal("output of ${app} ${ARGN}" "${output}" "${expected}")
endfunction()

# Fails unless every file that the app's manifest names is there and has the size and hash that it states.
function(wpl_check_app app)
  execute_process(COMMAND "${NODE}" "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/check_app.mjs" "${app}" RESULT_VARIABLE code ERROR_VARIABLE error)
  if(NOT code EQUAL 0)
    message(SEND_ERROR "${error}")
  endif()
endfunction()

# A fresh copy of the package's files, for tests that edit, install or move them.
function(wpl_copy_package destination)
  file(REMOVE_RECURSE "${destination}")
  foreach(part IN ITEMS CMakeLists.txt abi cmake js wat templates include rust assemblyscript)
    file(COPY "${SOURCE_DIR}/${part}" DESTINATION "${destination}")
  endforeach()
  file(COPY "${SOURCE_DIR}/dotnet" DESTINATION "${destination}" PATTERN tests EXCLUDE PATTERN templates EXCLUDE
    PATTERN bin EXCLUDE PATTERN obj EXCLUDE)
endfunction()

# The listing after `# <first line>` in a file of the package.
function(wpl_read_listing file first result)
  file(READ "${SOURCE_DIR}/cmake/${file}" text)
  string(FIND "${text}" "# ${first}" start)
  if(start EQUAL -1)
    message(FATAL_ERROR "${file} has no listing `# ${first}`")
  endif()
  string(SUBSTRING "${text}" ${start} -1 text)
  string(FIND "${text}" "```" end)
  string(SUBSTRING "${text}" 0 ${end} text)
  set(${result} "${text}" PARENT_SCOPE)
endfunction()
