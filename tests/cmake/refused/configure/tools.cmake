# Tools that are missing or too old.

refuse(old_emscripten CACHE EMSCRIPTEN_VERSION=3.1.50
  MESSAGE "is version 3.1.50.\nAt least 3.1.69 is needed: `emsdk install latest` or a newer package.")
write_stub(node "echo v16.20.2")
refuse(old_node CACHE "WASM_PSEUDO_LINK_NODE=${stub}/node"
  MESSAGE "add_wasm_side_module(sorter): `${stub}/node` is version 16.20.2.\nAt least 18 is needed. It is the Node.js of Emscripten's configuration (NODE_JS); set WASM_PSEUDO_LINK_NODE to a newer one.")
refuse(no_node CACHE "WASM_PSEUDO_LINK_NODE=/nowhere/node"
  MESSAGE "add_wasm_side_module(sorter): `/nowhere/node --version` failed: No such file or directory")
write_stub(bin/wasm-as "echo 'wasm-as version 108'")
refuse(old_binaryen PROJECT "set(ENV{EM_BINARYEN_ROOT} \"${stub}\")\n${project}"
  MESSAGE "add_wasm_side_module(sorter): `${stub}/bin/wasm-as` is version 108.\nAt least 118 is needed. It is the binaryen of Emscripten's configuration (BINARYEN_ROOT); install the one that belongs to your Emscripten.")
refuse(no_emscripten NATIVE
  MESSAGE "add_wasm_side_module(sorter): this project is not configured for Emscripten, but for ${CMAKE_HOST_SYSTEM_NAME}.\nConfigure with `emcmake cmake ...` or with -DCMAKE_TOOLCHAIN_FILE=<emscripten>/cmake/Modules/Platform/Emscripten.cmake. Native unit tests take add_library and wasm_generate_api_header.")
