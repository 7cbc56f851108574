# Native unit tests with the package, found in one WAY; GENERATOR, SPACE and LIBRARY_TYPE as the row says.
include("${CMAKE_CURRENT_LIST_DIR}/../support/Case.cmake")

set(packages "${PACKAGES}/plain")
if(SPACE)
  set(packages "${PACKAGES}/with space")
endif()
set(source "${CASE_DIR}/the source")
set(build "${CASE_DIR}/the build")
file(REMOVE_RECURSE "${CASE_DIR}")
file(COPY "${CMAKE_CURRENT_LIST_DIR}/project/" DESTINATION "${source}")

set(cache "WAY=${WAY}" "LIBRARY_TYPE=${LIBRARY_TYPE}")
set(root "${packages}/source")
if(WAY STREQUAL "subdirectory")
  list(APPEND cache "PACKAGE_SOURCE=${root}")
elseif(WAY STREQUAL "build_tree")
  list(APPEND cache "WasmPseudoLink_DIR=${packages}/build/package")
else()
  list(APPEND cache "CMAKE_PREFIX_PATH=${packages}/${WAY}")
  set(root "${packages}/${WAY}/share/WasmPseudoLink")
endif()

foreach(time IN ITEMS first second) # a second configure finds what the first left in the cache
  wpl_configure("${source}" "${build}" GENERATOR "${GENERATOR}" CONFIG Debug CACHE ${cache} "EXPECTED_ROOT=${root}")
endforeach()
wpl_build("${build}" CONFIG Debug)
wpl_ctest("${build}" Debug inside=Passed outside=Passed in_part=Passed headers=Passed)

# Nothing was written into the source tree.
file(GLOB files RELATIVE "${CMAKE_CURRENT_LIST_DIR}/project" "${CMAKE_CURRENT_LIST_DIR}/project/*")
file(GLOB_RECURSE found RELATIVE "${source}" "${source}/*")
wpl_expect_list("files in the source tree" found ${files})
