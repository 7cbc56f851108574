# One shape for all errors of the package: who speaks, what was given, what is allowed, what to do.

# _wpl_fatal(<command> <target> <what was given> <what is allowed and what to do>)
function(_wpl_fatal command target given remedy)
  message(FATAL_ERROR "${command}(${target}): ${given}\n${remedy}")
endfunction()

# Stops on arguments that cmake_parse_arguments left over or found no value for.
function(_wpl_check_keywords command target unparsed missing signature)
  if(missing)
    list(GET missing 0 keyword)
    _wpl_fatal(${command} "${target}" "the keyword ${keyword} has no value." "Expected: ${signature}")
  endif()
  if(unparsed)
    list(GET unparsed 0 argument)
    _wpl_fatal(${command} "${target}" "`${argument}` is no keyword of this command." "Expected: ${signature}")
  endif()
endfunction()

# Stops unless <value> is one of the values that follow.
function(_wpl_check_choice command target keyword value)
  if(NOT value IN_LIST ARGN)
    list(JOIN ARGN ", " allowed)
    _wpl_fatal(${command} "${target}" "${keyword} `${value}` is not known." "${keyword} is one of ${allowed}.")
  endif()
endfunction()
