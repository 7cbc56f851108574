# Finds what the package's build steps run: Emscripten's own Node.js and binaryen (never those from PATH), each new enough.

# Answer of em-config to <key>, as a CMake path.
function(_wpl_em_config command target key result)
  execute_process(
    COMMAND "${EMSCRIPTEN_ROOT_PATH}/em-config${EMCC_SUFFIX}" ${key}
    OUTPUT_VARIABLE answer ERROR_VARIABLE error RESULT_VARIABLE failed OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(failed)
    _wpl_fatal(${command} "${target}" "`em-config ${key}` failed: ${error}" "Check the Emscripten in ${EMSCRIPTEN_ROOT_PATH}.")
  endif()
  # NODE_JS may be a list of words in a configuration file; the program is the first.
  if(answer MATCHES "^\\['([^']+)'")
    set(answer "${CMAKE_MATCH_1}")
  endif()
  file(TO_CMAKE_PATH "${answer}" answer)
  set(${result} "${answer}" PARENT_SCOPE)
endfunction()

function(_wpl_check_version command target program minimum remedy)
  execute_process(COMMAND "${program}" --version OUTPUT_VARIABLE output ERROR_VARIABLE error RESULT_VARIABLE failed)
  if(failed OR NOT output MATCHES "([0-9]+(\\.[0-9]+)*)")
    _wpl_fatal(${command} "${target}" "`${program} --version` failed: ${failed} ${error}" "${remedy}")
  endif()
  if(CMAKE_MATCH_1 VERSION_LESS minimum)
    _wpl_fatal(${command} "${target}" "`${program}` is version ${CMAKE_MATCH_1}." "At least ${minimum} is needed. ${remedy}")
  endif()
endfunction()

# Sets the global properties WASM_PSEUDO_LINK_NODE and WASM_PSEUDO_LINK_WASM_AS once, or stops with what is missing.
function(_wpl_require_tools command target)
  if(NOT EMSCRIPTEN)
    _wpl_fatal(${command} "${target}" "this project is not configured for Emscripten."
      "Configure with `emcmake cmake ...` or with -DCMAKE_TOOLCHAIN_FILE=<emscripten>/cmake/Modules/Platform/Emscripten.cmake.")
  endif()
  get_property(found GLOBAL PROPERTY WASM_PSEUDO_LINK_WASM_AS)
  if(found)
    return()
  endif()
  set(minimum_emscripten 3.1.69)
  set(minimum_binaryen 118) # multi-memory in its final text form, wasm-merge
  set(minimum_node 18)
  if(EMSCRIPTEN_VERSION VERSION_LESS minimum_emscripten)
    _wpl_fatal(${command} "${target}" "Emscripten is version ${EMSCRIPTEN_VERSION}."
      "At least ${minimum_emscripten} is needed: `emsdk install latest` or a newer package.")
  endif()
  if(NOT WASM_PSEUDO_LINK_NODE)
    _wpl_em_config(${command} "${target}" NODE_JS node)
    set(WASM_PSEUDO_LINK_NODE "${node}" CACHE FILEPATH "The Node.js that runs WasmPseudoLink's build scripts")
  endif()
  _wpl_check_version(${command} "${target}" "${WASM_PSEUDO_LINK_NODE}" ${minimum_node}
    "Set WASM_PSEUDO_LINK_NODE to a newer Node.js.")
  _wpl_em_config(${command} "${target}" BINARYEN_ROOT binaryen)
  set(wasm_as "${binaryen}/bin/wasm-as${CMAKE_HOST_EXECUTABLE_SUFFIX}")
  _wpl_check_version(${command} "${target}" "${wasm_as}" ${minimum_binaryen}
    "It is the binaryen of Emscripten's configuration (BINARYEN_ROOT); install the one that belongs to your Emscripten.")
  set_property(GLOBAL PROPERTY WASM_PSEUDO_LINK_WASM_AS "${wasm_as}")
endfunction()
