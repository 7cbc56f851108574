# assemble(<name>.wat <name>.wasm): makes one of the other when it is built.
function(assemble wat wasm)
  execute_process(COMMAND "${EMSCRIPTEN_ROOT_PATH}/em-config" BINARYEN_ROOT OUTPUT_VARIABLE binaryen OUTPUT_STRIP_TRAILING_WHITESPACE)
  cmake_path(ABSOLUTE_PATH wat)
  add_custom_command(OUTPUT "${wasm}" DEPENDS "${wat}" VERBATIM
    COMMAND "${binaryen}/bin/wasm-as" -mvp --enable-multivalue --enable-mutable-globals "${wat}" -o "${wasm}")
endfunction()
