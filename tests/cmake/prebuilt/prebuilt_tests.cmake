# Modules that Emscripten did not link.
set(wasi_shim "${PROJECT_SOURCE_DIR}/node_modules/@bjorn3/browser_wasi_shim")
foreach(row IN ITEMS
    "test | installed  | Ninja              | Release | ON"
    "all  | moved      | Ninja Multi-Config | Debug   | OFF"
    "all  | build_tree | Unix Makefiles     | Debug   | ON")
  wpl_split_row("${row}" tier way generator config space)
  wpl_add_case(prebuilt.${way} TIER ${tier} DRIVER prebuilt/Prebuilt.cmake
    VARIABLES WAY=${way} "GENERATOR=${generator}" CONFIG=${config} SPACE=${space} "WASI_SHIM=${wasi_shim}")
endforeach()
wpl_add_case(prebuilt.rebuild.ninja TIER all DRIVER prebuilt/Rebuild.cmake VARIABLES GENERATOR=Ninja)
wpl_add_case(prebuilt.rebuild.unix_makefiles TIER all DRIVER prebuilt/Rebuild.cmake VARIABLES "GENERATOR=Unix Makefiles")
