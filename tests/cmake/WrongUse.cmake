# One wrong use: the project in CASE_DIR/source (written by wrong_uses.cmake) must be refused with the text in CASE_DIR/message
# at the STAGE configure or build; STAGE pass: it must build.
include("${CMAKE_CURRENT_LIST_DIR}/Case.cmake")

file(READ "${CASE_DIR}/message" message)
file(STRINGS "${CASE_DIR}/cache" cache)
file(REMOVE_RECURSE "${CASE_DIR}/build")
if(STAGE STREQUAL "configure")
  wpl_configure("${CASE_DIR}/source" "${CASE_DIR}/build" FAILS OUTPUT output CACHE ${cache})
else()
  wpl_configure("${CASE_DIR}/source" "${CASE_DIR}/build" CONFIG "${CONFIG}" CACHE ${cache})
  if(STAGE STREQUAL "pass")
    wpl_build("${CASE_DIR}/build")
    return()
  endif()
  wpl_build("${CASE_DIR}/build" FAILS OUTPUT output)
  # What was refused is not up to date: a second build refuses it again, and no app is left behind.
  wpl_build("${CASE_DIR}/build" FAILS OUTPUT output)
  if(EXISTS "${CASE_DIR}/build/app.mjs")
    message(SEND_ERROR "app.mjs was made all the same.")
  endif()
endif()
wpl_expect_text("The error" "${output}" "${message}")
