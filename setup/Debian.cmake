# Debian's packages, where this host is Debian on amd64.

function(wpl_setup_is_debian out)
  set(id)
  if(CMAKE_HOST_SYSTEM_PROCESSOR MATCHES "x86_64|amd64" AND EXISTS /etc/os-release)
    file(STRINGS /etc/os-release id REGEX "^ID=\"?debian\"?$")
  endif()
  find_program(apt_get apt-get NO_CACHE)
  if(id AND apt_get)
    set(${out} TRUE PARENT_SCOPE)
  else()
    set(${out} FALSE PARENT_SCOPE)
  endif()
endfunction()

# wpl_setup_run_debian(<result> <failure> <argument of debian.sh>...): <result> is whether it could be done on this
# machine. Stops with the text <failure> if it went wrong.
function(wpl_setup_run_debian result failure)
  execute_process(COMMAND bash "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/debian.sh" ${ARGN} RESULT_VARIABLE status)
  set(${result} FALSE PARENT_SCOPE)
  if(status EQUAL 0)
    set(${result} TRUE PARENT_SCOPE)
  elseif(NOT status EQUAL 3) # 3: debian.sh cannot do it here, and has said why
    message(FATAL_ERROR "${failure}, see above.")
  endif()
endfunction()

# Installs the packages that <purpose> (demo, quick, test, all) needs.
function(wpl_setup_debian_packages purpose)
  wpl_setup_is_debian(debian)
  if(debian)
    wpl_setup_run_debian(done "Debian's packages could not be installed" packages ${purpose})
  endif()
endfunction()

# The tests build for this machine too. CMake's own error names neither a package nor the tests.
function(wpl_setup_check_compiler)
  if(NOT CMAKE_CXX_COMPILER AND "$ENV{CXX}" STREQUAL "")
    find_program(compiler NAMES c++ g++ clang++ cl NO_CACHE)
    if(NOT compiler)
      message(FATAL_ERROR "Found no C++ compiler for this machine: neither c++, g++, clang++ nor cl is on PATH, and CXX is not "
        "set. The unit tests need one. Install one (Debian: apt-get install g++; macOS: xcode-select --install) or set CXX, "
        "and run the same command again.")
    endif()
  endif()
endfunction()
