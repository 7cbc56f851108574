# What is built again after which edit of what a prebuilt side is made of, with GENERATOR.
include("${CMAKE_CURRENT_LIST_DIR}/../support/Case.cmake")

set(source "${CASE_DIR}/source")
set(build "${CASE_DIR}/build")
file(REMOVE_RECURSE "${CASE_DIR}")
file(COPY "${CMAKE_CURRENT_LIST_DIR}/project/" DESTINATION "${source}")
# A shim of our own, for an edit in it.
set(shim "${source}/node_modules/@bjorn3/browser_wasi_shim")
file(WRITE "${shim}/package.json" "{ \"name\": \"@bjorn3/browser_wasi_shim\", \"exports\": { \".\": { \"import\": \"./dist/index.js\" } } }\n")
file(WRITE "${shim}/dist/index.js" "export * from \"./wasi.js\";\n")
file(WRITE "${shim}/dist/wasi.js" "export const VERSION = 1;\n")
file(WRITE "${source}/CMakeLists.txt" [[
cmake_minimum_required(VERSION 3.25)
project(rebuild LANGUAGES NONE)
find_package(WasmPseudoLink REQUIRED)
include(Assemble.cmake)
assemble(adder.wat adder.wasm)
assemble(clock.wat clock.wasm)
assemble(plain.wat plain.wasm)
assemble(glued.wat glued.wasm)
add_wasm_prebuilt_side_module(glued FILE glued.wasm GLUE glued.mjs)
add_wasm_prebuilt_side_module(adder FILE adder.wasm IMPORTS report.mjs words.v1=offset.mjs)
add_wasm_prebuilt_side_module(clock FILE clock.wasm)
add_wasm_prebuilt_main_module(plain FILE plain.wasm IMPORTS check.mjs SIDES adder LAZY_SIDES clock glued)
]])
file(WRITE "${source}/glued.wat" [[(module (memory (export "m") 1) (func (export "a") (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2))))]])
file(WRITE "${source}/glued.mjs" [[
export default (Module) => new Promise((resolve) => {
  Module.instantiateWasm({}, ({ exports }) => {
    Module._twice = exports.a;
    resolve(Module);
  });
});
]])
wpl_configure("${source}" "${build}" GENERATOR "${GENERATOR}" CACHE "WasmPseudoLink_DIR=${PACKAGES}/plain/build/package")

# Builds; what follows the app's output are the steps that must run, of: configure adder clock glued stage link.
function(expect_build edit output)
  wpl_build("${build}" OUTPUT text)
  wpl_steps_in("${text}" steps "configure=Configuring done" "adder=Describing the prebuilt side adder"
    "clock=Describing the prebuilt side clock" "glued=Describing the prebuilt side glued" "stage=Staging" "link=Linking")
  wpl_expect_list("steps after: ${edit}" steps ${ARGN})
  wpl_check_app("${build}/plain.mjs")
  wpl_run_app("${build}/plain.mjs" 0 "${output}\n")
endfunction()

# As an editor does; make compares times to the second on some file systems.
function(edit file from to)
  execute_process(COMMAND "${CMAKE_COMMAND}" -E sleep 1)
  file(READ "${source}/${file}" text)
  string(REPLACE "${from}" "${to}" text "${text}")
  file(WRITE "${source}/${file}" "${text}")
endfunction()

expect_build("nothing was built" "adder: 42 of true in 1" adder clock glued stage link)
expect_build("nothing" "adder: 42 of true in 1")
edit(adder.wat "(memory (export \"memory\") 1 4)" "(memory (export \"memory\") 3 4)")
expect_build("FILE of a side" "adder: 42 of true in 3" adder stage)
edit(report.mjs "of" "and")
expect_build("IMPORTS of a side" "adder: 42 and true in 3" adder stage)
edit(node_modules/@bjorn3/browser_wasi_shim/dist/wasi.js "1" "2")
expect_build("the shim of WASI" "adder: 42 and true in 3" clock stage)
edit(node_modules/@bjorn3/browser_wasi_shim/package.json "{ " "{ \"version\": \"2\", ")
expect_build("the shim's package: main might use it" "adder: 42 and true in 3" link)
edit(glued.mjs "_twice" "_doubled")
expect_build("GLUE" "adder: 42 and true in 3" glued stage)
file(READ "${build}/plain.d.mts" types)
wpl_expect_text(plain.d.mts "${types}" "  glued: {\n    doubled: (arg0: number) => number;\n")
edit(plain.wat "\\14\\00\\00\\00\\14" "\\14\\00\\00\\00\\15")
edit(check.mjs "42" "43")
expect_build("FILE and IMPORTS of main" "adder: 43 and true in 3" link)

# A fault is told again and again, until it is put right.
edit(report.mjs "report(" "reported(")
foreach(time IN ITEMS first second)
  wpl_build("${build}" FAILS OUTPUT text)
  wpl_expect_text("the ${time} build" "${text}" "env.report (function vi): `${source}/report.mjs` does not return it\n")
endforeach()
edit(report.mjs "reported(" "report(")
expect_build("the fault was put right" "adder: 43 and true in 3" adder stage)
