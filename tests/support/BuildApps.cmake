# Configures, if need be, and builds the tree of tests/apps that wpl_build_apps() has described.
#
#   cmake -DDESCRIPTION=<folder>/<emscripten>.cmake -P BuildApps.cmake
#
# The description sets the cache of the tree, which is <folder>/<emscripten>, and the apps of each configuration.
cmake_minimum_required(VERSION 3.25)
include("${DESCRIPTION}")
cmake_path(REMOVE_EXTENSION DESCRIPTION OUTPUT_VARIABLE tree)
cmake_path(SET source NORMALIZE "${CMAKE_CURRENT_LIST_DIR}/../apps")

# Under make, the outer build's job server is not for the inner one.
unset(ENV{MAKEFLAGS})
unset(ENV{MAKELEVEL})

# Ninja itself configures again what it knows of. CMake keeps the compiler and the options of the first run, so that
# others begin from nothing; object files stay.
function(configure)
  foreach(file IN ITEMS "${DESCRIPTION}" "${CMAKE_TOOLCHAIN_FILE}")
    if("${file}" IS_NEWER_THAN "${tree}/build.ninja")
      execute_process(COMMAND "${CMAKE_COMMAND}" --fresh -G "Ninja Multi-Config" -S "${source}" -B "${tree}" -C "${DESCRIPTION}"
        RESULT_VARIABLE status)
      if(NOT status EQUAL 0)
        file(REMOVE "${tree}/build.ninja")
        message(FATAL_ERROR "The apps that tests run could not be configured; CMake says above why.")
      endif()
      file(TOUCH "${tree}/build.ninja")
      return()
    endif()
  endforeach()
endfunction()

function(build config)
  set(targets ${WPL_APPS_${config}})
  list(TRANSFORM targets APPEND "/all")
  set(parallel "")
  if("$ENV{CMAKE_BUILD_PARALLEL_LEVEL}" STREQUAL "")
    cmake_host_system_information(RESULT cores QUERY NUMBER_OF_LOGICAL_CORES)
    set(parallel --parallel ${cores})
  endif()
  execute_process(COMMAND "${CMAKE_COMMAND}" --build "${tree}" --config ${config} ${parallel} --target ${targets}
    RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    list(JOIN WPL_APPS_${config} ", " apps)
    message(FATAL_ERROR "Building the apps of `${source}` failed (${config} of ${apps}, in `${tree}`); the output above says why.")
  endif()
endfunction()

configure()
foreach(config IN LISTS CMAKE_CONFIGURATION_TYPES)
  build(${config})
endforeach()
