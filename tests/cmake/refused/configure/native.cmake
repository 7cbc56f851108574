# Projects that are not configured for Emscripten.

set(native_remedy "Natively, for unit tests, it takes a library with the side's sources: add_library(sorter STATIC ...). Modules need Emscripten's toolchain file.")
refuse(native_header_of_nothing NATIVE PROJECT "wasm_generate_api_header(sorter)\n"
  MESSAGE "wasm_generate_api_header(sorter): `sorter` is no library of this native project.\n${native_remedy}")
refuse(native_header_of_program NATIVE
  PROJECT "add_executable(sorter sorter.c)\nwasm_generate_api_header(sorter)\n"
  MESSAGE "wasm_generate_api_header(sorter): `sorter` is no library of this native project.\n${native_remedy}")
refuse(native_name NATIVE
  PROJECT "add_library(my-sorter STATIC sorter.c)\nwasm_generate_api_header(my-sorter)\n"
  MESSAGE "wasm_generate_api_header(my-sorter): `my-sorter` is no valid module name.")
refuse(native_import NATIVE PROJECT "wasm_import_side_module(pkg::sorter FOLDER \"\")\n"
  MESSAGE "wasm_import_side_module(pkg::sorter): this project is not configured for Emscripten, but for ${CMAKE_HOST_SYSTEM_NAME}.")
refuse(native_inside_and_outside NATIVE PROJECT [[
add_library(sorter STATIC sorter.c)
wasm_generate_api_header(sorter)
add_executable(app main.c)
target_link_libraries(app PRIVATE sorter sorter::api)
]]
  MESSAGE "WASM_PSEUDO_LINK_PLACE_OF_sorter")
refuse(native_library_with_emscripten PROJECT "add_library(sorter STATIC sorter.c)\nwasm_generate_api_header(sorter)\n"
  MESSAGE "wasm_generate_api_header(sorter): `sorter` is no main or side module.\nMake it one by add_wasm_main_module or add_wasm_side_module before this call.")
