# Installing modules: a main's servable folder, or sides for another project's find_package.

#[=======================================================================[.md:
### install_wasm_modules

```cmake
install_wasm_modules(TARGETS <target>... [DESTINATION <folder>]
  [PACKAGE <name>] [VERSION <version>] [HEADERS <header>...])
```

Installs main modules, each as its servable folder; side modules and interfaces, as one package for other projects; and
plugins (`IMPLEMENTS`), each as its one file. CMake's own
`install(TARGETS <main>)` works too, and puts the files of the app beside `<main>.mjs`; of a side module it is refused
when it is installed.

- `TARGETS`
  Main modules, side modules, prebuilt ones too, and interfaces (`wasm_add_interface`). Sides in C# are part of the
  main modules that host them.
- `DESTINATION` (default `share/<target>`)
  Where main modules and plugins go, below the install prefix. A folder that any web server can serve.
- `PACKAGE` (default `${PROJECT_NAME}`)
  The package of the side modules and interfaces among `TARGETS`, at `share/<package>`. Another project writes
  `find_package(<package> CMAKE_FIND_ROOT_PATH_BOTH)` and names `<package>::<side>` among `SIDES`, or an interface by its
  own name: `IMPLEMENTS <interface>`. Each build configuration of a side is kept apart, as with other packages.
- `VERSION` (default `${PROJECT_VERSION}`)
  The package's version, compatible within a major version.
- `HEADERS`
  Headers that declare the sides' API functions; the generated `<side>_api.h` and the headers in `HEADER` of the sides are
  installed with them. A header below a public include folder of a side (`target_include_directories(<side> PUBLIC include)`)
  keeps its path from there, so that `#include <sorter/sorter.hpp>` works for users of the package too.
#]=======================================================================]
function(install_wasm_modules)
  set(signature "install_wasm_modules(TARGETS <target>... [DESTINATION <folder>] [PACKAGE <name>] [VERSION <version>] [HEADERS <header>...])")
  cmake_parse_arguments(PARSE_ARGV 0 ARG "" "DESTINATION;PACKAGE;VERSION" "TARGETS;HEADERS")
  _wpl_check_keywords(install_wasm_modules "" "${ARG_UNPARSED_ARGUMENTS}" "${ARG_KEYWORDS_MISSING_VALUES}" "${signature}")
  if(NOT ARG_TARGETS)
    _wpl_fatal(install_wasm_modules "" "no TARGETS were given." "Expected: ${signature}")
  endif()
  set(sides "")
  set(mains "")
  set(plugins "")
  set(interfaces "")
  foreach(target IN LISTS ARG_TARGETS)
    set(role "")
    if(TARGET ${target})
      get_target_property(role ${target} WASM_PSEUDO_LINK_ROLE)
    endif()
    if(NOT role STREQUAL "interface")
      _wpl_require_role(install_wasm_modules "${target}" main side)
    endif()
    get_target_property(kind ${target} WASM_PSEUDO_LINK_KIND)
    if(kind STREQUAL "dotnet")
      _wpl_fatal(install_wasm_modules "" "`${target}` among TARGETS is a side in C#."
        "It is published with the main module that hosts it, and is installed with that: remove `${target}` from TARGETS. Another project takes the C# project itself.")
    endif()
    get_target_property(role ${target} WASM_PSEUDO_LINK_ROLE)
    if(kind STREQUAL "no_js")
      set(role plugin)
    endif()
    list(APPEND ${role}s ${target})
  endforeach()
  if(ARG_DESTINATION AND NOT mains AND NOT plugins)
    _wpl_fatal(install_wasm_modules "" "DESTINATION belongs to main modules, but TARGETS has none."
      "Leave it out: sides go to share/<package>.")
  endif()
  if((ARG_PACKAGE OR ARG_VERSION OR ARG_HEADERS) AND NOT sides AND NOT interfaces)
    _wpl_fatal(install_wasm_modules "" "PACKAGE, VERSION and HEADERS belong to side modules, but TARGETS has none."
      "Leave them out, or add a side to TARGETS.")
  endif()
  foreach(main IN LISTS mains)
    _wpl_install_main(${main} "${ARG_DESTINATION}")
  endforeach()
  foreach(plugin IN LISTS plugins)
    _wpl_install_plugin(${plugin} "${ARG_DESTINATION}")
  endforeach()
  if(sides OR interfaces)
    _wpl_default(ARG_PACKAGE "${PROJECT_NAME}")
    _wpl_default(ARG_VERSION "${PROJECT_VERSION}")
    _wpl_install_sides("${ARG_PACKAGE}" "${ARG_VERSION}" "${sides}" "${ARG_HEADERS}" "${interfaces}")
  endif()
endfunction()

# At the end of configure: CMake's own install(TARGETS) knows one file of a module. The rule that comes after all others
# adds the rest of a main module, and refuses a side, which nothing could find.
function(_wpl_complete_installs)
  get_property(modules GLOBAL PROPERTY WASM_PSEUDO_LINK_MODULES)
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  set(code "include(\"${root}/cmake/WasmPseudoLinkInstallFiles.cmake\")\n")
  foreach(role IN ITEMS main side) # a main brings its sides
    foreach(module IN LISTS modules)
      get_target_property(module_role ${module} WASM_PSEUDO_LINK_ROLE)
      if(module_role STREQUAL role)
        string(APPEND code "    wpl_complete_${role}(${module} \"$<TARGET_FILE:${module}>\")\n")
      endif()
    endforeach()
  endforeach()
  install(CODE "${code}" ALL_COMPONENTS)
endfunction()

macro(_wpl_default variable value) # a macro, to set the caller's variable
  if(NOT ${variable})
    set(${variable} "${value}")
  endif()
endmacro()

# The files are those that the manifest names at install time, whatever variants there are.
function(_wpl_install_main main destination)
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  _wpl_default(destination "share/${main}")
  install(CODE "
    include(\"${root}/cmake/WasmPseudoLinkInstallFiles.cmake\")
    wpl_install_main(\"$<TARGET_FILE:${main}>\" \"${destination}\")")
endfunction()

# The one file of a plugin.
function(_wpl_install_plugin plugin destination)
  _wpl_default(destination "share/${plugin}")
  _wpl_module_target_file(${plugin} file)
  install(FILES "${file}" DESTINATION "${destination}")
endfunction()

function(_wpl_install_sides package version sides headers interfaces)
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  get_property(packages GLOBAL PROPERTY WASM_PSEUDO_LINK_PACKAGES)
  if(package IN_LIST packages)
    _wpl_fatal(install_wasm_modules "" "the package `${package}` is installed twice."
      "Give all its targets in one call, or another name by PACKAGE.")
  endif()
  set_property(GLOBAL APPEND PROPERTY WASM_PSEUDO_LINK_PACKAGES "${package}")

  set(destination "share/${package}")
  _wpl_install_headers("${destination}/include" "${sides}" "${headers}")
  set(headers "")
  foreach(side IN LISTS sides)
    get_target_property(header ${side} WASM_PSEUDO_LINK_API_HEADER)
    get_target_property(own_headers ${side} WASM_PSEUDO_LINK_HEADERS)
    foreach(file IN LISTS header own_headers)
      if(file)
        list(APPEND headers "${file}")
      endif()
    endforeach()
    _wpl_module_target_file(${side} file)
    get_target_property(module_file ${side} WASM_PSEUDO_LINK_MODULE_FILE)
    get_target_property(stub ${side} WASM_PSEUDO_LINK_STUB_LIBRARY)
    get_target_property(memory ${side} WASM_PSEUDO_LINK_MEMORY_LIBRARY)
    set(config "$<IF:$<STREQUAL:$<CONFIG>,>,None,$<CONFIG>>")
    install(CODE "
      include(\"${root}/cmake/WasmPseudoLinkInstallFiles.cmake\")
      wpl_install_side(\"${file}\" \"${module_file}\" \"${stub}\" \"${memory}\" \"${destination}/${side}/${config}\")")
  endforeach()
  foreach(interface IN LISTS interfaces)
    get_target_property(own_headers ${interface} WASM_PSEUDO_LINK_HEADERS)
    list(APPEND headers ${own_headers}) # <interface>_interface.h is made where the package is used
  endforeach()
  install(FILES ${headers} DESTINATION "${destination}/include")

  set(folder "${CMAKE_CURRENT_BINARY_DIR}/wasm_pseudo_link/package/${package}")
  set(files "${folder}/${package}Config.cmake")
  if(version)
    include(CMakePackageConfigHelpers)
    write_basic_package_version_file("${folder}/${package}ConfigVersion.cmake"
      VERSION ${version} COMPATIBILITY SameMajorVersion ARCH_INDEPENDENT)
    list(APPEND files "${folder}/${package}ConfigVersion.cmake")
  endif()
  install(FILES ${files} DESTINATION "${destination}")
  cmake_language(EVAL CODE "cmake_language(DEFER DIRECTORY [[${CMAKE_SOURCE_DIR}]] CALL
    _wpl_write_side_package [[${package}]] [[${sides}]] [[${folder}/${package}Config.cmake]] [[${interfaces}]])")
endfunction()

# Installs headers with their paths from the public include folder that they are in, the innermost; else side by side.
function(_wpl_install_headers destination sides headers)
  set(folders "")
  foreach(side IN LISTS sides)
    get_target_property(includes ${side} INTERFACE_INCLUDE_DIRECTORIES)
    if(includes)
      string(REGEX REPLACE "\\$<BUILD_INTERFACE:([^>]*)>" "\\1" includes "${includes}")
      list(APPEND folders ${includes})
    endif()
  endforeach()
  list(SORT folders ORDER DESCENDING) # a folder comes after those in it
  foreach(header IN LISTS headers)
    set(path "")
    if(NOT header MATCHES "\\$<")
      cmake_path(ABSOLUTE_PATH header NORMALIZE)
    endif()
    foreach(folder IN LISTS folders)
      cmake_path(IS_PREFIX folder "${header}" NORMALIZE is_inside)
      if(is_inside AND NOT path)
        cmake_path(RELATIVE_PATH header BASE_DIRECTORY "${folder}" OUTPUT_VARIABLE relative)
        cmake_path(GET relative PARENT_PATH path)
        set(path "/${path}")
      endif()
    endforeach()
    install(FILES "${header}" DESTINATION "${destination}${path}")
  endforeach()
endfunction()

# At the end of configure, when it is known which sides a side links.
function(_wpl_write_side_package package sides file interfaces)
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  set(WPL_PACKAGE ${package})
  set(WPL_IMPORTS "")
  foreach(side IN LISTS sides)
    _wpl_linked_sides(${side} linked)
    set(used "")
    foreach(other IN LISTS linked)
      if(other IN_LIST sides)
        list(APPEND used ${package}::${other})
      elseif(other MATCHES "^(.+)::")
        string(APPEND WPL_IMPORTS "if(NOT TARGET ${other})\n  find_dependency(${CMAKE_MATCH_1} CMAKE_FIND_ROOT_PATH_BOTH)\nendif()\n")
        list(APPEND used ${other})
      else()
        _wpl_fatal(install_wasm_modules ${side} "it calls the side `${other}`, which is not among TARGETS of package `${package}`."
          "Add `${other}` to TARGETS.")
      endif()
    endforeach()
    string(APPEND WPL_IMPORTS "wasm_import_side_module(${package}::${side} FOLDER \"\${CMAKE_CURRENT_LIST_DIR}/${side}\"\n")
    string(APPEND WPL_IMPORTS "  INCLUDE \"\${CMAKE_CURRENT_LIST_DIR}/include\" SIDES ${used})\n")
  endforeach()
  foreach(interface IN LISTS interfaces)
    get_target_property(headers ${interface} WASM_PSEUDO_LINK_HEADERS)
    get_target_property(version ${interface} WASM_PSEUDO_LINK_VERSION)
    set(paths "")
    foreach(header IN LISTS headers)
      cmake_path(GET header FILENAME header)
      string(APPEND paths " \"\${CMAKE_CURRENT_LIST_DIR}/include/${header}\"")
    endforeach()
    string(APPEND WPL_IMPORTS "if(NOT TARGET ${interface})\n  wasm_add_interface(${interface} HEADERS${paths} VERSION ${version})\nendif()\n")
  endforeach()
  configure_file("${root}/templates/side_package.cmake.in" "${file}" @ONLY)
endfunction()

#[=======================================================================[.md:
### wasm_import_side_module

```cmake
wasm_import_side_module(<package>::<side> FOLDER <folder> [INCLUDE <folder>] [SIDES <side>...])
```

Makes an installed side module known as an imported target, for `SIDES` and `LAZY_SIDES`, with
`<package>::<side>::api` for other sides that call it. The package file that `install_wasm_modules` writes calls it.

- `FOLDER`
  Has a folder for each installed build configuration. A consumer gets the configuration of its own build type, else
  another one that is there.
- `INCLUDE`
  The folder with the API headers.
- `SIDES`
  Sides that this one calls.
#]=======================================================================]
function(wasm_import_side_module name)
  set(signature "wasm_import_side_module(<package>::<side> FOLDER <folder> [INCLUDE <folder>] [SIDES <side>...])")
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "FOLDER;INCLUDE" "SIDES")
  list(REMOVE_ITEM ARG_KEYWORDS_MISSING_VALUES SIDES)
  _wpl_check_keywords(wasm_import_side_module "${name}" "${ARG_UNPARSED_ARGUMENTS}" "${ARG_KEYWORDS_MISSING_VALUES}" "${signature}")
  if(TARGET ${name})
    return()
  endif()
  _wpl_require_emscripten(wasm_import_side_module "${name}" root)
  string(REGEX REPLACE "^.*::" "" side "${name}")
  file(GLOB modules "${ARG_FOLDER}/*/${side}.module.json")
  if(NOT modules)
    _wpl_fatal(wasm_import_side_module "${name}" "`${ARG_FOLDER}` has no <configuration>/${side}.module.json."
      "Build and install the package that has `${side}` again.")
  endif()
  add_executable(${name} IMPORTED GLOBAL)
  _wpl_add_side_name(${name})
  foreach(module IN LISTS modules)
    _wpl_import_configuration(${name} "${module}")
  endforeach()
  set(folder "$<TARGET_FILE_DIR:${name}>")
  set_target_properties(${name} PROPERTIES
    WASM_PSEUDO_LINK_ROLE side
    WASM_PSEUDO_LINK_API ${name}::api
    WASM_PSEUDO_LINK_LINKED_SIDES "${ARG_SIDES}"
    WASM_PSEUDO_LINK_MODULE_FILE "${folder}/${side}.module.json")
  add_library(${name}::api INTERFACE IMPORTED GLOBAL)
  _wpl_set_api_usage(${name}::api ${name} "${ARG_INCLUDE}" "${folder}/${side}.stub.js" "${folder}/${side}.memory.js")
endfunction()

# One installed configuration of a side; stops where it was built for another ABI.
function(_wpl_import_configuration name module)
  cmake_path(GET module PARENT_PATH folder)
  cmake_path(GET folder FILENAME config)
  file(READ "${module}" text)
  string(JSON side_abi GET "${text}" abi)
  string(JSON file ERROR_VARIABLE no_glue GET "${text}" glue url)
  if(no_glue)
    string(JSON file GET "${text}" variants 0 wasm url)
  endif()
  get_property(abi GLOBAL PROPERTY WASM_PSEUDO_LINK_ABI)
  if(NOT side_abi EQUAL abi)
    _wpl_fatal(wasm_import_side_module "${name}" "`${module}` was built for ABI ${side_abi} of WasmPseudoLink."
      "This WasmPseudoLink has ABI ${abi}: rebuild one of them.")
  endif()
  string(TOUPPER "${config}" upper)
  set_property(TARGET ${name} APPEND PROPERTY IMPORTED_CONFIGURATIONS ${upper})
  set_target_properties(${name} PROPERTIES IMPORTED_LOCATION_${upper} "${folder}/${file}")
endfunction()
