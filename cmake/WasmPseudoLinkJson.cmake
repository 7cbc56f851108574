# Writes JSON for the build scripts, member by member, by string(JSON).
#
# Texts may contain generator expressions, which file(GENERATE) evaluates in the text of the JSON: what they give must
# not need escaping (paths with forward slashes, names, numbers). A condition therefore gives 0 or 1 in a text, not true
# or false.

# Sets the member <name> of the JSON object in the variable <object> to a text.
function(_wpl_json_text object name text)
  _wpl_json_quote("${text}" value)
  string(JSON ${object} SET "${${object}}" "${name}" "${value}")
  set(${object} "${${object}}" PARENT_SCOPE)
endfunction()

# Sets a member to the list of the texts that follow.
function(_wpl_json_texts object name)
  string(JSON ${object} SET "${${object}}" "${name}" "[]")
  foreach(text IN LISTS ARGN)
    _wpl_json_quote("${text}" value)
    _wpl_json_append(${object} ${name} "${value}")
  endforeach()
  set(${object} "${${object}}" PARENT_SCOPE)
endfunction()

# Sets a member to a value that is JSON itself: a number, null, a list or an object.
function(_wpl_json_value object name value)
  string(JSON ${object} SET "${${object}}" "${name}" "${value}")
  set(${object} "${${object}}" PARENT_SCOPE)
endfunction()

# Appends a value that is JSON itself to the list <name>.
function(_wpl_json_append object name value)
  string(JSON count LENGTH "${${object}}" "${name}")
  string(JSON ${object} SET "${${object}}" "${name}" ${count} "${value}")
  set(${object} "${${object}}" PARENT_SCOPE)
endfunction()

# A text as JSON. (CMake itself does this only from version 4.3 on.)
function(_wpl_json_quote text result)
  string(REPLACE "\\" "\\\\" text "${text}")
  string(REPLACE "\"" "\\\"" text "${text}")
  string(REPLACE "\n" "\\n" text "${text}")
  set(${result} "\"${text}\"" PARENT_SCOPE)
endfunction()

# The last index of a list or object.
function(_wpl_json_last value result)
  string(JSON count LENGTH "${value}")
  math(EXPR last "${count} - 1")
  set(${result} "${last}" PARENT_SCOPE)
endfunction()
