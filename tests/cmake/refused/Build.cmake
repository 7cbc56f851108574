# Wrong uses that are refused when they are built: configures PROJECT, a folder beside this file, once with GENERATOR,
# and builds each target that it declares by refused(). The build must fail with the text that was declared. Targets
# that say AGAIN are built a second time: what was refused is not up to date, and must be refused again. They are one of
# each kind of step that refuses: PART is `again` for them alone, `others` for all others. Every case that fails is
# reported by its name.
#
# CACHE is what the project gets besides, as <variable>=<value>.
include("${CMAKE_CURRENT_LIST_DIR}/../support/Case.cmake")

file(REMOVE_RECURSE "${CASE_DIR}")
wpl_configure("${CMAKE_CURRENT_LIST_DIR}/${PROJECT}" "${CASE_DIR}" GENERATOR "${GENERATOR}"
  CACHE "WasmPseudoLink_DIR=${PACKAGES}/plain/build/package" ${CACHE})
wpl_build("${CASE_DIR}") # the right uses next to the wrong ones

file(GLOB cases RELATIVE "${CASE_DIR}/refused" "${CASE_DIR}/refused/*.txt")
if(NOT cases)
  message(FATAL_ERROR "${PROJECT} has no wrong use.")
endif()
foreach(file IN LISTS cases)
  file(READ "${CASE_DIR}/refused/${file}" expected)
  string(REPLACE ".txt" "" case "${file}")
  set(times first)
  set(part others)
  if(EXISTS "${CASE_DIR}/refused/${case}.again")
    set(times first second)
    set(part again)
  endif()
  if(PART AND NOT PART STREQUAL part)
    continue()
  endif()
  foreach(time IN LISTS times)
    execute_process(COMMAND "${CMAKE_COMMAND}" --build "${CASE_DIR}" --target ${case}
      RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(code EQUAL 0)
      message(SEND_ERROR "${case}: the ${time} build should have failed:\n${output}")
    else()
      wpl_expect_text("${case}: the ${time} build" "${output}" "${expected}")
    endif()
  endforeach()
  if(EXISTS "${CASE_DIR}/${case}.mjs")
    message(SEND_ERROR "${case}: ${case}.mjs was made all the same.")
  endif()
endforeach()
