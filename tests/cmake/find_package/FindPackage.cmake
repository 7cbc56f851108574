# The table of find_package under Emscripten's toolchain file: which hint finds the installed package, with and without
# CMAKE_FIND_ROOT_PATH_BOTH; and that another version is refused.
include("${CMAKE_CURRENT_LIST_DIR}/../support/Case.cmake")
set(prefix "${PACKAGES}/plain/installed")

# One row: hint, whether it finds without the keyword, whether with it. ENV:<name> is a hint by an environment variable.
function(expect_row hint without with)
  foreach(keyword IN ITEMS "" CMAKE_FIND_ROOT_PATH_BOTH)
    set(expected ${without})
    if(keyword)
      set(expected ${with})
    endif()
    set(cache "")
    if(hint MATCHES "^ENV:(.+)=(.+)$")
      set(ENV{${CMAKE_MATCH_1}} "${CMAKE_MATCH_2}")
    else()
      set(cache ${hint})
    endif()
    file(REMOVE_RECURSE "${CASE_DIR}")
    wpl_configure("${CMAKE_CURRENT_FUNCTION_LIST_DIR}/project" "${CASE_DIR}" OUTPUT output
      CACHE ${cache} "KEYWORD=${keyword}" VERSION=0.1 ${ARGN})
    if(hint MATCHES "^ENV:(.+)=(.+)$")
      unset(ENV{${CMAKE_MATCH_1}})
    endif()
    if(expected STREQUAL "found")
      wpl_expect_text("${hint} ${keyword}" "${output}" "found in ${prefix}/share/WasmPseudoLink")
    else()
      wpl_expect_text("${hint} ${keyword}" "${output}" "not found; considered: ")
    endif()
  endforeach()
endfunction()

#          hint                                                              without  with the keyword
expect_row("WasmPseudoLink_DIR=${prefix}/share/WasmPseudoLink/cmake"         found    found)
expect_row("CMAKE_FIND_ROOT_PATH=${prefix}"                                  found    found)
expect_row("WasmPseudoLink_ROOT=${prefix}"                                   missing  found)
expect_row("CMAKE_PREFIX_PATH=${prefix}"                                     missing  found)
expect_row("CMAKE_PREFIX_PATH=${prefix}"                                     found    found CMAKE_FIND_ROOT_PATH_MODE_PACKAGE=BOTH)
expect_row("ENV:WasmPseudoLink_ROOT=${prefix}"                               missing  found)
expect_row("ENV:CMAKE_PREFIX_PATH=${prefix}"                                 missing  found)
expect_row("ENV:WasmPseudoLink_DIR=${prefix}/share/WasmPseudoLink/cmake"     missing  found)
expect_row("UNUSED_HINT=1"                                                   missing  missing)

# 0.2 may differ in anything from 0.1, and so may 1.0.
foreach(version IN ITEMS 0.0 0.2 1.0)
  file(REMOVE_RECURSE "${CASE_DIR}")
  wpl_configure("${CMAKE_CURRENT_LIST_DIR}/project" "${CASE_DIR}" OUTPUT output
    CACHE "WasmPseudoLink_DIR=${prefix}/share/WasmPseudoLink/cmake" VERSION=${version})
  wpl_expect_text("version ${version}" "${output}" "not found; considered: 0.1.0")
endforeach()
