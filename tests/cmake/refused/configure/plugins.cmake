# Interfaces, and sides and main modules that name them wrongly.
set(languages "C CXX")
set(sources sorter.c main.c effect.hpp)
set(interface "wasm_add_interface(effect HEADERS effect.hpp VERSION 1.2)\n")
set(expected "wasm_add_interface(<name> HEADERS <header>... VERSION <major>.<minor>)")

refuse(no_headers PROJECT "wasm_add_interface(effect VERSION 1.2)\n"
  MESSAGE "wasm_add_interface(effect): no HEADERS were given.\nExpected: ${expected}")
refuse(missing_header PROJECT "wasm_add_interface(effect HEADERS gone.hpp VERSION 1.2)\n"
  MESSAGE "wasm_add_interface(effect): HEADERS names `@SOURCE@/gone.hpp`, which does not exist.\nName existing headers, relative to @SOURCE@.")
refuse(no_version PROJECT "wasm_add_interface(effect HEADERS effect.hpp)\n"
  MESSAGE "wasm_add_interface(effect): VERSION `` is not a version of an interface.\nVERSION is <major>.<minor>, as in 1.2.")
refuse(long_version PROJECT "wasm_add_interface(effect HEADERS effect.hpp VERSION 1.2.3)\n"
  MESSAGE "wasm_add_interface(effect): VERSION `1.2.3` is not a version of an interface.\nVERSION is <major>.<minor>, as in 1.2.")
refuse(reserved_name PROJECT "wasm_add_interface(wpl HEADERS effect.hpp VERSION 1.2)\n"
  MESSAGE "wasm_add_interface(wpl): `wpl` is a reserved module name")
refuse(unknown_keyword PROJECT "wasm_add_interface(effect HEADERS effect.hpp VERSION 1.2 3)\n"
  MESSAGE "wasm_add_interface(effect): `3` is no keyword of this command.\nExpected: ${expected}")

set(not_an_interface "which is not an interface.")
refuse(unknown_interface PROJECT "add_wasm_main_module(app main.c PLUGIN_INTERFACES effect)\n"
  MESSAGE "add_wasm_main_module(app): PLUGIN_INTERFACES names `effect`, ${not_an_interface}\nPLUGIN_INTERFACES takes targets made by wasm_add_interface(); find the package that has it first.")
refuse(side_as_interface PROJECT "${interface}add_wasm_side_module(sorter sorter.c)\nadd_wasm_side_module(blur sorter.c NO_JS IMPLEMENTS sorter)\n"
  MESSAGE "add_wasm_side_module(blur): IMPLEMENTS names `sorter`, ${not_an_interface}")

refuse(implements_with_js PROJECT "${interface}add_wasm_side_module(blur sorter.c IMPLEMENTS effect)\n"
  MESSAGE "add_wasm_side_module(blur): IMPLEMENTS is given without NO_JS.\nPlugins run no JavaScript of their own: add NO_JS.")
refuse(no_js_alone PROJECT "add_wasm_side_module(blur sorter.c NO_JS)\n"
  MESSAGE "add_wasm_side_module(blur): NO_JS is given without IMPLEMENTS.\nA side without JavaScript is opened as a plugin: name the interfaces that it implements.")
foreach(keyword IN ITEMS "ALLOW_JS" "EXPORTS sort" "HEADER effect.hpp")
  string(REGEX MATCH "^[A-Z_]+" name "${keyword}")
  set(access "")
  if(name STREQUAL "ALLOW_JS")
    set(access "ACCESS NONE")
  endif()
  refuse(no_js_with_${name} PROJECT "${interface}add_wasm_side_module(blur sorter.c NO_JS IMPLEMENTS effect ${access} ${keyword})\n"
    MESSAGE "add_wasm_side_module(blur): ${name} is given with NO_JS.\nA side without JavaScript offers the functions of its interfaces alone: remove ${name}.")
endforeach()
refuse(direct PROJECT "${interface}add_wasm_side_module(blur sorter.c NO_JS IMPLEMENTS effect ACCESS DIRECT)\n"
  MESSAGE "add_wasm_side_module(blur): ACCESS DIRECT is given with NO_JS, which makes one file.\nUse ACCESS IMPORT, or NONE, which is the default of NO_JS.")
refuse(plugin_among_sides PROJECT "${interface}add_wasm_side_module(blur sorter.c NO_JS IMPLEMENTS effect)\nadd_wasm_main_module(app main.c SIDES blur)\n"
  MESSAGE "add_wasm_main_module(app): SIDES names `blur`, which is built with NO_JS.\nOpen it as a plugin (PLUGIN_INTERFACES), or build it without NO_JS.")

set(prebuilt "${interface}add_wasm_prebuilt_side_module(blur FILE sorter.c IMPLEMENTS effect")
foreach(keyword IN ITEMS "GLUE sorter.c" "HEADER effect.hpp" "FEATURES simd" "MEMORY memory")
  string(REGEX MATCH "^[A-Z_]+" name "${keyword}")
  refuse(prebuilt_with_${name} PROJECT "${prebuilt} ${keyword})\n"
    MESSAGE "add_wasm_prebuilt_side_module(blur): ${name} is given with IMPLEMENTS.\nA plugin has its file alone, and the functions of its interfaces: remove ${name}.")
endforeach()
refuse(prebuilt_direct PROJECT "${prebuilt} ACCESS DIRECT)\n"
  MESSAGE "add_wasm_prebuilt_side_module(blur): ACCESS DIRECT is given with IMPLEMENTS, which makes one file.\nUse ACCESS IMPORT, or NONE, which is the default of plugins.")
refuse(prebuilt_unknown_interface PROJECT "add_wasm_prebuilt_side_module(blur FILE sorter.c IMPLEMENTS effect)\n"
  MESSAGE "add_wasm_prebuilt_side_module(blur): IMPLEMENTS names `effect`, ${not_an_interface}")
