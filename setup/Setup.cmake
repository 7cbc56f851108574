# Sets up what this repository's presets need, into a cache folder that all clones share
# ($XDG_CACHE_HOME/wasm-pseudo-link, else ~/.cache/wasm-pseudo-link; delete it at any time):
#
#   always (demo, web, tests):
#   WPL_NODE_24                  Node, current, with multi-memory
#   WPL_TOOLCHAIN_FILE           CMake toolchain file of the Emscripten that is used for everything
#   WPL_EMSCRIPTEN_ROOT          its folder, where emcc is
#
#   WPL_TESTS=quick, and the tiers after it:
#   WPL_CLANG                    the clang of that Emscripten, for modules without Emscripten; empty if not found
#
#   WPL_TESTS=test, and the tier after it:
#   WPL_CHROMIUM                 empty if not found
#   WPL_WASI_SYSROOT             its --sysroot for --target=wasm32-wasi, where wasi-libc is; empty if not found
#   WPL_CARGO, WPL_RUSTC         a Rust that has the target wasm32-unknown-unknown; empty if not found
#   WPL_CARGO_HOME               CARGO_HOME by which that cargo takes that rustc, and crates without a network
#
#   WPL_TESTS=all:
#   WPL_NODE_20, WPL_NODE_26     the last Node without multi-memory, and the newest
#   WPL_TOOLCHAIN_FILE_3_1_69    the oldest Emscripten that we promise to work with; empty where it is not to be had
#   WPL_EMSCRIPTEN_ROOT_3_1_69   its folder
#   WPL_FIREFOX                  empty if not found
#   WPL_WEBKIT_DRIVER, WPL_WEBKIT_BROWSER, WPL_XVFB    WebKitGTK's, and an X server for it; empty if not found
#   WPL_WEBKIT_CURRENT_DRIVER    WebDriver of Debian sid's WebKitGTK, under the same X server; empty where not to be had
#
# AssemblyScript, the WASI shim, sql.js and the tests' tools are among the npm packages of package.json.
#
# A run that finds all in place takes well under a second. Nothing but this repository's presets includes this file.

include("${CMAKE_CURRENT_LIST_DIR}/Steps.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/Debian.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/Node.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/Emscripten.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/Languages.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/Browsers.cmake")

set(WPL_NODE_24_VERSION 24.21.0)
set(WPL_NODE_20_VERSION 20.20.2)
set(WPL_NODE_26_VERSION 26.12.1)

function(wpl_set_up)
  wpl_setup_begin()
  if(WPL_TESTS)
    wpl_setup_debian_packages(${WPL_TESTS})
    wpl_setup_check_compiler()
  else()
    wpl_setup_debian_packages(demo)
  endif()
  wpl_setup_node(${WPL_NODE_24_VERSION} WPL_NODE_24)
  wpl_setup_newest_emscripten(emscripten)
  if(WPL_TESTS)
    wpl_setup_npm_packages()
    wpl_setup_clang("${emscripten}")
  endif()
  if(WPL_DEMO OR WPL_WEB)
    wpl_setup_system_libraries("${emscripten}" -O3)
  endif()
  if(WPL_TESTS MATCHES "^(test|all)$")
    wpl_setup_languages()
    wpl_setup_chromium()
    wpl_setup_exception_libraries("${emscripten}" -O3)
    wpl_setup_system_libraries("${emscripten}" -O0) # else tests that run at once wait for each other to build them
  endif()
  if(WPL_TESTS STREQUAL "all")
    wpl_setup_node(${WPL_NODE_20_VERSION} WPL_NODE_20)
    wpl_setup_node(${WPL_NODE_26_VERSION} WPL_NODE_26)
    wpl_setup_firefox()
    wpl_setup_webkit()
    wpl_setup_current_webkit()
    wpl_setup_exception_libraries("${emscripten}" -O0)
    wpl_setup_oldest_emscripten()
  endif()
  wpl_setup_end()
endfunction()

wpl_set_up()
