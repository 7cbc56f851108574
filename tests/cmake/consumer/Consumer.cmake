# One consumer: WAY to get the package, GENERATOR, CONFIG, and whether paths have a SPACE.
include("${CMAKE_CURRENT_LIST_DIR}/../support/Case.cmake")

wpl_copy_project("${CMAKE_CURRENT_LIST_DIR}/project")

set(cache "WAY=${WAY}")
set(root "${packages}/source")
if(WAY STREQUAL "build_tree")
  list(APPEND cache "WasmPseudoLink_DIR=${packages}/build/package")
elseif(WAY STREQUAL "installed" OR WAY STREQUAL "moved")
  list(APPEND cache "CMAKE_PREFIX_PATH=${packages}/${WAY}")
  set(root "${packages}/${WAY}/share/WasmPseudoLink")
else()
  list(APPEND cache "PACKAGE_SOURCE=${root}")
endif()

foreach(time IN ITEMS first second) # a second configure finds what the first left in the cache
  wpl_configure("${source}" "${build}" GENERATOR "${GENERATOR}" CONFIG ${CONFIG} CACHE ${cache} "EXPECTED_ROOT=${root}")
endforeach()
wpl_build("${build}" CONFIG ${CONFIG})
wpl_ctest("${build}" ${CONFIG} arguments=Passed status=Skipped)

set(folder "${build}")
if(GENERATOR MATCHES "Multi-Config")
  set(folder "${build}/${CONFIG}")
endif()
set(files app.mjs app.d.mts app.manifest.json app.glue.mjs app.wasm sorter.mjs sorter.wasm sorter.direct.wasm)
wpl_expect_files("${folder}" ${files})
wpl_check_app("${folder}/app.mjs")

file(READ "${build}/compile_commands.json" commands)
foreach(name IN ITEMS main.c sorter.c)
  wpl_expect_text(compile_commands.json "${commands}" "\"file\": \"${source}/${name}\"")
endforeach()

wpl_run(OUTPUT output COMMAND "${CMAKE_COMMAND}" --install "${build}" --config ${CONFIG} --prefix "${CASE_DIR}/prefix")
wpl_expect_files("${CASE_DIR}/prefix/share/app" ${files})
wpl_run_app("${CASE_DIR}/prefix/share/app/app.mjs" 0 "sum 42\n" "two words" 12 30)
file(STRINGS "${build}/install_manifest.txt" installed)
list(TRANSFORM files PREPEND "${CASE_DIR}/prefix/share/app/" OUTPUT_VARIABLE expected)
wpl_expect_list(install_manifest.txt installed ${expected})

# CMake's own install(TARGETS)
set(install "${CMAKE_COMMAND}" --install "${build}" --config ${CONFIG} --prefix "${CASE_DIR}/by cmake" --component)
wpl_run(OUTPUT output COMMAND ${install} app_by_cmake)
wpl_expect_files("${CASE_DIR}/by cmake/bin" ${files})
wpl_run_app("${CASE_DIR}/by cmake/bin/app.mjs" 0 "sum 42\n" "two words" 12 30)
file(STRINGS "${build}/install_manifest_app_by_cmake.txt" installed)
list(TRANSFORM files PREPEND "${CASE_DIR}/by cmake/bin/" OUTPUT_VARIABLE expected)
wpl_expect_list(install_manifest_app_by_cmake.txt installed ${expected})
wpl_run(FAILS OUTPUT output COMMAND ${install} side_by_cmake)
wpl_expect_text("install(TARGETS sorter)" "${output}" "Write install_wasm_modules(TARGETS sorter), which makes a package for other projects, or install the main module that hosts it, which brings it along.")

# Outputs of the build, and nothing else, go with `clean`; and nothing was written into a source tree.
wpl_build("${build}" CONFIG ${CONFIG} TARGET clean)
wpl_expect_files("${folder}")
file(GLOB_RECURSE files RELATIVE "${source}" "${source}/*")
wpl_expect_list("files in the source tree" files CMakeLists.txt main.c sorter.c sorter.h)
