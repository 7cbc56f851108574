# Configures, builds and runs example-project as a user would: a project of its own that finds the package.
#
#   cmake -DSOURCE_DIR=... -DBINARY_DIR=... -DTOOLCHAIN_FILE=... -DPACKAGE_DIR=... [-DTARGET=run] -P RunDemo.cmake

cmake_minimum_required(VERSION 3.25)
if(NOT TARGET)
  set(TARGET run)
endif()
if(NOT EXISTS "${SOURCE_DIR}/CMakeLists.txt")
  message(FATAL_ERROR "demo: found no CMakeLists.txt in `${SOURCE_DIR}`. Check out the whole repository.")
endif()

# Under make, the outer build's job server is not for the inner one.
unset(ENV{MAKEFLAGS})
unset(ENV{MAKELEVEL})

set(fresh)
if(EXISTS "${BINARY_DIR}/CMakeCache.txt" AND "${TOOLCHAIN_FILE}" IS_NEWER_THAN "${BINARY_DIR}/CMakeCache.txt")
  set(fresh --fresh)  # CMake keeps the compiler of the first run
endif()
cmake_host_system_information(RESULT cores QUERY NUMBER_OF_LOGICAL_CORES)
execute_process(COMMAND_ERROR_IS_FATAL ANY
  COMMAND ${CMAKE_COMMAND} -S "${SOURCE_DIR}" -B "${BINARY_DIR}" ${fresh}
    "-DCMAKE_TOOLCHAIN_FILE=${TOOLCHAIN_FILE}" "-DWasmPseudoLink_DIR=${PACKAGE_DIR}" -DCMAKE_BUILD_TYPE=Release)
execute_process(COMMAND_ERROR_IS_FATAL ANY
  COMMAND ${CMAKE_COMMAND} --build "${BINARY_DIR}" --config Release --parallel ${cores} --target ${TARGET})
