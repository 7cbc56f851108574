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
    _wpl_fatal(${command} "${target}" "${keyword} `${value}` is not known."
      "${keyword} (property or variable WASM_PSEUDO_LINK_${keyword}) is one of ${allowed}.")
  endif()
endfunction()

# Stops unless <target> was made a module of one of the roles that follow (main, side) by wasm_target_module_settings.
function(_wpl_require_role command target)
  set(role "")
  if(TARGET ${target})
    get_target_property(role ${target} WASM_PSEUDO_LINK_ROLE)
  endif()
  if(NOT role IN_LIST ARGN)
    list(TRANSFORM ARGN REPLACE "(.+)" "add_wasm_\\1_module" OUTPUT_VARIABLE makers)
    list(JOIN makers " or " makers)
    list(JOIN ARGN " or " roles)
    _wpl_fatal(${command} "${target}" "`${target}` is no ${roles} module." "Make it one by ${makers} before this call.")
  endif()
endfunction()
