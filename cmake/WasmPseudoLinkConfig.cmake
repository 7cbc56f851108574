#[=======================================================================[.md:
### WasmPseudoLink

Joins WebAssembly modules that were built apart, each with its own memory. Serves `find_package` and
`add_subdirectory` alike: the same commands and targets in both.

```cmake
find_package(WasmPseudoLink 0.1 REQUIRED CMAKE_FIND_ROOT_PATH_BOTH)

add_wasm_side_module(sorter sorter.cpp)
wasm_generate_api_header(sorter)
add_wasm_main_module(app main.cpp SIDES sorter)
```

`CMAKE_FIND_ROOT_PATH_BOTH` is needed because Emscripten's toolchain file lets `find_package` search its own sysroot
only (emscripten: cmake/Modules/Platform/Emscripten.cmake).

#### Variables

- `WASM_PSEUDO_LINK_NODE`
  The Node.js (18 or newer) that runs the package's build scripts. Default: the one in Emscripten's configuration.

- `WASM_PSEUDO_LINK_DOTNET`
  The `dotnet` that builds C# sides; see `wasm_find_dotnet`.

- `WASM_PSEUDO_LINK_ACCESS`, `WASM_PSEUDO_LINK_GUARDED`, `WASM_PSEUDO_LINK_ALLOW_JS`, `WASM_PSEUDO_LINK_SIDES`, `WASM_PSEUDO_LINK_LAZY_SIDES`, `WASM_PSEUDO_LINK_FUSE`, `WASM_PSEUDO_LINK_FUSE_FIRST`, `WASM_PSEUDO_LINK_ENVIRONMENT`, `WASM_PSEUDO_LINK_CONFIGURATION`, `WASM_PSEUDO_LINK_SOURCE_LINES`
  Initialise the target properties of the same names, which the keywords of `add_wasm_side_module`,
  `add_wasm_prebuilt_side_module`, `add_wasm_dotnet_side_module` and the commands for main modules set and which may be set
  later too. They are read at the end of configure.

Set by the package, for custom commands that build sides with other compilers:

- `WASM_PSEUDO_LINK_INCLUDE_DIR`
  The folder for `-I`, of the C and C++ headers. The C headers (`rb.h`, `memory.h`, `main_memory.h`) need no C library.

- `WASM_PSEUDO_LINK_RUST_FILE`
  `wasm_pseudo_link.rs`, which a Rust crate includes.

- `WASM_PSEUDO_LINK_ASSEMBLYSCRIPT_DIR`
  The folder for `asc --lib`, in which `wasm_pseudo_link.ts` is.

#### Targets

- `WasmPseudoLink::headers`
  The C and C++ headers alone; it works natively too. Modules get it by themselves.
- `WasmPseudoLink::testing`
  The headers for unit tests of bridge code on the machine itself, without Emscripten and browser: `wpl::main` and the
  tags of generated API headers stand for byte arrays (`wasm_pseudo_link/testing/loopback.hpp`), and a broken
  precondition throws `wpl::testing::failure`. Everything that is linked into a test must have it; see
  `wasm_generate_api_header`, which gives it to a native library.

In a native project these two targets and `wasm_generate_api_header` work; the other commands say that they need
Emscripten.
#]=======================================================================]
cmake_minimum_required(VERSION 3.25)
include_guard(GLOBAL)

get_filename_component(_wpl_root "${CMAKE_CURRENT_LIST_DIR}" DIRECTORY)
set_property(GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT "${_wpl_root}")

# Cache variables: a project that got the package by add_subdirectory or FetchContent sees them too.
set(WASM_PSEUDO_LINK_INCLUDE_DIR "${_wpl_root}/include" CACHE INTERNAL "Folder of the C and C++ headers")
set(WASM_PSEUDO_LINK_RUST_FILE "${_wpl_root}/rust/wasm_pseudo_link.rs" CACHE INTERNAL "The module for Rust crates")
set(WASM_PSEUDO_LINK_ASSEMBLYSCRIPT_DIR "${_wpl_root}/assemblyscript" CACHE INTERNAL "Folder for asc --lib")

# Version and ABI have one source, the header; C and C++ see them too.
file(STRINGS "${_wpl_root}/include/wasm_pseudo_link/version.h" _wpl_lines REGEX "^#define WPL_")
foreach(_wpl_line IN LISTS _wpl_lines)
  if(_wpl_line MATCHES "^#define WPL_([A-Z_]+) +([0-9]+)")
    set(_wpl_${CMAKE_MATCH_1} ${CMAKE_MATCH_2})
  endif()
endforeach()
set_property(GLOBAL PROPERTY WASM_PSEUDO_LINK_ABI ${_wpl_ABI_VERSION})
set(_wpl_version ${_wpl_VERSION_MAJOR}.${_wpl_VERSION_MINOR}.${_wpl_VERSION_PATCH})
set_property(GLOBAL PROPERTY WASM_PSEUDO_LINK_VERSION ${_wpl_version})
set_property(GLOBAL PROPERTY WASM_PSEUDO_LINK_GENERATOR "WasmPseudoLink ${_wpl_version}")

foreach(_wpl_property IN ITEMS ACCESS GUARDED ALLOW_JS SIDES LAZY_SIDES FUSE FUSE_FIRST ENVIRONMENT CONFIGURATION
    SOURCE_LINES)
  define_property(TARGET PROPERTY WASM_PSEUDO_LINK_${_wpl_property}
    INITIALIZE_FROM_VARIABLE WASM_PSEUDO_LINK_${_wpl_property})
endforeach()

foreach(_wpl_part IN ITEMS Error Json Abi Tools Scripts Helpers Links Settings Module Api Interface SideModule Prebuilt
    DotnetTools Dotnet DotnetHost MainModule PrebuiltMain Install)
  include("${CMAKE_CURRENT_LIST_DIR}/WasmPseudoLink${_wpl_part}.cmake")
endforeach()

if(NOT TARGET WasmPseudoLink::headers)
  add_library(WasmPseudoLink::headers INTERFACE IMPORTED GLOBAL)
  target_include_directories(WasmPseudoLink::headers INTERFACE "${_wpl_root}/include")
  target_compile_features(WasmPseudoLink::headers INTERFACE cxx_std_20)
endif()
if(NOT TARGET WasmPseudoLink::testing)
  add_library(WasmPseudoLink::testing INTERFACE IMPORTED GLOBAL)
  target_link_libraries(WasmPseudoLink::testing INTERFACE WasmPseudoLink::headers)
  target_compile_definitions(WasmPseudoLink::testing INTERFACE WPL_TESTING=1)
endif()
