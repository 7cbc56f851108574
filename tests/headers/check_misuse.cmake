# cmake -DCOMPILER=<c++> -DCASE=<case> -DINCLUDE=<folder> -P check_misuse.cmake
#
# Compiles one case of misuse.cpp: it must be refused with the text after `expect:`. Case right_use: the file without
# any case, in each kind of module, must be accepted.
cmake_minimum_required(VERSION 3.25)

set(source "${CMAKE_CURRENT_LIST_DIR}/misuse.cpp")

function(compile result output)
  execute_process(COMMAND "${COMPILER}" -std=c++20 ${ARGN} "-I${INCLUDE}" -fsyntax-only "${source}"
    RESULT_VARIABLE status ERROR_VARIABLE text OUTPUT_VARIABLE text)
  set(${result} ${status} PARENT_SCOPE)
  set(${output} "${text}" PARENT_SCOPE)
endfunction()

if(CASE STREQUAL "right_use")
  foreach(kind IN ITEMS NO_MODULE MAIN_MODULE ACCESS_DIRECT ACCESS_ACCESSOR ACCESS_POINTER ACCESS_NONE)
    compile(status text -DWPL_${kind})
    if(NOT status EQUAL 0)
      message(FATAL_ERROR "misuse.cpp without its cases, with -DWPL_${kind}, does not compile:\n${text}")
    endif()
  endforeach()
  return()
endif()

file(READ "${source}" text)
if(NOT text MATCHES "#ifdef MISUSE_${CASE}\n(// with: ([^\n]+)\n)?// expect: ([^\n]+)\n")
  message(FATAL_ERROR "misuse.cpp: after `#ifdef MISUSE_${CASE}` there is no line `// expect: <text>`.")
endif()
set(expected "${CMAKE_MATCH_3}")
separate_arguments(definitions UNIX_COMMAND "${CMAKE_MATCH_2}")

compile(status text ${definitions} -DMISUSE_${CASE})
if(status EQUAL 0)
  message(FATAL_ERROR "misuse.cpp: case `${CASE}` was accepted; it must be refused.")
endif()
string(FIND "${text}" "${expected}" at)
if(at EQUAL -1)
  message(FATAL_ERROR "misuse.cpp: case `${CASE}` was refused without the text\n  ${expected}\nbut with\n${text}")
endif()
