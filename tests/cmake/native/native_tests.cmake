# Native unit tests with the package: without Emscripten's toolchain file.
file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/native.cmake" "")
foreach(row IN ITEMS
    "test | installed    | Ninja              | ON  | STATIC"
    "all  | moved        | Unix Makefiles     | OFF | SHARED"
    "all  | build_tree   | Ninja Multi-Config | OFF | OBJECT"
    "all  | subdirectory | Ninja              | OFF | STATIC")
  wpl_split_row("${row}" tier way generator space library_type)
  wpl_add_case(native.${way} TIER ${tier} DRIVER native/Native.cmake TOOLCHAIN "${CMAKE_CURRENT_BINARY_DIR}/native.cmake"
    VARIABLES WAY=${way} "GENERATOR=${generator}" SPACE=${space} LIBRARY_TYPE=${library_type})
endforeach()
