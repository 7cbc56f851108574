# The smallest whole use of the package, in every way to get it. A way only decides where the package lies, so it is not
# paired with each generator; every pair of generator, configuration and kind of path is in some row, which is checked
# below. The row that says `test` is a package that was installed and moved, in a path with spaces.
set(columns WAY GENERATOR CONFIG SPACE)
set(rows
  "all  | installed      | Ninja              | Debug   | OFF"
  "all  | installed      | Unix Makefiles     | Release | ON"
  "test | moved          | Ninja              | Release | ON"
  "all  | build_tree     | Ninja Multi-Config | Release | OFF"
  "all  | subdirectory   | Ninja Multi-Config | Debug   | ON"
  "all  | fetch          | Unix Makefiles     | Debug   | OFF"
  "all  | fetch          | Ninja              | Release | ON"
  "all  | fetch_override | Ninja              | Debug   | ON")

set(seen "")
foreach(row IN LISTS rows)
  wpl_split_row("${row}" tier ${columns})
  set(variables "")
  foreach(column IN LISTS columns)
    list(APPEND variables "${column}=${${column}}")
    list(APPEND values_of_${column} "${${column}}")
    foreach(other IN LISTS columns)
      list(APPEND seen "${column}=${${column}},${other}=${${other}}")
    endforeach()
  endforeach()
  set(space "")
  if(SPACE)
    set(space space)
  endif()
  wpl_variant_name(variant ${WAY} ${GENERATOR} ${CONFIG} ${space})
  wpl_add_case(consumer.${variant} TIER ${tier} DRIVER consumer/Consumer.cmake VARIABLES ${variables})
endforeach()

list(REMOVE_ITEM columns WAY)
foreach(column IN LISTS columns)
  foreach(other IN LISTS columns)
    foreach(value IN LISTS values_of_${column})
      foreach(other_value IN LISTS values_of_${other})
        if(NOT column STREQUAL other AND NOT "${column}=${value},${other}=${other_value}" IN_LIST seen)
          message(FATAL_ERROR "No consumer has ${column} ${value} with ${other} ${other_value}.")
        endif()
      endforeach()
    endforeach()
  endforeach()
endforeach()

wpl_add_case(steps TIER test DRIVER consumer/Steps.cmake)
