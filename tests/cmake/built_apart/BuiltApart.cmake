# Modules that were built apart: sides built Debug with flags of their own in one project, installed, and used by
# another project's mains, built Release; with GENERATOR.
include("${CMAKE_CURRENT_LIST_DIR}/../support/Case.cmake")

file(REMOVE_RECURSE "${CASE_DIR}")
file(COPY "${CMAKE_CURRENT_LIST_DIR}/provider" "${CMAKE_CURRENT_LIST_DIR}/consumer" DESTINATION "${CASE_DIR}")
set(prefix "${CASE_DIR}/prefix")

# The provider builds Debug; its build tree is gone before the consumer is configured.
set(build "${CASE_DIR}/provider build")
wpl_configure("${CASE_DIR}/provider" "${build}" GENERATOR "${GENERATOR}" CONFIG Debug CACHE "WasmPseudoLink_DIR=${PACKAGES}/plain/build/package")
wpl_build("${build}" CONFIG Debug)
wpl_run(COMMAND "${CMAKE_COMMAND}" --install "${build}" --config Debug --prefix "${prefix}")
file(REMOVE_RECURSE "${build}" "${CASE_DIR}/provider")

foreach(side IN ITEMS words counter)
  file(GLOB files RELATIVE "${prefix}/share/text/${side}" "${prefix}/share/text/${side}/*/*")
  set(expected ${side}.mjs ${side}.wasm ${side}.module.json ${side}.stub.js ${side}.memory.js)
  if(side STREQUAL "words") # has ACCESS DIRECT
    list(APPEND expected words.direct.wasm words.wasm.map words.direct.wasm.map)
  else() # -gseparate-dwarf --emit-symbol-map
    list(APPEND expected counter.wasm.debug.wasm counter.mjs.symbols)
  endif()
  list(TRANSFORM expected PREPEND "Debug/")
  wpl_expect_list("installed files of ${side}" files ${expected})
endforeach()
file(GLOB_RECURSE headers RELATIVE "${prefix}/share/text/include" "${prefix}/share/text/include/*")
wpl_expect_list("installed headers" headers text/words.h words_api.h upper.h counter.h counter_api.h)

set(build "${CASE_DIR}/consumer build")
wpl_configure("${CASE_DIR}/consumer" "${build}" GENERATOR "${GENERATOR}" CONFIG Release
  CACHE "WasmPseudoLink_DIR=${PACKAGES}/plain/build/package" "text_DIR=${prefix}/share/text")
wpl_build("${build}" CONFIG Release)
wpl_ctest("${build}" Release one=Passed two=Passed)
wpl_run(COMMAND "${CMAKE_COMMAND}" --install "${build}" --config Release --prefix "${prefix}")
file(GLOB files RELATIVE "${prefix}/share/one" "${prefix}/share/one/*")
list(FILTER files EXCLUDE REGEX "[.](direct[.]wasm|direct[.]wasm[.]map|d[.]mts|manifest[.]json)$")
wpl_expect_list("installed files of the main module" files one.mjs one.glue.mjs one.wasm one.mjs.symbols words.mjs words.wasm
  words.wasm.map counter.mjs counter.wasm counter.wasm.debug.wasm counter.mjs.symbols)

# What a side exports is its API and no more: the functions of its libraries (sorter::self, EXPORTS) too, never malloc.
file(READ "${prefix}/share/text/words/Debug/words.module.json" module)
string(JSON api GET "${module}" api)
string(REGEX REPLACE "[][\" \n]" "" api "${api}")
string(REPLACE "," ";" api "${api}")
wpl_expect_list("API of words" api upper upper_room words_count words_init words_longest)

# A side of another ABI is refused at configure.
string(REPLACE "\"abi\": 1" "\"abi\": 99" module "${module}")
file(WRITE "${prefix}/share/text/words/Debug/words.module.json" "${module}")
wpl_configure("${CASE_DIR}/consumer" "${CASE_DIR}/abi build" FAILS OUTPUT output
  CACHE "WasmPseudoLink_DIR=${PACKAGES}/plain/build/package" "text_DIR=${prefix}/share/text")
wpl_expect_text("wrong ABI" "${output}" "was built for ABI 99 of WasmPseudoLink.")
