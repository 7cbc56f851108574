# A consumer with modules that Emscripten did not link, project/: with GENERATOR, CONFIG, and whether paths have a
# SPACE. WAY says which copy of the package it takes, WASI_SHIM is the folder of the npm package.
include("${CMAKE_CURRENT_LIST_DIR}/../support/Case.cmake")

wpl_copy_project("${CMAKE_CURRENT_LIST_DIR}/project")
file(GLOB_RECURSE sources RELATIVE "${source}" "${source}/*")

set(cache "CMAKE_PREFIX_PATH=${packages}/${WAY}")
if(WAY STREQUAL "build_tree")
  set(cache "WasmPseudoLink_DIR=${packages}/build/package")
endif()
foreach(time IN ITEMS first second)
  wpl_configure("${source}" "${build}" GENERATOR "${GENERATOR}" CONFIG ${CONFIG} CACHE ${cache} "WASI_SHIM=${WASI_SHIM}")
endforeach()
wpl_build("${build}" CONFIG ${CONFIG})
wpl_ctest("${build}" ${CONFIG} plain=Passed app=Passed)
wpl_build("${build}" CONFIG ${CONFIG} OUTPUT output)
if(output MATCHES "Describing|Staging|Linking|Generating")
  message(SEND_ERROR "A second build did something: ${output}")
endif()

set(folder "${build}")
if(GENERATOR MATCHES "Multi-Config")
  set(folder "${build}/${CONFIG}")
endif()
set(adder adder.wasm adder.direct.wasm adder.imports.env.mjs adder.imports.words_v1.mjs)
set(app app.mjs app.d.mts app.manifest.json app.glue.mjs app.wasm ${adder})
if(CONFIG STREQUAL "Debug")
  list(APPEND app app.wasm.map)
endif()
set(plain plain.mjs plain.d.mts plain.manifest.json plain.wasm plain.direct.wasm plain.imports.env.mjs ${adder})
set(script script.mjs script.d.mts script.manifest.json clock.wasm ${adder})
set(all ${app} ${plain} ${script})
list(REMOVE_DUPLICATES all)

# Fails unless the three apps in a folder work.
function(expect_apps app plain script)
  wpl_check_app("${app}/app.mjs")
  wpl_check_app("${plain}/plain.mjs")
  wpl_check_app("${script}/script.mjs")
  wpl_run_app("${app}/app.mjs" 0 "main\nadder: 42 of true in 1\n")
  wpl_run_app("${plain}/plain.mjs" 0 "adder: 42 of true in 1\n")
  execute_process(COMMAND "${NODE}" "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/script.test.mjs" "${script}/script.mjs"
    OUTPUT_VARIABLE output ERROR_VARIABLE error)
  wpl_expect_equal("output of script.test.mjs (${error})" "${output}" "adder: 42 of true in 1\n42 2\n10\n")
endfunction()

expect_apps("${folder}" "${folder}" "${folder}")
file(GLOB files LIST_DIRECTORIES false RELATIVE "${folder}" "${folder}/*.mjs" "${folder}/*.wasm" "${folder}/*.json" "${folder}/*.d.mts"
  "${folder}/*.map")
list(REMOVE_ITEM files compile_commands.json)
wpl_expect_list("files in ${folder}" files ${all})
file(READ "${folder}/script.d.mts" types)
wpl_expect_text(script.d.mts "${types}" "  adder: {
    starts: () => number;
    add: (arg0: number, arg1: number) => number;
    alert: () => void;")

# The vendor's file is as it was.
file(SHA256 "${build}/adder.wasm" made)
file(SHA256 "${folder}/adder.wasm" staged)
wpl_expect_equal("adder.wasm beside main" "${staged}" "${made}")

wpl_run(OUTPUT output COMMAND "${CMAKE_COMMAND}" --install "${build}" --config ${CONFIG} --prefix "${CASE_DIR}/prefix")
set(share "${CASE_DIR}/prefix/share")
wpl_expect_files("${share}/app" ${app})
wpl_expect_files("${share}/plain" ${plain})
wpl_expect_files("${share}/script" ${script})
expect_apps("${share}/app" "${share}/plain" "${share}/script")
wpl_expect_files("${share}/consumer/include" adder.h adder_api.h)

# A file that is not the one of the build is told when it is loaded.
file(APPEND "${share}/plain/adder.imports.env.mjs" "// edited\n")
execute_process(COMMAND "${NODE}" "${share}/plain/plain.mjs" RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE error)
if(code EQUAL 0 OR NOT error MATCHES "adder.imports.env.mjs has [0-9]+ bytes")
  message(SEND_ERROR "A damaged file was loaded: ${code} ${output} ${error}")
endif()

# Another project hosts the installed sides.
file(WRITE "${CASE_DIR}/user/CMakeLists.txt" [[
cmake_minimum_required(VERSION 3.25)
project(user LANGUAGES C)
find_package(WasmPseudoLink 0.1 REQUIRED CMAKE_FIND_ROOT_PATH_BOTH)
find_package(consumer 1.1 REQUIRED CMAKE_FIND_ROOT_PATH_BOTH)
add_wasm_main_module(app main.c SIDES consumer::adder LAZY_SIDES consumer::clock)
add_wasm_javascript_main_module(script MEMORY 2 SIDES consumer::adder LAZY_SIDES consumer::clock)
]])
file(COPY "${source}/main.c" DESTINATION "${CASE_DIR}/user")
wpl_configure("${CASE_DIR}/user" "${CASE_DIR}/user build" CONFIG ${CONFIG} CACHE ${cache} "consumer_DIR=${share}/consumer")
wpl_build("${CASE_DIR}/user build")
set(files ${app} ${script})
list(REMOVE_DUPLICATES files)
wpl_expect_files("${CASE_DIR}/user build" ${files})
expect_apps("${CASE_DIR}/user build" "${folder}" "${CASE_DIR}/user build")

# Outputs of the build go with `clean`; and nothing was written into a source tree.
wpl_build("${build}" CONFIG ${CONFIG} TARGET clean)
file(GLOB files LIST_DIRECTORIES true RELATIVE "${folder}" "${folder}/*.mjs" "${folder}/*.wasm" "${folder}/*.manifest.json" "${folder}/*.d.mts" "${folder}/*.wasi")
wpl_expect_list("files after clean" files)
file(GLOB_RECURSE found RELATIVE "${source}" "${source}/*")
wpl_expect_list("files in the source tree" found ${sources})
