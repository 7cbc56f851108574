# Plugins that were built apart from their host: the host installs its interface, another project finds that by
# find_package alone, and its plugins are opened by the host, which knew nothing of them.
include("${CMAKE_CURRENT_LIST_DIR}/../support/Case.cmake")

file(REMOVE_RECURSE "${CASE_DIR}")
file(COPY "${CMAKE_CURRENT_LIST_DIR}/host" "${CMAKE_CURRENT_LIST_DIR}/plugin" DESTINATION "${CASE_DIR}")
set(prefix "${CASE_DIR}/prefix")

set(build "${CASE_DIR}/host build")
wpl_configure("${CASE_DIR}/host" "${build}" CONFIG Release CACHE "WasmPseudoLink_DIR=${PACKAGES}/plain/build/package")
wpl_build("${build}" CONFIG Release)
wpl_run(COMMAND "${CMAKE_COMMAND}" --install "${build}" --prefix "${prefix}")
file(REMOVE_RECURSE "${build}" "${CASE_DIR}/host") # the plugins' project has nothing of it

set(build "${CASE_DIR}/plugin build")
wpl_configure("${CASE_DIR}/plugin" "${build}" CONFIG Release
  CACHE "WasmPseudoLink_DIR=${PACKAGES}/plain/build/package" "editor_sdk_DIR=${prefix}/share/editor_sdk"
    "CLANG=${CLANG}" "NODE=${NODE}" "ASC=${SOURCE_DIR}/node_modules/assemblyscript/bin/asc.js")
wpl_build("${build}" CONFIG Release)
wpl_run(COMMAND "${CMAKE_COMMAND}" --install "${build}" --prefix "${prefix}")
file(GLOB files RELATIVE "${prefix}/effects" "${prefix}/effects/*")
set(expected darken.wasm plain.wasm script.wasm)
if(CLANG)
  list(APPEND expected bare.wasm)
endif()
wpl_expect_list("installed files of the plugins" files ${expected})

set(host "${NODE}" "${prefix}/share/editor/editor.mjs")
wpl_run(COMMAND ${host} ../../effects/darken.wasm OUTPUT output)
wpl_expect_text("a plugin in C++" "${output}" "apply 100 after 50 %
move -6
quality 1 speed 0
is 3
failed: one \"1\".apply trapped: unreachable
guarded 4
C: apply 3
C: closed 0")
wpl_run(COMMAND ${host} ../../effects/plain.wasm OUTPUT output)
wpl_expect_text("a plugin in C" "${output}" "from C: 200
apply 201 after 99 %
move 2
quality 0 speed 0")
wpl_run(COMMAND ${host} ../../effects/script.wasm OUTPUT output)
wpl_expect_text("a plugin in AssemblyScript" "${output}" "apply 400 after 41 %
move 2
quality 0 speed 0
failed: one \"1\".apply ended by abort: too dark")
if(CLANG)
  wpl_run(COMMAND ${host} ../../effects/bare.wasm OUTPUT output)
  wpl_expect_text("a plugin by plain clang" "${output}" "apply 199 after 7 %
move 0")
endif()
wpl_run(COMMAND ${host} gone.wasm editor.wasm OUTPUT output)
wpl_expect_text("no file" "${output}" "gone.wasm cannot be read")
wpl_expect_text("no plugin" "${output}" "has no section wasm_pseudo_link.side")
