# An app whose modules are linked with settings of emcc.

# Here the result counts.
add_compile_options("$<$<CONFIG:Release>:-O1>" -Wall -Wextra -Werror)
add_link_options("$<$<CONFIG:Release>:-O1>")

# settings_app(<name> [SPECIAL <header of special/>] [BLOCKS <n>] [OPTIONS <option>...] [MAIN <option>...]
#              [SIDE <option>...])
#
# The app <folder>_<name>, where <folder> is the one of its CMakeLists.txt, and its side. OPTIONS are for both, MAIN and
# SIDE for one of them. BLOCKS: how many blocks of 64 KiB the side takes, more than its memory has at first.
function(settings_app name)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "SPECIAL;BLOCKS" "OPTIONS;MAIN;SIDE")
  if(NOT DEFINED ARG_SPECIAL)
    set(ARG_SPECIAL nothing)
  endif()
  if(NOT DEFINED ARG_BLOCKS)
    set(ARG_BLOCKS 400)
  endif()
  cmake_path(GET CMAKE_CURRENT_SOURCE_DIR FILENAME folder)
  set(main ${folder}_${name})
  set(side ${folder}_${name}_side)
  string(TOUPPER ${side} prefix)
  add_wasm_side_module(${side} "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/side.cpp")
  wasm_generate_api_header(${side})
  add_wasm_main_module(${main} "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/main.cpp" SIDES ${side})
  foreach(module IN ITEMS ${main} ${side})
    target_compile_definitions(${module} PRIVATE API_HEADER="${side}_api.h" API=${prefix}_API SIDE_NAME="${side}"
      SPECIAL_HEADER="special/${ARG_SPECIAL}.hpp" BLOCKS=${ARG_BLOCKS})
  endforeach()
  foreach(part IN ITEMS MAIN SIDE)
    string(TOLOWER ${part} module)
    set(options ${ARG_OPTIONS} ${ARG_${part}})
    target_link_options(${${module}} PRIVATE ${options})
    list(FILTER options INCLUDE REGEX "^-([fmO]|sEXCEPTION_CATCHING)") # the others are the linker's alone
    target_compile_options(${${module}} PRIVATE ${options})
  endforeach()
endfunction()
