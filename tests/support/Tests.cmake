# How the folders of tests/ add tests: names, tiers, engines.
#
# A test is called <area>.<what>[.<engine>]. Its area is its first label, for `ctest -L <area>`; its tier is its second:
#   quick   unit tests, WAT, loader, tools, misuse messages, lint
#   test    every capability once, on the newest toolchain, in Node and Chromium
#   all     everything else: other generators, configurations, Emscripten versions and engines, long runs
# A tree configured with WPL_TESTS=<tier> has the tests of that tier and of those before it.

set(WPL_TIERS quick test all)

# wpl_has_tier(<tier> <result>): whether this tree has the tests of <tier>.
function(wpl_has_tier tier result)
  list(FIND WPL_TIERS "${tier}" wanted)
  list(FIND WPL_TIERS "${WPL_TESTS}" configured)
  if(wanted EQUAL -1)
    message(FATAL_ERROR "Internal error: `${tier}` is not a tier; tiers are ${WPL_TIERS}.")
  elseif(wanted GREATER configured)
    set(${result} FALSE PARENT_SCOPE)
  else()
    set(${result} TRUE PARENT_SCOPE)
  endif()
endfunction()

# wpl_add_test(<area>.<what>[.<engine>] TIER <tier> COMMAND <command>... [SKIP <reason>] [TIMEOUT <seconds>]
#              [ENVIRONMENT <name>=<value>...] [PROPERTIES <name> <value>...])
#
# With SKIP the test does nothing but say the reason, and CTest counts it as skipped; an empty reason skips nothing.
function(wpl_add_test name)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "TIER;SKIP;TIMEOUT" "COMMAND;ENVIRONMENT;PROPERTIES")
  if(ARG_UNPARSED_ARGUMENTS OR NOT ARG_TIER OR NOT ARG_COMMAND)
    message(FATAL_ERROR "Internal error: wpl_add_test(${name}) needs TIER and COMMAND and takes no `${ARG_UNPARSED_ARGUMENTS}`.")
  endif()
  wpl_has_tier("${ARG_TIER}" wanted)
  if(NOT wanted)
    return()
  endif()
  string(REGEX MATCH "^[^.]+" area "${name}")
  if(NOT DEFINED ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  if(ARG_SKIP)
    add_test(NAME ${name} COMMAND "${CMAKE_COMMAND}" -E echo "SKIPPED: ${ARG_SKIP}")
    set_tests_properties(${name} PROPERTIES SKIP_REGULAR_EXPRESSION "^SKIPPED")
  else()
    add_test(NAME ${name} COMMAND ${ARG_COMMAND})
    set_tests_properties(${name} PROPERTIES ENVIRONMENT "${ARG_ENVIRONMENT}" TIMEOUT ${ARG_TIMEOUT} ${ARG_PROPERTIES})
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${area};${ARG_TIER}")
endfunction()

# wpl_add_node_tests(<area>[.<what>] TIER <tier> FILES <file>.test.mjs... [ENGINES <engine>...] [MORE_ENGINES
# <engine>...]
#                    [ARGUMENTS <argument of node>...] [SKIP ...] [TIMEOUT ...] [ENVIRONMENT ...] [PROPERTIES ...])
#
# One test per file and engine, <area>.<stem>.<engine>. ENGINES (default: node24) run in TIER, MORE_ENGINES (default:
# node20 node26) in the tier `all`. An engine is node<major>; the file finds its name in WPL_ENGINE. An engine
# that the setup has not found is skipped. `MORE_ENGINES` with nothing behind it: no more.
function(wpl_add_node_tests area)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "TIER;SKIP;TIMEOUT" "FILES;ENGINES;MORE_ENGINES;ARGUMENTS;ENVIRONMENT;PROPERTIES")
  if(NOT DEFINED ARG_ENGINES)
    set(ARG_ENGINES node24)
  endif()
  if(NOT DEFINED ARG_MORE_ENGINES AND NOT "MORE_ENGINES" IN_LIST ARG_KEYWORDS_MISSING_VALUES)
    set(ARG_MORE_ENGINES node20 node26)
  endif()
  if(NOT DEFINED ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  foreach(engine IN LISTS ARG_ENGINES ARG_MORE_ENGINES)
    set(tier ${ARG_TIER})
    if(NOT engine IN_LIST ARG_ENGINES)
      set(tier all)
    endif()
    string(REPLACE node WPL_NODE_ node "${engine}")
    set(skip "${ARG_SKIP}")
    if(NOT skip AND NOT ${node})
      string(REPLACE node "no Node " skip "${engine}")
    endif()
    foreach(file IN LISTS ARG_FILES)
      cmake_path(ABSOLUTE_PATH file)
      cmake_path(GET file FILENAME what)
      string(REGEX REPLACE "[.]test[.]mjs$" "" what "${what}")
      wpl_add_test(${area}.${what}.${engine} TIER ${tier} SKIP "${skip}" TIMEOUT ${ARG_TIMEOUT}
        COMMAND "${${node}}" --test --test-reporter=spec ${ARG_ARGUMENTS} "${file}"
        ENVIRONMENT "WPL_ENGINE=${engine}" ${ARG_ENVIRONMENT}
        PROPERTIES ${ARG_PROPERTIES})
    endforeach()
  endforeach()
endfunction()

# wpl_add_browser_tests(<area>[.<what>] TIER <tier> FILES <file>.test.mjs... [ENGINES <browser>...]
#                       [ARGUMENTS <argument of node>...] [TIMEOUT ...] [ENVIRONMENT ...] [PROPERTIES ...])
#
# One test per file and browser, <area>.<stem>.<browser>, so that they can run side by side: Chromium in TIER, the
# others in the tier `all`. ENGINES (default: all) of chromium, firefox, webkit and webkit-current. The file finds the
# browser's name in WPL_ENGINE, and a folder for its profile in WPL_WORK_DIR.
function(wpl_add_browser_tests area)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "TIER;TIMEOUT" "FILES;ENGINES;ARGUMENTS;ENVIRONMENT;PROPERTIES")
  if(NOT DEFINED ARG_ENGINES)
    set(ARG_ENGINES chromium firefox webkit webkit-current)
  endif()
  if(NOT DEFINED ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  foreach(browser IN LISTS ARG_ENGINES)
    set(tier all)
    if(browser STREQUAL "chromium")
      set(tier ${ARG_TIER})
    endif()
    set(skip "")
    if(NOT browser IN_LIST browsers)
      set(skip "no ${browser}")
    endif()
    foreach(file IN LISTS ARG_FILES)
      cmake_path(ABSOLUTE_PATH file)
      cmake_path(GET file FILENAME what)
      string(REGEX REPLACE "[.]test[.]mjs$" "" what "${what}")
      wpl_add_test(${area}.${what}.${browser} TIER ${tier} SKIP "${skip}" TIMEOUT ${ARG_TIMEOUT}
        COMMAND "${WPL_NODE_24}" --test --test-reporter=spec ${ARG_ARGUMENTS} "${file}"
        ENVIRONMENT "WPL_ENGINE=${browser}" ${browser_environment} "WPL_WORK_DIR=${CMAKE_CURRENT_BINARY_DIR}" ${ARG_ENVIRONMENT}
        PROPERTIES ${ARG_PROPERTIES})
    endforeach()
  endforeach()
endfunction()
