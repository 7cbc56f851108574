# Finds what the package's build steps run: Emscripten's own Node.js and binaryen (never those from PATH), each new
# enough.

# Sets the global properties WASM_PSEUDO_LINK_NODE, WASM_PSEUDO_LINK_WASM_AS and WASM_PSEUDO_LINK_EMSCRIPTEN (its
# folder) once a configure, or stops with what is missing.
function(_wpl_require_tools command target)
  get_property(found GLOBAL PROPERTY WASM_PSEUDO_LINK_NODE)
  if(found)
    return()
  endif()
  _wpl_require_emscripten(${command} "${target}" root)

  if(WASM_PSEUDO_LINK_NODE)
    set(node "${WASM_PSEUDO_LINK_NODE}")
  else()
    _wpl_em_config(${command} "${target}" "${root}" NODE_JS node)
  endif()
  _wpl_check_version(${command} "${target}" "${node}" 18
    "It is the Node.js of Emscripten's configuration (NODE_JS); set WASM_PSEUDO_LINK_NODE to a newer one.")

  _wpl_em_config(${command} "${target}" "${root}" BINARYEN_ROOT binaryen)
  set(suffix "")
  if(CMAKE_HOST_WIN32)
    set(suffix .exe)
  endif()
  set(wasm_as "${binaryen}/bin/wasm-as${suffix}")
  _wpl_check_version(${command} "${target}" "${wasm_as}" 118 # multi-memory in its final text form, wasm-merge
    "It is the binaryen of Emscripten's configuration (BINARYEN_ROOT); install the one that belongs to your Emscripten.")

  set_property(GLOBAL PROPERTY WASM_PSEUDO_LINK_NODE "${node}")
  set_property(GLOBAL PROPERTY WASM_PSEUDO_LINK_WASM_AS "${wasm_as}")
  set_property(GLOBAL PROPERTY WASM_PSEUDO_LINK_EMSCRIPTEN "${root}")
endfunction()

# Stops unless the project is configured for an Emscripten that is new enough; <result> becomes its folder.
function(_wpl_require_emscripten command target result)
  if(NOT CMAKE_SYSTEM_NAME STREQUAL "Emscripten")
    _wpl_fatal(${command} "${target}" "this project is not configured for Emscripten, but for ${CMAKE_SYSTEM_NAME}."
      "Configure with `emcmake cmake ...` or with -DCMAKE_TOOLCHAIN_FILE=<emscripten>/cmake/Modules/Platform/Emscripten.cmake. Native unit tests take add_library and wasm_generate_api_header.")
  endif()
  set(root "${EMSCRIPTEN_ROOT_PATH}") # of Emscripten's toolchain file; CMake's own support of Emscripten has a compiler only
  if(NOT root)
    set(compiler "${CMAKE_CXX_COMPILER}")
    if(NOT compiler)
      set(compiler "${CMAKE_C_COMPILER}")
    endif()
    file(REAL_PATH "${compiler}" compiler)
    cmake_path(GET compiler PARENT_PATH root)
  endif()
  set(version "${EMSCRIPTEN_VERSION}")
  if(NOT version AND EXISTS "${root}/emscripten-version.txt")
    file(STRINGS "${root}/emscripten-version.txt" version LIMIT_COUNT 1)
    string(REGEX REPLACE "^\"?([0-9.]+).*" "\\1" version "${version}")
  endif()
  if(version VERSION_LESS 3.1.69)
    _wpl_fatal(${command} "${target}" "Emscripten in `${root}` is version ${version}."
      "At least 3.1.69 is needed: `emsdk install latest` or a newer package.")
  endif()
  set(${result} "${root}" PARENT_SCOPE)
endfunction()

# Answer of em-config to <key>, as a CMake path.
function(_wpl_em_config command target root key result)
  execute_process(
    COMMAND "${root}/em-config${EMCC_SUFFIX}" ${key}
    OUTPUT_VARIABLE answer ERROR_VARIABLE error RESULT_VARIABLE failed OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(failed)
    _wpl_fatal(${command} "${target}" "`em-config ${key}` failed: ${failed} ${error}" "Check the Emscripten in ${root}.")
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
