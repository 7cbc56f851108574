# Makes, in a folder with a space in its path and in one without, the copies of the package that the consumers use:
# source/ (a source tree), build/ (configured from it), installed/, and moved/ (installed elsewhere, then moved).
include("${CMAKE_CURRENT_LIST_DIR}/Case.cmake")

foreach(folder IN ITEMS "${CASE_DIR}/plain" "${CASE_DIR}/with space")
  file(REMOVE_RECURSE "${folder}")
  wpl_copy_package("${folder}/source")
  wpl_run(COMMAND "${CMAKE_COMMAND}" -S "${folder}/source" -B "${folder}/build" -G Ninja)
  wpl_run(COMMAND "${CMAKE_COMMAND}" --install "${folder}/build" --prefix "${folder}/installed")
  wpl_run(COMMAND "${CMAKE_COMMAND}" --install "${folder}/build" --prefix "${folder}/before the move")
  file(RENAME "${folder}/before the move" "${folder}/moved")

  # The package is what the repository lists, no more and no less, and knows neither where it was made nor installed.
  set(installed "${folder}/installed/share/WasmPseudoLink")
  file(GLOB_RECURSE files RELATIVE "${installed}" "${installed}/*")
  file(GLOB_RECURSE expected RELATIVE "${folder}/source" "${folder}/source/*")
  list(FILTER expected INCLUDE REGEX "^(abi|cmake|js|wat|templates|include|rust|assemblyscript|dotnet)/")
  wpl_expect_list("installed files" files ${expected} cmake/WasmPseudoLinkConfigVersion.cmake)
  foreach(file IN LISTS files)
    file(READ "${folder}/moved/share/WasmPseudoLink/${file}" text)
    string(FIND "${text}" "${CASE_DIR}" position)
    if(NOT position EQUAL -1)
      message(SEND_ERROR "${file} holds the path ${CASE_DIR}")
    endif()
  endforeach()
endforeach()
