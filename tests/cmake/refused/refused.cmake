# For the projects of this folder.

# refused(<target> <text> [AGAIN]): building this target must fail with this text; AGAIN: and so must a second build.
function(refused target text)
  file(WRITE "${CMAKE_BINARY_DIR}/refused/${target}.txt" "${text}")
  if("AGAIN" IN_LIST ARGN)
    file(WRITE "${CMAKE_BINARY_DIR}/refused/${target}.again" "")
  endif()
  set_target_properties(${target} PROPERTIES EXCLUDE_FROM_ALL ON)
endfunction()

# write_source(<file> <code>): in the binary folder, where CMake looks for sources after the source folder.
function(write_source file code)
  file(CONFIGURE OUTPUT "${file}" CONTENT "${code}" @ONLY)
endfunction()
