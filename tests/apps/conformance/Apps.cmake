# Apps for the conformance suite: each kind of side with each kind of main. app_<main>_<side> hosts side_<side>, and
# lazily lazy_<side>, which is another instance of the same file. conformance.json lists them.
#
# Reads: WPL_CLANG, WPL_NODE_MODULES; file_of_<side>, the wasm file of a side that another compiler has made.
set(_conformance_dir "${CMAKE_CURRENT_LIST_DIR}")
set(mains_dir "${_conformance_dir}/mains")

# add_app_sides(<side>): the static and the lazy one.
function(add_app_sides side)
  foreach(role IN ITEMS side lazy)
    set(name ${role}_${side})
    if(side STREQUAL "emscripten")
      add_wasm_side_module(${name} "${_conformance_dir}/sides/clang/side.c")
      target_link_options(${name} PRIVATE -sALLOW_MEMORY_GROWTH=1)
    elseif(side STREQUAL "dotnet")
      add_wasm_dotnet_side_module(${name} PROJECT "${_conformance_dir}/sides/dotnet/Side.csproj")
    elseif(side STREQUAL "glue")
      string(REGEX REPLACE "[.]wasm$" ".js" script "${file_of_glue}")
      add_wasm_prebuilt_side_module(${name} FILE "${file_of_glue}" GLUE "${script}")
    else()
      add_wasm_prebuilt_side_module(${name} FILE "${file_of_${side}}" WASI "${WPL_NODE_MODULES}/@bjorn3/browser_wasi_shim")
    endif()
    wasm_generate_api_header(${name})
  endforeach()
endfunction()

function(add_app_emscripten name side)
  add_wasm_main_module(${name} "${mains_dir}/main.c" SIDES side_${side} LAZY_SIDES lazy_${side})
  target_compile_definitions(${name} PRIVATE SIDE=side_${side})
  target_link_options(${name} PRIVATE -sALLOW_MEMORY_GROWTH=1)
endfunction()

function(add_app_javascript name side)
  add_wasm_javascript_main_module(${name} MEMORY 2 100 SIDES side_${side} LAZY_SIDES lazy_${side})
endfunction()

# With a memory of its own, and with one that the loader makes.
function(add_app_clang name side)
  add_clang_main(${name} ${side})
endfunction()

function(add_app_clang_imported name side)
  add_clang_main(${name} ${side} -Wl,--import-memory)
endfunction()

function(add_clang_main name side)
  set(file "${CMAKE_CURRENT_BINARY_DIR}/mains/${name}.wasm")
  add_custom_command(OUTPUT "${file}"
    COMMAND "${WPL_CLANG}" --target=wasm32 -O3 -nostdlib -Wall -Wextra -Werror -DSIDE=side_${side} "-I${WASM_PSEUDO_LINK_INCLUDE_DIR}"
      -Wl,--no-entry,--export=main,--export-table,--growable-table,--export=__stack_pointer ${ARGN} "${mains_dir}/main.c" -o "${file}"
    DEPENDS "${mains_dir}/main.c"
    COMMENT "Compiling main.c for ${name}"
    VERBATIM)
  add_wasm_prebuilt_main_module(${name} FILE "${file}" SIDES side_${side} LAZY_SIDES lazy_${side})
endfunction()

# add_conformance_apps(MAINS <main>... SIDES <side>...): the apps of each of these mains with each of these sides, which
# add_app_sides() has made.
function(add_conformance_apps)
  cmake_parse_arguments(PARSE_ARGV 0 ARG "" "" "MAINS;SIDES")
  file(MAKE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}/mains") # for those by clang
  set(apps "")
  foreach(side IN LISTS ARG_SIDES)
    foreach(main IN LISTS ARG_MAINS)
      cmake_language(CALL add_app_${main} app_${main}_${side} ${side})
      list(APPEND apps "    { \"main\": \"${main}\", \"side\": \"${side}\" }")
    endforeach()
  endforeach()
  list(JOIN ARG_SIDES "\", \"" sides)
  list(JOIN apps ",\n" apps)
  file(GENERATE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/$<CONFIG>/conformance.json"
    CONTENT "{\n  \"sides\": [\"${sides}\"],\n  \"apps\": [\n${apps}\n  ]\n}\n")
endfunction()
