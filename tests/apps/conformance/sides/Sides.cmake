# The sides that other compilers than Emscripten make, by custom commands: include this where their wasm files are used.
# Reads WPL_CLANG, WPL_WASI_SYSROOT, WPL_CARGO, WPL_CARGO_HOME (setup/Setup.cmake says what they are), WPL_NODE_24 and
# WPL_NODE_MODULES, the repository's node_modules; the package must have been found.
set(_conformance_sides "${CMAKE_CURRENT_LIST_DIR}")

# conformance_side_files(<result>): a list of <toolchain>=<wasm file made by the build>, of the toolchains that are
# there.
function(conformance_side_files result)
  set(files "")
  foreach(toolchain IN ITEMS clang wasi rust assemblyscript glue)
    set(file "${CMAKE_CURRENT_BINARY_DIR}/sides/${toolchain}.wasm")
    cmake_language(CALL _conformance_build_${toolchain} "${file}" there)
    if(there)
      list(APPEND files "${toolchain}=${file}")
    endif()
  endforeach()
  file(MAKE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}/sides")
  set(${result} "${files}" PARENT_SCOPE)
endfunction()

# For main and other sides to take function pointers; for guards to put the stack back.
set(_conformance_link -Wl,--export-table,--growable-table,--export=__stack_pointer)

function(_conformance_build_clang file there)
  _conformance_compile("${file}" clang/side.c --target=wasm32 -nostdlib -Wl,--no-entry,--export=__wasm_call_ctors)
  set(${there} "${WPL_CLANG}" PARENT_SCOPE)
endfunction()

function(_conformance_build_wasi file there)
  _conformance_compile("${file}" wasi/side.c --target=wasm32-wasi -Wno-deprecated "--sysroot=${WPL_WASI_SYSROOT}" -mexec-model=reactor)
  set(${there} "${WPL_WASI_SYSROOT}" PARENT_SCOPE)
endfunction()

# By Emscripten, but outside of this package: a script and its file, as a vendor has them.
function(_conformance_build_glue file there)
  cmake_path(REPLACE_EXTENSION file .js OUTPUT_VARIABLE script)
  file(GLOB headers "${WASM_PSEUDO_LINK_INCLUDE_DIR}/wasm_pseudo_link/*.h")
  add_custom_command(OUTPUT "${file}" "${script}"
    COMMAND "${CMAKE_C_COMPILER}" -O2 --no-entry -Wall -Wextra -Werror "-I${WASM_PSEUDO_LINK_INCLUDE_DIR}" "${_conformance_sides}/clang/side.c"
      -sMODULARIZE -sEXPORT_NAME=createSide -sERROR_ON_UNDEFINED_SYMBOLS=0 -sWARN_ON_UNDEFINED_SYMBOLS=0
      -sALLOW_MEMORY_GROWTH -sALLOW_TABLE_GROWTH -sEXPORTED_RUNTIME_METHODS=stackSave,stackRestore -o "${script}"
    DEPENDS "${_conformance_sides}/clang/side.c" ${headers}
    COMMENT "Compiling clang/side.c with a script by Emscripten"
    VERBATIM)
  set(${there} TRUE PARENT_SCOPE)
endfunction()

function(_conformance_compile file source)
  file(GLOB headers "${WASM_PSEUDO_LINK_INCLUDE_DIR}/wasm_pseudo_link/*.h")
  add_custom_command(OUTPUT "${file}"
    COMMAND "${WPL_CLANG}" ${ARGN} -O3 -Wall -Wextra -Werror "-I${WASM_PSEUDO_LINK_INCLUDE_DIR}" ${_conformance_link}
      "${_conformance_sides}/${source}" -o "${file}"
    DEPENDS "${_conformance_sides}/${source}" "${_conformance_sides}/clang/side.c" ${headers}
    COMMENT "Compiling ${source}"
    VERBATIM)
endfunction()

function(_conformance_build_rust file there)
  set(target "${CMAKE_CURRENT_BINARY_DIR}/sides/rust")
  set(flags -Ctarget-feature=+mutable-globals)
  foreach(option IN ITEMS --export-table --growable-table --export=__stack_pointer)
    list(APPEND flags -Clink-arg=${option})
  endforeach()
  list(JOIN flags " " flags)
  add_custom_command(OUTPUT "${file}"
    COMMAND "${CMAKE_COMMAND}" -E env "CARGO_HOME=${WPL_CARGO_HOME}" "RUSTFLAGS=${flags}" "WASM_PSEUDO_LINK_RUST_FILE=${WASM_PSEUDO_LINK_RUST_FILE}"
      "${WPL_CARGO}" build --quiet --release --target wasm32-unknown-unknown --target-dir "${target}"
    COMMAND "${CMAKE_COMMAND}" -E copy "${target}/wasm32-unknown-unknown/release/side.wasm" "${file}"
    WORKING_DIRECTORY "${_conformance_sides}/rust"
    DEPENDS "${_conformance_sides}/rust/lib.rs" "${_conformance_sides}/rust/Cargo.toml" "${WASM_PSEUDO_LINK_RUST_FILE}"
    COMMENT "Building the side in Rust"
    VERBATIM)
  set(${there} "${WPL_CARGO}" PARENT_SCOPE)
endfunction()

function(_conformance_build_assemblyscript file there)
  set(asc "${WPL_NODE_MODULES}/assemblyscript/bin/asc.js")
  add_custom_command(OUTPUT "${file}"
    COMMAND "${WPL_NODE_24}" "${asc}" side.ts --lib "${WASM_PSEUDO_LINK_ASSEMBLYSCRIPT_DIR}" -O3 --exportTable --exportStart _initialize
      -o "${file}"
    WORKING_DIRECTORY "${_conformance_sides}/assemblyscript"
    DEPENDS "${_conformance_sides}/assemblyscript/side.ts" "${WASM_PSEUDO_LINK_ASSEMBLYSCRIPT_DIR}/wasm_pseudo_link.ts"
    COMMENT "Building the side in AssemblyScript"
    VERBATIM)
  if(EXISTS "${asc}")
    set(${there} TRUE PARENT_SCOPE)
  else()
    set(${there} FALSE PARENT_SCOPE)
  endif()
endfunction()
