# The apps that tests run: the folders of tests/apps/, all in one build tree per Emscripten, which the build step
# configures and builds once. Tests only run what is there.
#
# A folder of tests/ that runs an app says so, and tells its tests where the files are:
#
#   wpl_use_app(direct TIER test)                           # built by the newest Emscripten, Release
#   wpl_app_dir(dir direct newest Release)
#   wpl_add_node_tests(tools.direct TIER test FILES direct.test.mjs ENVIRONMENT "WPL_APPS=${dir}")
#   wpl_use_app(direct TIER all CONFIGS Debug MinSizeRel)   # more of it in a later tier
#   wpl_use_app(direct TIER all EMSCRIPTEN oldest)
#
# An app is a folder tests/apps/<folder>/ with a CMakeLists.txt that uses only the package's public commands; the folder
# needs no entry elsewhere. All apps share one name space: their targets are called alike in no two folders. By hand:
#
#   cmake --build build/test --target apps                  # builds all of them
#   ninja -C build/test/tests/apps/newest direct/all        # one of them

# Each build tree: <emscripten>, and whether it is to be had. Without the oldest its apps are not built, and their tests
# are added with SKIP "${WPL_NO_OLDEST}".
set(WPL_TOOLCHAIN_newest "${WPL_TOOLCHAIN_FILE}")
set(WPL_TOOLCHAIN_oldest "${WPL_TOOLCHAIN_FILE_3_1_69}")
set(WPL_NO_OLDEST "")
if(NOT WPL_TOOLCHAIN_oldest)
  set(WPL_NO_OLDEST "no Emscripten 3.1.69")
endif()

# For every command `dotnet`: nothing of it stays running, and it reports to nobody.
set(WPL_DOTNET_ENVIRONMENT DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1)

# wpl_use_app(<folder> TIER <tier> [CONFIGS <config>...] [EMSCRIPTEN newest|oldest]): tests of <tier> run this app.
# CONFIGS (default: Release) of Release, Debug and MinSizeRel are built.
function(wpl_use_app folder)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "TIER;EMSCRIPTEN" "CONFIGS")
  if(ARG_UNPARSED_ARGUMENTS OR NOT EXISTS "${PROJECT_SOURCE_DIR}/tests/apps/${folder}/CMakeLists.txt")
    message(FATAL_ERROR "Internal error: wpl_use_app(${folder}) needs tests/apps/${folder}/CMakeLists.txt and takes no "
      "`${ARG_UNPARSED_ARGUMENTS}`.")
  endif()
  if(NOT DEFINED ARG_CONFIGS)
    set(ARG_CONFIGS Release)
  endif()
  if(NOT DEFINED ARG_EMSCRIPTEN)
    set(ARG_EMSCRIPTEN newest)
  endif()
  wpl_has_tier("${ARG_TIER}" wanted)
  if(NOT wanted OR NOT WPL_TOOLCHAIN_${ARG_EMSCRIPTEN})
    return()
  endif()
  foreach(config IN LISTS ARG_CONFIGS)
    set_property(GLOBAL APPEND PROPERTY WPL_APPS_${ARG_EMSCRIPTEN}_${config} ${folder})
  endforeach()
endfunction()

# Where the files of app <folder> lie, for <emscripten> (newest or oldest) and <config>.
function(wpl_app_dir result folder emscripten config)
  set(${result} "${PROJECT_BINARY_DIR}/tests/apps/${emscripten}/${folder}/${config}" PARENT_SCOPE)
endfunction()

# Adds the target that builds what wpl_use_app() asked for.
function(wpl_build_apps)
  set(commands "")
  foreach(emscripten IN ITEMS newest oldest)
    _wpl_describe_apps(${emscripten} description)
    if(description)
      list(APPEND commands COMMAND "${CMAKE_COMMAND}" -E env ${WPL_DOTNET_ENVIRONMENT}
        "${CMAKE_COMMAND}" "-DDESCRIPTION=${description}" -P "${PROJECT_SOURCE_DIR}/tests/support/BuildApps.cmake")
    endif()
  endforeach()
  if(commands)
    # With the terminal, the inner build shows its progress, and no two of them run at once.
    add_custom_target(apps ALL ${commands} USES_TERMINAL VERBATIM COMMENT "Building the apps that tests run")
  endif()
endfunction()

# Writes the file that BuildApps.cmake takes, the cache of a build tree; <result> becomes empty where no app is wanted.
function(_wpl_describe_apps emscripten result)
  set(${result} "" PARENT_SCOPE)
  set(apps "")
  set(configs "")
  set(entries "")
  foreach(config IN ITEMS Release Debug MinSizeRel)
    get_property(folders GLOBAL PROPERTY WPL_APPS_${emscripten}_${config})
    if(folders)
      list(REMOVE_DUPLICATES folders)
      list(APPEND apps ${folders})
      list(APPEND configs ${config})
      string(APPEND entries "set(WPL_APPS_${config} \"${folders}\" CACHE STRING \"\" FORCE)\n")
    endif()
  endforeach()
  if(NOT apps)
    return()
  endif()
  list(REMOVE_DUPLICATES apps)
  set(CMAKE_TOOLCHAIN_FILE "${WPL_TOOLCHAIN_${emscripten}}")
  set(CMAKE_CONFIGURATION_TYPES "${configs}")
  set(WasmPseudoLink_DIR "${WPL_PACKAGE_DIR}")
  set(WPL_APPS "${apps}")
  set(WPL_NODE_MODULES "${PROJECT_SOURCE_DIR}/node_modules")
  foreach(name IN ITEMS CMAKE_TOOLCHAIN_FILE CMAKE_CONFIGURATION_TYPES WasmPseudoLink_DIR WPL_APPS
      WPL_NODE_MODULES WPL_NODE_24 WPL_CLANG WPL_WASI_SYSROOT WPL_CARGO WPL_CARGO_HOME WPL_GTEST_SOURCE)
    string(APPEND entries "set(${name} \"${${name}}\" CACHE STRING \"\" FORCE)\n")
  endforeach()
  set(file "${PROJECT_BINARY_DIR}/tests/apps/${emscripten}.cmake")
  file(CONFIGURE OUTPUT "${file}" CONTENT "${entries}" @ONLY)
  set(${result} "${file}" PARENT_SCOPE)
endfunction()
