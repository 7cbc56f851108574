# Makes in CASE_DIR an Emscripten for projects that are configured but never built: its `em-config` is a shell script
# that repeats the answers of the real one, and its toolchain file knows the compiler's version. Emscripten's own
# toolchain file starts Python six times per configure, which takes three quarters of the time.
include("${CMAKE_CURRENT_LIST_DIR}/Case.cmake")

function(ask result)
  wpl_run(OUTPUT answer COMMAND "${EMSCRIPTEN_ROOT}/em-config" ${ARGN})
  string(STRIP "${answer}" answer)
  set(${result} "${answer}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE "${CASE_DIR}")
file(MAKE_DIRECTORY "${CASE_DIR}")
foreach(file IN ITEMS emcc em++ cmake)
  file(CREATE_LINK "${EMSCRIPTEN_ROOT}/${file}" "${CASE_DIR}/${file}" SYMBOLIC)
endforeach()

set(script "#!/bin/sh\ncase $1 in\n")
foreach(key IN ITEMS CACHE NODE_JS BINARYEN_ROOT)
  ask(answer ${key})
  string(APPEND script "  ${key}) echo \"\${EM_${key}:-${answer}}\" ;;\n")
endforeach()
string(APPEND script "  *) exec '${EMSCRIPTEN_ROOT}/em-config' \"$@\" ;;\nesac\n")
file(WRITE "${CASE_DIR}/em-config" "${script}")
file(CHMOD "${CASE_DIR}/em-config" PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)

wpl_run(OUTPUT version COMMAND "${EMSCRIPTEN_ROOT}/emcc" -v)
string(REGEX MATCH "emcc \\(.*\\) ([0-9.]+)" all "${version}")
set(emscripten "${CMAKE_MATCH_1}")
string(REGEX MATCH "clang version ([0-9.]+)" all "${version}")
file(WRITE "${CASE_DIR}/toolchain.cmake"
"set(EMSCRIPTEN_ROOT_PATH \"${CASE_DIR}\")
if(NOT EMSCRIPTEN_VERSION)
  set(EMSCRIPTEN_VERSION ${emscripten})
endif()
set(CMAKE_C_COMPILER_VERSION ${CMAKE_MATCH_1})
set(CMAKE_CXX_COMPILER_VERSION ${CMAKE_MATCH_1})
include(\"${EMSCRIPTEN_ROOT}/cmake/Modules/Platform/Emscripten.cmake\")
")
