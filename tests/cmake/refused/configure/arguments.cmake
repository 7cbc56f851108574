# Arguments of add_wasm_side_module and add_wasm_main_module.

set(side_signature "Expected: add_wasm_side_module(<name> <source>... [ACCESS DIRECT|IMPORT|ACCESSOR|POINTER|NONE] [ALLOW_JS] [GUARDED] [EXCLUDE_FROM_ALL] [EXPORTS <function>...] [HEADER <header>...] [NO_JS IMPLEMENTS <interface>...])")
set(main_signature "Expected: add_wasm_main_module(<name> <source>... [SIDES <side>...] [LAZY_SIDES <side>...] [FUSE] [FUSE_FIRST <module>] [FUSE_INTERNAL <side>...] [PLUGIN_INTERFACES <interface>...] [ENVIRONMENT web|worker|node...] [EXCLUDE_FROM_ALL])")

refuse(unknown_keyword PROJECT "add_wasm_side_module(sorter sorter.c ACESS NONE)\n"
  MESSAGE "add_wasm_side_module(sorter): `ACESS` is no keyword of this command and no source file.\n${side_signature}")
refuse(keyword_without_value PROJECT "add_wasm_side_module(sorter sorter.c ACCESS)\n"
  MESSAGE "add_wasm_side_module(sorter): the keyword ACCESS has no value.\n${side_signature}")
refuse(sides_without_value PROJECT "add_wasm_main_module(app main.c SIDES)\n"
  MESSAGE "add_wasm_main_module(app): the keyword SIDES has no value.\n${main_signature}")
refuse(no_source PROJECT "add_wasm_side_module(sorter GUARDED)\n"
  MESSAGE "add_wasm_side_module(sorter): no source file was given.\n${side_signature}")
refuse(missing_source PROJECT "add_wasm_main_module(app man.c)\n"
  MESSAGE "add_wasm_main_module(app): the source file `man.c` does not exist.\nSources come directly after the name and are relative to @SOURCE@.")
refuse(source_among_sides PROJECT "add_wasm_main_module(app main.c SIDES other.c)\n"
  MESSAGE "add_wasm_main_module(app): `other.c` among SIDES is a source file.\nSIDES and LAZY_SIDES take side modules; sources come directly after the name: add_wasm_main_module(app other.c SIDES ...).")
refuse(invalid_name PROJECT "add_wasm_side_module(my-sorter sorter.c)\n"
  MESSAGE "add_wasm_side_module(my-sorter): `my-sorter` is no valid module name.\nIt becomes a C identifier: letters, digits and underscores, starting with a letter, as in `sorter`.")
refuse(reserved_name PROJECT "add_wasm_side_module(env sorter.c)\n"
  MESSAGE "add_wasm_side_module(env): `env` is a reserved module name: WasmPseudoLink or WASI uses it.\nChoose another name, as in `sorter`.")
foreach(name IN ITEMS class errno getI32)
  set(why_class "it is a keyword of C or C++")
  set(why_errno "the standard library of C or C++ has it")
  set(why_getI32 "the class that stands for a module in C++ has a member of this name")
  refuse(reserved_name_${name} PROJECT "add_wasm_side_module(${name} sorter.c)\n"
    MESSAGE "add_wasm_side_module(${name}): `${name}` is a reserved module name: ${why_${name}}.")
endforeach()
refuse(unknown_access PROJECT "add_wasm_side_module(sorter sorter.c ACCESS FAST)\n"
  MESSAGE "add_wasm_side_module(sorter): ACCESS `FAST` is not known.\nACCESS (property or variable WASM_PSEUDO_LINK_ACCESS) is one of DIRECT, IMPORT, ACCESSOR, POINTER, NONE.")
refuse(unknown_access_property PROJECT "add_wasm_side_module(sorter sorter.c)\nset_target_properties(sorter PROPERTIES WASM_PSEUDO_LINK_ACCESS none)\n"
  MESSAGE "add_wasm_side_module(sorter): ACCESS `none` is not known.")
refuse(unknown_access_variable CACHE WASM_PSEUDO_LINK_ACCESS=LATER
  MESSAGE "add_wasm_side_module(sorter): ACCESS `LATER` is not known.")
refuse(unknown_environment PROJECT "add_wasm_main_module(app main.c ENVIRONMENT web deno)\n"
  MESSAGE "add_wasm_main_module(app): ENVIRONMENT `deno` is not known.\nENVIRONMENT (property or variable WASM_PSEUDO_LINK_ENVIRONMENT) is one of web, worker, node.")
refuse(allow_js_with_access PROJECT "add_wasm_side_module(sorter sorter.c ACCESS IMPORT ALLOW_JS)\n"
  MESSAGE "add_wasm_side_module(sorter): ALLOW_JS is given with ACCESS IMPORT.\nOnly ACCESS NONE refuses a side its JavaScript: leave ALLOW_JS out.")
refuse(api_header_for_library MORE "add_library(tools STATIC sorter.c)\nwasm_generate_api_header(tools)\n"
  MESSAGE "wasm_generate_api_header(tools): `tools` is no main or side module.\nMake it one by add_wasm_main_module or add_wasm_side_module before this call.")
refuse(api_header_prefix MORE "wasm_generate_api_header(sorter PREFIX my-sorter)\n"
  MESSAGE "wasm_generate_api_header(sorter): PREFIX `my-sorter` cannot begin the names of the macros.\nIt becomes part of C names, as in `SORTER` for SORTER_API: letters, digits and underscores, starting with a letter; not WPL or RB, which this package uses.")
refuse(exports_no_function PROJECT "add_wasm_side_module(sorter sorter.c EXPORTS _sort)\n"
  MESSAGE "add_wasm_side_module(sorter): EXPORTS names `_sort`, which is not the name of a library's C function.")
refuse(exports_twice PROJECT "add_wasm_side_module(sorter sorter.c EXPORTS sort sort)\n"
  MESSAGE "add_wasm_side_module(sorter): EXPORTS names `sort` twice.\nName each function once.")
refuse(header_missing PROJECT "add_wasm_side_module(sorter sorter.c HEADER absent.h)\n"
  MESSAGE "add_wasm_side_module(sorter): HEADER `@SOURCE@/absent.h` does not exist.")
refuse(step_without_role PROJECT "add_executable(app main.c)\nwasm_target_sides(app)\n"
  MESSAGE "wasm_target_sides(app): `app` is no main module.\nMake it one by add_wasm_main_module before this call.")
