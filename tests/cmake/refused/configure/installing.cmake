# install_wasm_modules and wasm_import_side_module.

refuse(install_no_module MORE "add_executable(tool main.c)\ninstall_wasm_modules(TARGETS tool)\n"
  MESSAGE "install_wasm_modules(tool): `tool` is no main or side module.\nMake it one by add_wasm_main_module or add_wasm_side_module before this call.")
refuse(install_nothing MORE "install_wasm_modules()\n" MESSAGE "install_wasm_modules(): no TARGETS were given.")
refuse(install_unknown_keyword MORE "install_wasm_modules(sorter TARGETS app)\n"
  MESSAGE "install_wasm_modules(): `sorter` is no keyword of this command.")
refuse(install_package_without_side MORE "install_wasm_modules(TARGETS app PACKAGE things)\n"
  MESSAGE "install_wasm_modules(): PACKAGE, VERSION and HEADERS belong to side modules, but TARGETS has none.\nLeave them out, or add a side to TARGETS.")
refuse(install_destination_without_main MORE "install_wasm_modules(TARGETS sorter DESTINATION web)\n"
  MESSAGE "install_wasm_modules(): DESTINATION belongs to main modules, but TARGETS has none.\nLeave it out: sides go to share/<package>.")
refuse(install_package_twice MORE "install_wasm_modules(TARGETS sorter)\ninstall_wasm_modules(TARGETS sorter)\n"
  MESSAGE "install_wasm_modules(): the package `wrong` is installed twice.\nGive all its targets in one call, or another name by PACKAGE.")
refuse(install_without_used_side MORE [[
add_wasm_side_module(stats sorter.c)
target_link_libraries(stats PRIVATE sorter::api)
install_wasm_modules(TARGETS stats)
]]
  MESSAGE "install_wasm_modules(stats): it calls the side `sorter`, which is not among TARGETS of package `wrong`.\nAdd `sorter` to TARGETS.")
refuse(import_other_abi PROJECT [[
file(WRITE "${CMAKE_BINARY_DIR}/pkg/sorter/Debug/sorter.module.json" "{\"abi\": 99, \"glue\": {\"url\": \"sorter.mjs\"}}")
wasm_import_side_module(pkg::sorter FOLDER "${CMAKE_BINARY_DIR}/pkg/sorter")
]]
  MESSAGE "wasm_import_side_module(pkg::sorter): `@BINARY@/pkg/sorter/Debug/sorter.module.json` was built for ABI 99 of WasmPseudoLink.\nThis WasmPseudoLink has ABI 1: rebuild one of them.")
refuse(import_nothing PROJECT "wasm_import_side_module(pkg::sorter FOLDER \"\${CMAKE_BINARY_DIR}/pkg\")\n"
  MESSAGE "wasm_import_side_module(pkg::sorter): `@BINARY@/pkg` has no <configuration>/sorter.module.json.\nBuild and install the package that has `sorter` again.")
