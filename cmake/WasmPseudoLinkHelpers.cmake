# The helper modules (accessor, blocks, bridge, bridge_fb), assembled from wat/ once a build tree.

# Adds the target wasm_pseudo_link_helpers once; <result> becomes the folder with <helper>.wasm and helpers.stamp.
function(_wpl_helpers result)
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  get_property(wasm_as GLOBAL PROPERTY WASM_PSEUDO_LINK_WASM_AS)
  set(folder "${CMAKE_BINARY_DIR}/wasm_pseudo_link/helpers")
  set(${result} "${folder}" PARENT_SCOPE)
  if(TARGET wasm_pseudo_link_helpers)
    return()
  endif()
  set(helpers accessor blocks bridge bridge_fb)
  list(TRANSFORM helpers REPLACE "(.+)" "${root}/wat/\\1.wat" OUTPUT_VARIABLE sources)
  list(TRANSFORM helpers REPLACE "(.+)" "${folder}/\\1.wasm" OUTPUT_VARIABLE outputs)
  _wpl_script_command(assemble_helpers.mjs command)
  _wpl_script_closure(js/tools/assemble_helpers.mjs scripts)
  add_custom_command(
    OUTPUT "${folder}/helpers.stamp"
    BYPRODUCTS ${outputs}
    COMMAND ${command} --wasm-as "${wasm_as}" --wat-dir "${root}/wat" --out "${folder}"
    COMMAND "${CMAKE_COMMAND}" -E touch "${folder}/helpers.stamp"
    DEPENDS ${sources} ${scripts}
    COMMENT "Assembling WasmPseudoLink's helper modules"
    VERBATIM)
  add_custom_target(wasm_pseudo_link_helpers DEPENDS "${folder}/helpers.stamp")
endfunction()
