# Settings of js/library/refused_settings.json that the project writes.

set(threads "needs threads, which WasmPseudoLink 0.1 does not support. Remove it.")
set(memory64 "needs a 64-bit memory, which WasmPseudoLink 0.1 does not support. Remove it.")
foreach(option IN ITEMS -pthread -sSHARED_MEMORY -sWASM_WORKERS=1 -sUSE_PTHREADS=true)
  string(MAKE_C_IDENTIFIER "option${option}" name)
  refuse(${name} MORE "target_link_options(app PRIVATE ${option})\n"
    MESSAGE "add_wasm_main_module(app): `${option}` is among its compile or link options.\nIt ${threads}")
endforeach()
refuse(option_pthread_of_library MORE "add_library(tools INTERFACE)\ntarget_compile_options(tools INTERFACE -pthread)\ntarget_link_libraries(sorter PRIVATE tools)\n"
  MESSAGE "add_wasm_side_module(sorter): `-pthread` is among its compile or link options.\nIt ${threads}")
refuse(option_memory64 MORE "target_link_options(sorter PRIVATE \"SHELL:-s MEMORY64=1\")\n"
  MESSAGE "add_wasm_side_module(sorter): `-sMEMORY64=1` is among its compile or link options.\nIt ${memory64}")
refuse(option_m64 MORE "target_compile_options(sorter PRIVATE -m64)\n" MESSAGE "add_wasm_side_module(sorter): `-m64` is among its compile or link options.\nIt ${memory64}")
foreach(option IN ITEMS -sMAIN_MODULE=2 -sSIDE_MODULE)
  string(MAKE_C_IDENTIFIER "option${option}" name)
  refuse(${name} CACHE "CMAKE_EXE_LINKER_FLAGS=${option}"
    MESSAGE "add_wasm_side_module(sorter): `${option}` is among its compile or link options.\nIt links for Emscripten's own dynamic linking, where modules share one memory; those of WasmPseudoLink have one each. Remove it.")
endforeach()
refuse(option_jspi MORE "target_link_options(sorter PRIVATE -sJSPI)\n"
  MESSAGE "add_wasm_side_module(sorter): `-sJSPI` is among its compile or link options.\nIt suspends a call together with the frames of other modules and of the loader below it, which WasmPseudoLink 0.1 does not support. Remove it, or use -sASYNCIFY=1.")
refuse(option_off MORE "target_link_options(app PRIVATE -sNO_ALLOW_TABLE_GROWTH)\n"
  MESSAGE "add_wasm_main_module(app): `-sNO_ALLOW_TABLE_GROWTH` is among its compile or link options.\nIt leaves no room in the function table for functions of other modules. Remove it.")

# The last one counts; other values, and names that only begin like one of the list, are none of our business.
accept(option_taken_back MORE "target_link_options(app PRIVATE -sSINGLE_FILE -sSINGLE_FILE=0 -sASYNCIFY=1 -sSINGLE_FILE_BINARY_ENCODE)\n")
