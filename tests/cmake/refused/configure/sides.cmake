# Sides that a main module cannot host, and sides that cannot link each other.

refuse(side_listed_twice PROJECT "add_wasm_side_module(sorter sorter.c)\nadd_wasm_main_module(app main.c SIDES sorter LAZY_SIDES sorter)\n"
  MESSAGE "add_wasm_main_module(app): the side `sorter` is listed twice in SIDES and LAZY_SIDES.\nList each side once.")
refuse(fuse_first_without_fuse PROJECT "add_wasm_side_module(sorter sorter.c)\nadd_wasm_main_module(app main.c SIDES sorter FUSE_FIRST sorter)\n"
  MESSAGE "add_wasm_main_module(app): FUSE_FIRST `sorter` without FUSE.\nAdd FUSE, or remove FUSE_FIRST.")
refuse(fuse_first_unknown PROJECT "add_wasm_side_module(sorter sorter.c)\nadd_wasm_main_module(app main.c SIDES sorter FUSE FUSE_FIRST sorted)\n"
  MESSAGE "add_wasm_main_module(app): FUSE_FIRST names `sorted`, which is not in the fused file.\nName one of: app, sorter.")
refuse(fuse_internal_unknown PROJECT "add_wasm_side_module(sorter sorter.c)\nadd_wasm_main_module(app main.c SIDES sorter FUSE FUSE_INTERNAL sorter app)\n"
  MESSAGE "add_wasm_main_module(app): FUSE_INTERNAL names `app`, which is not in the fused file.\nName one of: sorter.")
refuse(unknown_side PROJECT "add_wasm_main_module(app main.c SIDES sorted)\n"
  MESSAGE "add_wasm_main_module(app): SIDES names `sorted`, but there is no such target at the end of configure.\nAdd it with add_wasm_side_module, or find the package that has it.")
set(no_side "which is not a side module.\nSIDES takes targets made by add_wasm_side_module; a main module cannot be hosted, a library is linked with target_link_libraries.")
refuse(main_as_side MORE "add_wasm_main_module(other main.c SIDES app)\n"
  MESSAGE "add_wasm_main_module(other): SIDES names `app`, ${no_side}")
refuse(library_as_side MORE "add_library(tools STATIC sorter.c)\nadd_wasm_main_module(other main.c SIDES tools)\n"
  MESSAGE "add_wasm_main_module(other): SIDES names `tools`, ${no_side}")
refuse(cycle MORE [[
add_wasm_side_module(stats sorter.c)
target_link_libraries(stats PRIVATE sorter::api)
target_link_libraries(sorter PRIVATE stats::api)
]]
  MESSAGE "add_wasm_side_module(sorter): sides call each other in a cycle: sorter -> stats -> sorter.\nA side's imports must be there before it, so at least one of these calls must go through rb_dlsym or a callback.")
refuse(own_api MORE "target_link_libraries(sorter PRIVATE sorter::api)\n"
  MESSAGE "add_wasm_side_module(sorter): `sorter` links its own import library, `sorter::api`, itself or through a library.\nLibraries that are part of `sorter` link `sorter::self`.")
refuse(own_api_of_main MORE "wasm_generate_api_header(app)\ntarget_link_libraries(app PRIVATE app::api)\n"
  MESSAGE "add_wasm_main_module(app): `app` links `app::api`, itself or through a library: the functions of a main module, for its sides.\nLibraries that are part of `app` link `app::self`.")
refuse(part_of_main_in_side MORE "add_library(part STATIC sorter.c)\ntarget_link_libraries(part PRIVATE app::self)\ntarget_link_libraries(sorter PRIVATE part)\n"
  MESSAGE "add_wasm_side_module(sorter): a library that it links is part of the main module `app`: it links `app::self`.\nLink `app::api` in a library that is part of several modules.")
refuse(part_of_side_in_main MORE "add_library(part STATIC sorter.c)\ntarget_link_libraries(part PRIVATE sorter::self)\ntarget_link_libraries(app PRIVATE part)\n"
  MESSAGE "add_wasm_main_module(app): a library that it links is part of the side `sorter`: it links `sorter::self`.\nLink `sorter::api` in a library that is part of several modules.")

# A module where a library is wanted: of the module itself, of a library that it links, of another side.
set(call_it "A main module names it among SIDES: add_wasm_main_module(<main> <source>... SIDES sorter). Libraries and sides that call it link `sorter::api`, libraries that are part of it `sorter::self`.")
refuse(side_linked PROJECT "add_wasm_side_module(sorter sorter.c)\nadd_wasm_main_module(app main.c)\ntarget_link_libraries(app PRIVATE sorter)\n"
  MESSAGE "add_wasm_main_module(app): `app` links the side module `sorter` with target_link_libraries(), but a module is not a library.\n${call_it}")
refuse(side_linked_by_library MORE "add_library(tools STATIC sorter.c)\ntarget_link_libraries(tools PRIVATE sorter)\ntarget_link_libraries(app PRIVATE tools)\n"
  MESSAGE "add_wasm_main_module(app): `tools` links the side module `sorter` with target_link_libraries(), but a module is not a library.\n${call_it}")
refuse(side_linked_by_side MORE "add_wasm_side_module(stats sorter.c)\ntarget_link_libraries(stats PRIVATE sorter)\n"
  MESSAGE "add_wasm_side_module(stats): `stats` links the side module `sorter` with target_link_libraries(), but a module is not a library.\n${call_it}")
refuse(main_linked MORE "target_link_libraries(sorter PRIVATE app)\n"
  MESSAGE "add_wasm_side_module(sorter): `sorter` links the main module `app` with target_link_libraries(), but a module is not a library.\nSides and libraries that call functions of main link `app::api`, which wasm_generate_api_header(app) makes.")
