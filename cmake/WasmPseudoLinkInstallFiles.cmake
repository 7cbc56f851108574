# What `cmake --install` runs for install_wasm_modules: installs the files that a module's description names.
# Destinations are below CMAKE_INSTALL_PREFIX, as for install(FILES).

function(wpl_install_main app destination)
  cmake_path(REPLACE_EXTENSION app LAST_ONLY manifest.json OUTPUT_VARIABLE manifest_file)
  cmake_path(REPLACE_EXTENSION app LAST_ONLY d.mts OUTPUT_VARIABLE types_file)
  file(READ "${manifest_file}" manifest)
  cmake_path(GET app PARENT_PATH folder)
  _wpl_install_files("${destination}" "${app}" "${types_file}" "${manifest_file}")
  _wpl_runtime_files("${manifest}" files)
  string(JSON count LENGTH "${manifest}" modules)
  math(EXPR last "${count} - 1")
  foreach(index RANGE ${last})
    string(JSON module GET "${manifest}" modules ${index})
    string(JSON kind GET "${module}" kind)
    if(NOT kind STREQUAL "dotnet") # its files are the runtime's
      _wpl_module_files("${module}" "${folder}" module_files)
      list(APPEND files ${module_files})
    endif()
  endforeach()
  _wpl_install_below("${folder}" files "${destination}")
endfunction()

# After all other install rules: where install(TARGETS) has put <main>.mjs alone, the rest of the app comes beside it.
function(wpl_complete_main main app)
  _wpl_installed_without("${app}" manifest.json folders)
  foreach(folder IN LISTS folders)
    cmake_path(RELATIVE_PATH folder BASE_DIRECTORY "${CMAKE_INSTALL_PREFIX}")
    wpl_install_main("${app}" "${folder}")
  endforeach()
  list(REMOVE_DUPLICATES CMAKE_INSTALL_MANIFEST_FILES)
  set(CMAKE_INSTALL_MANIFEST_FILES "${CMAKE_INSTALL_MANIFEST_FILES}" PARENT_SCOPE)
endfunction()

# Stops where install(TARGETS) has put <side>.mjs alone.
function(wpl_complete_side side glue)
  _wpl_installed_without("${glue}" wasm folders)
  if(folders)
    message(FATAL_ERROR "install(TARGETS ${side}): `${side}` is a side module, and this installs its JavaScript alone, to `${folders}`.\nWrite install_wasm_modules(TARGETS ${side}), which makes a package for other projects, or install the main module that hosts it, which brings it along.")
  endif()
endfunction()

# Where <file> was installed without the file of its name that has another ending.
function(_wpl_installed_without file ending result)
  cmake_path(GET file FILENAME name)
  set(folders "")
  foreach(installed IN LISTS CMAKE_INSTALL_MANIFEST_FILES)
    cmake_path(GET installed FILENAME installed_name)
    cmake_path(REPLACE_EXTENSION installed LAST_ONLY ${ending} OUTPUT_VARIABLE other)
    list(FIND CMAKE_INSTALL_MANIFEST_FILES "${other}" position) # without policies there is no IN_LIST here
    if("${installed_name}" STREQUAL "${name}" AND position EQUAL -1)
      cmake_path(GET installed PARENT_PATH folder)
      list(APPEND folders "${folder}")
    endif()
  endforeach()
  set(${result} "${folders}" PARENT_SCOPE)
endfunction()

# Files of the .NET runtime of an app with sides in C#, relative to its folder; package.json is for Node alone, and so
# is not in the manifest.
function(_wpl_runtime_files manifest result)
  set(${result} "" PARENT_SCOPE)
  string(JSON runtime ERROR_VARIABLE missing GET "${manifest}" dotnet runtime url)
  if(NOT missing)
    _wpl_urls("${manifest}" assets dotnet assets)
    cmake_path(GET runtime PARENT_PATH folder)
    set(${result} "${runtime}" ${assets} "${folder}/package.json" PARENT_SCOPE)
  endif()
endfunction()

# <built> is a file beside those of the side.
function(wpl_install_side built module_file stub memory destination)
  file(READ "${module_file}" module)
  cmake_path(GET built PARENT_PATH folder)
  _wpl_install_files("${destination}" "${module_file}" "${stub}" "${memory}")
  _wpl_module_files("${module}" "${folder}" files)
  _wpl_install_below("${folder}" files "${destination}")
endfunction()

# Files of a module, a JSON object of the manifest, relative to its folder (as in js/tools/common/module_files.mjs),
# with what emcc may have written beside (as in js/tools/stage_app.mjs).
function(_wpl_module_files module folder result)
  _wpl_urls("${module}" wasi wasi files)
  _wpl_urls("${module}" scripts importScripts)
  set(files ${wasi} ${scripts})
  string(JSON glue ERROR_VARIABLE missing GET "${module}" glue url)
  if(NOT missing)
    list(APPEND files "${glue}")
  endif()
  _wpl_urls("${module}" wasms variants)
  foreach(wasm IN LISTS wasms)
    list(APPEND files "${wasm}")
    string(REGEX REPLACE "\\.wasm$" "" base "${wasm}")
    foreach(companion IN ITEMS .data .wasm.map .wasm.debug.wasm .debug.wasm .mjs.symbols)
      if(EXISTS "${folder}/${base}${companion}")
        list(APPEND files "${base}${companion}")
      endif()
    endforeach()
  endforeach()
  set(${result} "${files}" PARENT_SCOPE)
endfunction()

# The addresses of the files in a list or object of <json>, which the further arguments lead to; none where it is not
# there. Of a variant the file is its member "wasm".
function(_wpl_urls json result)
  set(urls "")
  string(JSON count ERROR_VARIABLE missing LENGTH "${json}" ${ARGN})
  if(NOT missing AND count GREATER 0)
    string(JSON type TYPE "${json}" ${ARGN})
    math(EXPR last "${count} - 1")
    foreach(index RANGE ${last})
      set(key ${index})
      if(type STREQUAL "OBJECT")
        string(JSON key MEMBER "${json}" ${ARGN} ${index})
      endif()
      string(JSON url ERROR_VARIABLE is_variant GET "${json}" ${ARGN} "${key}" url)
      if(is_variant)
        string(JSON url GET "${json}" ${ARGN} "${key}" wasm url)
      endif()
      list(APPEND urls "${url}")
    endforeach()
  endif()
  set(${result} "${urls}" PARENT_SCOPE)
endfunction()

# Installs the files of the list <files> to where they are relative to <folder>.
macro(_wpl_install_below folder files destination) # a macro, as the next one
  foreach(file IN LISTS ${files})
    cmake_path(SET file_destination NORMALIZE "${destination}/${file}")
    cmake_path(GET file_destination PARENT_PATH file_destination)
    _wpl_install_files("${file_destination}" "${folder}/${file}")
  endforeach()
endmacro()

# A macro within functions, because the list of installed files must reach cmake_install.cmake.
macro(_wpl_install_files destination)
  file(INSTALL ${ARGN} DESTINATION "${CMAKE_INSTALL_PREFIX}/${destination}")
  set(CMAKE_INSTALL_MANIFEST_FILES "${CMAKE_INSTALL_MANIFEST_FILES}" PARENT_SCOPE)
endmacro()
