# The package's build scripts (js/tools): how the build runs them, and on which of their files a result depends.

# The command line that runs a script of js/tools.
function(_wpl_script_command script result)
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  get_property(node GLOBAL PROPERTY WASM_PSEUDO_LINK_NODE)
  set(${result} "${node}" "${root}/js/tools/${script}" PARENT_SCOPE)
endfunction()

# A script, relative to the package, and all files that it imports, itself or through others: what a result of it
# depends on. Configure runs again when one of them changes, because it may then import others.
function(_wpl_script_closure entry result)
  get_property(files GLOBAL PROPERTY "WASM_PSEUDO_LINK_CLOSURE_OF_${entry}")
  if(NOT files)
    get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
    set(pending "${root}/${entry}")
    while(pending)
      list(POP_FRONT pending file)
      if(NOT file IN_LIST files)
        list(APPEND files "${file}")
        _wpl_script_imports("${file}" imports)
        list(APPEND pending ${imports})
      endif()
    endwhile()
    set_property(GLOBAL PROPERTY "WASM_PSEUDO_LINK_CLOSURE_OF_${entry}" "${files}")
    set_property(DIRECTORY "${CMAKE_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${files})
  endif()
  set(${result} "${files}" PARENT_SCOPE)
endfunction()

# The files that a script imports by relative paths, and those that it runs in a process of their own (new URL(...)). An
# import may span several lines; the path is on its last one.
function(_wpl_script_imports file result)
  set(path "'(\\.?\\.?/?[^':]+\\.mjs)'")
  set(forms "^(import|export|}) .*from ${path}" "^import ${path}" "new URL\\(${path}, import\\.meta\\.url\\)")
  list(JOIN forms "|" pattern)
  file(STRINGS "${file}" lines REGEX "${pattern}")
  set(imports "")
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "^.*${path}.*$" "\\1" import "${line}")
    cmake_path(GET file PARENT_PATH folder)
    cmake_path(ABSOLUTE_PATH import BASE_DIRECTORY "${folder}" NORMALIZE)
    list(APPEND imports "${import}")
  endforeach()
  set(${result} "${imports}" PARENT_SCOPE)
endfunction()
