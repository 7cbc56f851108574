# Wrong uses: what the package refuses, when, and the text that it says. Included by CMakeLists.txt.

# The parts that most wrong uses share; `PROJECT` of wpl_wrong_use replaces what follows find_package.
set(wrong_side_c [[
#include "sorter_api.h"
WPL_EXTERN_C SORTER_API int sorter_twice(int n);
int sorter_twice(int n) { return 2 * n; }
]])
set(wrong_main_c [[
#include "sorter_api.h"
WPL_EXTERN_C SORTER_API int sorter_twice(int n);
int main(void) { return sorter_twice(0); }
]])
set(wrong_project [[
add_wasm_side_module(sorter sorter.c)
wasm_generate_api_header(sorter)
add_wasm_main_module(app main.c SIDES sorter)
]])

# wpl_wrong_use(<name> configure|build|pass MESSAGE <text> [PROJECT <code>] [MORE <code after the usual project>]
#   [SORTER <sorter.c>] [MAIN <main.c>] [CONFIG <config>] [LANGUAGES <list>] [CACHE <variable>=<value>...])
#
# @SOURCE@ in the text is the project's source folder, @BINARY@ its build folder.
function(wpl_wrong_use name stage)
  cmake_parse_arguments(PARSE_ARGV 2 ARG "" "MESSAGE;PROJECT;MORE;SORTER;MAIN;CONFIG;LANGUAGES;TOOLCHAIN" "CACHE")
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/wrong.${name}")
  foreach(part IN ITEMS PROJECT:wrong_project SORTER:wrong_side_c MAIN:wrong_main_c)
    string(REGEX MATCH "(.+):(.+)" part "${part}")
    if(NOT DEFINED ARG_${CMAKE_MATCH_1})
      set(ARG_${CMAKE_MATCH_1} "${${CMAKE_MATCH_2}}")
    endif()
  endforeach()
  if(NOT DEFINED ARG_LANGUAGES)
    set(ARG_LANGUAGES C)
  endif()
  file(CONFIGURE OUTPUT "${folder}/source/CMakeLists.txt" @ONLY CONTENT
"cmake_minimum_required(VERSION 3.25)
project(wrong LANGUAGES @ARG_LANGUAGES@)
find_package(WasmPseudoLink 0.1 REQUIRED CMAKE_FIND_ROOT_PATH_BOTH)
@ARG_PROJECT@@ARG_MORE@")
  file(CONFIGURE OUTPUT "${folder}/source/sorter.c" CONTENT "@ARG_SORTER@" @ONLY)
  file(CONFIGURE OUTPUT "${folder}/source/main.c" CONTENT "@ARG_MAIN@" @ONLY)
  set(SOURCE "${folder}/source")
  set(BINARY "${folder}/build")
  string(CONFIGURE "${ARG_MESSAGE}" ARG_MESSAGE @ONLY)
  file(CONFIGURE OUTPUT "${folder}/message" CONTENT "@ARG_MESSAGE@" @ONLY)
  list(JOIN ARG_CACHE "\n" cache)
  file(CONFIGURE OUTPUT "${folder}/cache" CONTENT "WasmPseudoLink_DIR=${WPL_WRONG_USE_PACKAGE}\n${cache}\n" @ONLY)
  if(NOT DEFINED ARG_TOOLCHAIN)
    set(ARG_TOOLCHAIN "${WPL_TOOLCHAIN_FILE}")
  endif()
  wpl_add_case(wrong.${name} WrongUse.cmake REQUIRES wpl_packages TOOLCHAIN "${ARG_TOOLCHAIN}"
    VARIABLES STAGE=${stage} CONFIG=${ARG_CONFIG})
endfunction()
set(WPL_WRONG_USE_PACKAGE "${CMAKE_CURRENT_BINARY_DIR}/packages/plain/build/package")

set(side_signature "Expected: add_wasm_side_module(<name> <source>... [ACCESS DIRECT|IMPORT|ACCESSOR|POINTER|NONE] [ALLOW_JS] [GUARDED] [EXCLUDE_FROM_ALL])")
set(main_signature "Expected: add_wasm_main_module(<name> <source>... [SIDES <side>...] [LAZY_SIDES <side>...] [FUSE] [FUSE_FIRST <module>] [FUSE_INTERNAL <side>...] [ENVIRONMENT web|worker|node...] [EXCLUDE_FROM_ALL])")

# --- arguments

wpl_wrong_use(unknown_keyword configure PROJECT "add_wasm_side_module(sorter sorter.c ACESS NONE)\n"
  MESSAGE "add_wasm_side_module(sorter): `ACESS` is no keyword of this command and no source file.\n${side_signature}")
wpl_wrong_use(keyword_without_value configure PROJECT "add_wasm_side_module(sorter sorter.c ACCESS)\n"
  MESSAGE "add_wasm_side_module(sorter): the keyword ACCESS has no value.\n${side_signature}")
wpl_wrong_use(sides_without_value configure PROJECT "add_wasm_main_module(app main.c SIDES)\n"
  MESSAGE "add_wasm_main_module(app): the keyword SIDES has no value.\n${main_signature}")
wpl_wrong_use(no_source configure PROJECT "add_wasm_side_module(sorter GUARDED)\n"
  MESSAGE "add_wasm_side_module(sorter): no source file was given.\n${side_signature}")
wpl_wrong_use(missing_source configure PROJECT "add_wasm_main_module(app man.c)\n"
  MESSAGE "add_wasm_main_module(app): the source file `man.c` does not exist.\nSources come directly after the name and are relative to @SOURCE@.")
wpl_wrong_use(source_among_sides configure PROJECT "add_wasm_main_module(app main.c SIDES other.c)\n"
  MESSAGE "add_wasm_main_module(app): `other.c` among SIDES is a source file.\nSIDES and LAZY_SIDES take side modules; sources come directly after the name: add_wasm_main_module(app other.c SIDES ...).")
wpl_wrong_use(invalid_name configure PROJECT "add_wasm_side_module(my-sorter sorter.c)\n"
  MESSAGE "add_wasm_side_module(my-sorter): `my-sorter` is no valid module name.\nIt becomes a C identifier: letters, digits and underscores, starting with a letter, as in `sorter`.")
wpl_wrong_use(reserved_name configure PROJECT "add_wasm_side_module(env sorter.c)\n"
  MESSAGE "add_wasm_side_module(env): `env` is a reserved module name.\nChoose another name, as in `sorter`.")
wpl_wrong_use(unknown_access configure PROJECT "add_wasm_side_module(sorter sorter.c ACCESS FAST)\n"
  MESSAGE "add_wasm_side_module(sorter): ACCESS `FAST` is not known.\nACCESS (property or variable WASM_PSEUDO_LINK_ACCESS) is one of DIRECT, IMPORT, ACCESSOR, POINTER, NONE.")
wpl_wrong_use(unknown_access_property configure
  PROJECT "add_wasm_side_module(sorter sorter.c)\nset_target_properties(sorter PROPERTIES WASM_PSEUDO_LINK_ACCESS none)\n"
  MESSAGE "add_wasm_side_module(sorter): ACCESS `none` is not known.")
wpl_wrong_use(unknown_access_variable configure CACHE WASM_PSEUDO_LINK_ACCESS=LATER
  MESSAGE "add_wasm_side_module(sorter): ACCESS `LATER` is not known.")
wpl_wrong_use(unknown_environment configure PROJECT "add_wasm_main_module(app main.c ENVIRONMENT web deno)\n"
  MESSAGE "add_wasm_main_module(app): ENVIRONMENT `deno` is not known.\nENVIRONMENT (property or variable WASM_PSEUDO_LINK_ENVIRONMENT) is one of web, worker, node.")
wpl_wrong_use(allow_js_with_access configure PROJECT "add_wasm_side_module(sorter sorter.c ACCESS IMPORT ALLOW_JS)\n"
  MESSAGE "add_wasm_side_module(sorter): ALLOW_JS is given with ACCESS IMPORT.\nOnly ACCESS NONE refuses a side its JavaScript: leave ALLOW_JS out.")
wpl_wrong_use(api_header_for_main configure MORE "wasm_generate_api_header(app)\n"
  MESSAGE "wasm_generate_api_header(app): `app` is no side module.\nMake it one by add_wasm_side_module before this call.")
wpl_wrong_use(step_without_role configure PROJECT "add_executable(app main.c)\nwasm_target_sides(app)\n"
  MESSAGE "wasm_target_sides(app): `app` is no main module.\nMake it one by add_wasm_main_module before this call.")

# --- sides

wpl_wrong_use(side_listed_twice configure PROJECT "add_wasm_side_module(sorter sorter.c)\nadd_wasm_main_module(app main.c SIDES sorter LAZY_SIDES sorter)\n"
  MESSAGE "add_wasm_main_module(app): the side `sorter` is listed twice in SIDES and LAZY_SIDES.\nList each side once.")
wpl_wrong_use(fuse_first_without_fuse configure PROJECT "add_wasm_side_module(sorter sorter.c)\nadd_wasm_main_module(app main.c SIDES sorter FUSE_FIRST sorter)\n"
  MESSAGE "add_wasm_main_module(app): FUSE_FIRST `sorter` without FUSE.\nAdd FUSE, or remove FUSE_FIRST.")
wpl_wrong_use(fuse_first_unknown configure PROJECT "add_wasm_side_module(sorter sorter.c)\nadd_wasm_main_module(app main.c SIDES sorter FUSE FUSE_FIRST sorted)\n"
  MESSAGE "add_wasm_main_module(app): FUSE_FIRST names `sorted`, which is not in the fused file.\nName one of: app, sorter.")
wpl_wrong_use(fuse_internal_unknown configure PROJECT "add_wasm_side_module(sorter sorter.c)\nadd_wasm_main_module(app main.c SIDES sorter FUSE FUSE_INTERNAL sorter app)\n"
  MESSAGE "add_wasm_main_module(app): FUSE_INTERNAL names `app`, which is not in the fused file.\nName one of: sorter.")
wpl_wrong_use(fuse_nothing build PROJECT "add_wasm_side_module(sorter sorter.c ACCESS NONE)\nwasm_generate_api_header(sorter)\nadd_wasm_main_module(app main.c SIDES sorter FUSE)\n"
  MESSAGE "WasmPseudoLink: app: FUSE, but no side can be fused with it: it has no static side of ACCESS DIRECT or IMPORT. Remove FUSE.")
wpl_wrong_use(fuse_first_apart build PROJECT [[
add_wasm_side_module(sorter sorter.c ACCESS NONE)
wasm_generate_api_header(sorter)
file(WRITE "${CMAKE_BINARY_DIR}/other.c" "__attribute__((used)) int other(int n) { return n; }\n")
add_wasm_side_module(other "${CMAKE_BINARY_DIR}/other.c")
add_wasm_main_module(app main.c SIDES sorter other FUSE FUSE_FIRST sorter)
]]
  MESSAGE "WasmPseudoLink: app: FUSE_FIRST names `sorter`, which is not in the fused file: ACCESS NONE keeps it apart. Name one of: app, other.")
wpl_wrong_use(fuse_asyncify build MORE "set_target_properties(app PROPERTIES WASM_PSEUDO_LINK_FUSE ON)\ntarget_link_options(app PRIVATE -sASYNCIFY=1)\n"
  MESSAGE "WasmPseudoLink: app: FUSE cannot be combined with -sASYNCIFY. Remove one of them.")
wpl_wrong_use(unknown_side configure PROJECT "add_wasm_main_module(app main.c SIDES sorted)\n"
  MESSAGE "add_wasm_main_module(app): SIDES names `sorted`, but there is no such target at the end of configure.\nAdd it with add_wasm_side_module, or find the package that has it.")
set(no_side "which is not a side module.\nSIDES takes targets made by add_wasm_side_module; a main module cannot be hosted, a library is linked with target_link_libraries.")
wpl_wrong_use(main_as_side configure MORE "add_wasm_main_module(other main.c SIDES app)\n"
  MESSAGE "add_wasm_main_module(other): SIDES names `app`, ${no_side}")
wpl_wrong_use(library_as_side configure MORE "add_library(tools STATIC sorter.c)\nadd_wasm_main_module(other main.c SIDES tools)\n"
  MESSAGE "add_wasm_main_module(other): SIDES names `tools`, ${no_side}")
wpl_wrong_use(cycle configure MORE [[
add_wasm_side_module(stats sorter.c)
target_link_libraries(stats PRIVATE sorter::api)
target_link_libraries(sorter PRIVATE stats::api)
]]
  MESSAGE "add_wasm_side_module(sorter): sides call each other in a cycle: sorter -> stats -> sorter.\nA side's imports must be there before it, so at least one of these calls must go through rb_dlsym or a callback.")
wpl_wrong_use(own_api configure MORE "target_link_libraries(sorter PRIVATE sorter::api)\n"
  MESSAGE "add_wasm_side_module(sorter): `sorter` links its own import library, `sorter::api`, itself or through a library.\nLibraries that are part of `sorter` link `sorter::self`.")
wpl_wrong_use(part_of_side_in_main configure
  MORE "add_library(part STATIC sorter.c)\ntarget_link_libraries(part PRIVATE sorter::self)\ntarget_link_libraries(app PRIVATE part)\n"
  MESSAGE "add_wasm_main_module(app): a library that it links is part of the side `sorter`: it links `sorter::self`.\nLink `sorter::api` in a library that is part of several modules.")

# --- installing

wpl_wrong_use(install_no_module configure MORE "add_executable(tool main.c)\ninstall_wasm_modules(TARGETS tool)\n"
  MESSAGE "install_wasm_modules(tool): `tool` is no main or side module.\nMake it one by add_wasm_main_module or add_wasm_side_module before this call.")
wpl_wrong_use(install_nothing configure MORE "install_wasm_modules()\n" MESSAGE "install_wasm_modules(): no TARGETS were given.")
wpl_wrong_use(install_unknown_keyword configure MORE "install_wasm_modules(sorter TARGETS app)\n"
  MESSAGE "install_wasm_modules(): `sorter` is no keyword of this command.")
wpl_wrong_use(install_package_without_side configure MORE "install_wasm_modules(TARGETS app PACKAGE things)\n"
  MESSAGE "install_wasm_modules(): PACKAGE, VERSION and HEADERS belong to side modules, but TARGETS has none.\nLeave them out, or add a side to TARGETS.")
wpl_wrong_use(install_destination_without_main configure MORE "install_wasm_modules(TARGETS sorter DESTINATION web)\n"
  MESSAGE "install_wasm_modules(): DESTINATION belongs to main modules, but TARGETS has none.\nLeave it out: sides go to share/<package>.")
wpl_wrong_use(install_package_twice configure MORE "install_wasm_modules(TARGETS sorter)\ninstall_wasm_modules(TARGETS sorter)\n"
  MESSAGE "install_wasm_modules(): the package `wrong` is installed twice.\nGive all its sides in one call, or another name by PACKAGE.")
wpl_wrong_use(install_without_used_side configure MORE [[
add_wasm_side_module(stats sorter.c)
target_link_libraries(stats PRIVATE sorter::api)
install_wasm_modules(TARGETS stats)
]]
  MESSAGE "install_wasm_modules(stats): it calls the side `sorter`, which is not among TARGETS of package `wrong`.\nAdd `sorter` to TARGETS.")
wpl_wrong_use(import_other_abi configure PROJECT [[
file(WRITE "${CMAKE_BINARY_DIR}/pkg/sorter/Debug/sorter.module.json" "{\"abi\": 99, \"glue\": {\"url\": \"sorter.mjs\"}}")
wasm_import_side_module(pkg::sorter FOLDER "${CMAKE_BINARY_DIR}/pkg/sorter")
]]
  MESSAGE "wasm_import_side_module(pkg::sorter): `@BINARY@/pkg/sorter/Debug/sorter.module.json` was built for ABI 99 of WasmPseudoLink.\nThis WasmPseudoLink has ABI 1: rebuild one of them.")
wpl_wrong_use(import_nothing configure PROJECT "wasm_import_side_module(pkg::sorter FOLDER \"\${CMAKE_BINARY_DIR}/pkg\")\n"
  MESSAGE "wasm_import_side_module(pkg::sorter): `@BINARY@/pkg` has no <configuration>/sorter.module.json.\nBuild and install the package that has `sorter` again.")

# --- tools

function(wpl_write_stub name text) # a program that only tells its version
  file(WRITE "${CMAKE_CURRENT_BINARY_DIR}/stub/${name}" "${text}")
  file(CHMOD "${CMAKE_CURRENT_BINARY_DIR}/stub/${name}" PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
endfunction()

wpl_wrong_use(old_emscripten configure CACHE EMSCRIPTEN_VERSION=3.1.50
  MESSAGE "is version 3.1.50.\nAt least 3.1.69 is needed: `emsdk install latest` or a newer package.")
wpl_write_stub(node "#!/bin/sh\necho v16.20.2\n")
wpl_wrong_use(old_node configure CACHE "WASM_PSEUDO_LINK_NODE=${CMAKE_CURRENT_BINARY_DIR}/stub/node"
  MESSAGE "add_wasm_side_module(sorter): `${CMAKE_CURRENT_BINARY_DIR}/stub/node` is version 16.20.2.\nAt least 18 is needed. It is the Node.js of Emscripten's configuration (NODE_JS); set WASM_PSEUDO_LINK_NODE to a newer one.")
wpl_wrong_use(no_node configure CACHE "WASM_PSEUDO_LINK_NODE=/nowhere/node"
  MESSAGE "add_wasm_side_module(sorter): `/nowhere/node --version` failed: No such file or directory")
wpl_write_stub(bin/wasm-as "#!/bin/sh\necho 'wasm-as version 108'\n")
wpl_wrong_use(old_binaryen configure
  PROJECT "set(ENV{EM_BINARYEN_ROOT} \"${CMAKE_CURRENT_BINARY_DIR}/stub\")\n${wrong_project}"
  MESSAGE "add_wasm_side_module(sorter): `${CMAKE_CURRENT_BINARY_DIR}/stub/bin/wasm-as` is version 108.\nAt least 118 is needed. It is the binaryen of Emscripten's configuration (BINARYEN_ROOT); install the one that belongs to your Emscripten.")
wpl_wrong_use(no_emscripten configure TOOLCHAIN "${native_toolchain}"
  MESSAGE "add_wasm_side_module(sorter): this project is not configured for Emscripten, but for ${CMAKE_HOST_SYSTEM_NAME}.\nConfigure with `emcmake cmake ...` or with -DCMAKE_TOOLCHAIN_FILE=<emscripten>/cmake/Modules/Platform/Emscripten.cmake. Native unit tests take add_library and wasm_generate_api_header.")

# --- native projects

set(native_remedy "Natively, for unit tests, it takes a library with the side's sources: add_library(sorter STATIC ...). Modules need Emscripten's toolchain file.")
wpl_wrong_use(native_header_of_nothing configure TOOLCHAIN "${native_toolchain}" PROJECT "wasm_generate_api_header(sorter)\n"
  MESSAGE "wasm_generate_api_header(sorter): `sorter` is no library of this native project.\n${native_remedy}")
wpl_wrong_use(native_header_of_program configure TOOLCHAIN "${native_toolchain}"
  PROJECT "add_executable(sorter sorter.c)\nwasm_generate_api_header(sorter)\n"
  MESSAGE "wasm_generate_api_header(sorter): `sorter` is no library of this native project.\n${native_remedy}")
wpl_wrong_use(native_name configure TOOLCHAIN "${native_toolchain}"
  PROJECT "add_library(my-sorter STATIC sorter.c)\nwasm_generate_api_header(my-sorter)\n"
  MESSAGE "wasm_generate_api_header(my-sorter): `my-sorter` is no valid module name.")
wpl_wrong_use(native_import configure TOOLCHAIN "${native_toolchain}" PROJECT "wasm_import_side_module(pkg::sorter FOLDER \"\")\n"
  MESSAGE "wasm_import_side_module(pkg::sorter): this project is not configured for Emscripten, but for ${CMAKE_HOST_SYSTEM_NAME}.")
wpl_wrong_use(native_inside_and_outside configure TOOLCHAIN "${native_toolchain}" PROJECT [[
add_library(sorter STATIC sorter.c)
wasm_generate_api_header(sorter)
add_executable(app main.c)
target_link_libraries(app PRIVATE sorter sorter::api)
]]
  MESSAGE "WASM_PSEUDO_LINK_PLACE_OF_sorter")
wpl_wrong_use(native_library_with_emscripten configure PROJECT "add_library(sorter STATIC sorter.c)\nwasm_generate_api_header(sorter)\n"
  MESSAGE "wasm_generate_api_header(sorter): `sorter` is no side module.\nMake it one by add_wasm_side_module before this call.")

# --- settings: those that cost minutes or leave no glue are refused at configure

foreach(option IN ITEMS -pthread -sSHARED_MEMORY -sWASM_WORKERS=1)
  string(MAKE_C_IDENTIFIER "option${option}" name)
  wpl_wrong_use(${name} configure MORE "target_link_options(app PRIVATE ${option})\n"
    MESSAGE "add_wasm_main_module(app): `${option}` is among its compile or link options.\nThreads are not supported in WasmPseudoLink 0.1: remove it.")
endforeach()
wpl_wrong_use(option_pthread_of_library configure
  MORE "add_library(tools INTERFACE)\ntarget_compile_options(tools INTERFACE -pthread)\ntarget_link_libraries(sorter PRIVATE tools)\n"
  MESSAGE "add_wasm_side_module(sorter): `-pthread` is among its compile or link options.")
wpl_wrong_use(option_memory64 configure MORE "target_link_options(sorter PRIVATE \"SHELL:-s MEMORY64=1\")\n"
  MESSAGE "add_wasm_side_module(sorter): `-sMEMORY64=1` is among its compile or link options.\n64-bit memories are not supported in WasmPseudoLink 0.1: remove it.")
foreach(option IN ITEMS -sMAIN_MODULE=2 -sSIDE_MODULE)
  string(MAKE_C_IDENTIFIER "option${option}" name)
  wpl_wrong_use(${name} configure CACHE "CMAKE_EXE_LINKER_FLAGS=${option}"
    MESSAGE "add_wasm_side_module(sorter): `${option}` is among its compile or link options.\nThese modules share one memory, WasmPseudoLink's have one each: remove it.")
endforeach()

# --- settings that emcc would accept silently

foreach(setting IN ITEMS
    "-sSINGLE_FILE|#error \"WasmPseudoLink: -sSINGLE_FILE leaves no .wasm file for the loader to fetch and check. Remove it.\""
    "-sWASM=0|#error \"WasmPseudoLink: -sWASM=0 and -sWASM=2 replace WebAssembly by JavaScript. Remove the setting.\""
    "-sWASM=2|#error \"WasmPseudoLink: -sWASM=0 and -sWASM=2 replace WebAssembly by JavaScript. Remove the setting.\""
    "-sMINIMAL_RUNTIME|#error \"WasmPseudoLink: -sMINIMAL_RUNTIME has no instantiateWasm hook. Remove it.\""
    "-sWASM_BIGINT=0|#error \"WasmPseudoLink: -sWASM_BIGINT=0 splits the 64-bit accessors into 32-bit halves. Remove it.\""
    "-sINCOMING_MODULE_JS_API=print|#error \"WasmPseudoLink: -sINCOMING_MODULE_JS_API (which -sSTRICT empties) lacks a hook that the loader needs. Add instantiateWasm, wasmMemory, preInit, noInitialRun and arguments to your list, or remove the setting.\""
    "-sEXPORT_ES6=0|#error \"WasmPseudoLink: the loader imports the glue as an ES module with a factory function. Remove your -sMODULARIZE, -sEXPORT_ES6 or -sWASM_ESM_INTEGRATION.\""
    "-sALLOW_TABLE_GROWTH=0|#error \"WasmPseudoLink: -sALLOW_TABLE_GROWTH=0 leaves no room for the functions of other modules. Remove it.\""
    "-sSPLIT_MODULE|#error \"WasmPseudoLink: -sSTANDALONE_WASM and -sSPLIT_MODULE make a .wasm that the loader cannot start. Remove the setting.\""
    "-sIMPORTED_MEMORY=0|WasmPseudoLink: app: its memory is not imported, but the loader makes it before the module. Remove -sIMPORTED_MEMORY=0.")
  string(REGEX MATCH "^([^|]+)\\|(.+)$" all "${setting}")
  set(text "${CMAKE_MATCH_2}")
  set(option "${CMAKE_MATCH_1}")
  string(MAKE_C_IDENTIFIER "setting${option}" name)
  wpl_wrong_use(${name} build MORE "target_link_options(app PRIVATE ${option})\n" MESSAGE "${text}")
endforeach()
if(WPL_TOOLCHAIN_FILE_3_1_69) # newer versions throw objects
  wpl_wrong_use(exceptions_that_are_numbers build CONFIG Release TOOLCHAIN "${WPL_TOOLCHAIN_FILE_3_1_69}"
    MORE "target_link_options(app PRIVATE -fexceptions)\n"
    MESSAGE "WasmPseudoLink: -fexceptions of this Emscripten throws numbers, which other modules take for exceptions of their own. Link with -sEXCEPTION_STACK_TRACES=1, or use -fwasm-exceptions.")
endif()
wpl_wrong_use(suffix build MORE "set_target_properties(app PROPERTIES SUFFIX .js)\n"
  MESSAGE "WasmPseudoLink: app: the target's file is `@BINARY@/app.js`. Leave its property SUFFIX at `.mjs`, by which Node knows a module.")
wpl_wrong_use(settings_replaced build
  MORE "get_target_property(options app LINK_OPTIONS)\nlist(FILTER options EXCLUDE REGEX js-library)\nset_target_properties(app PROPERTIES LINK_OPTIONS \"\${options}\")\n"
  MESSAGE "WasmPseudoLink: app: the glue `app.glue.mjs` was not linked with js/library/wasm_pseudo_link.js.")

# --- API functions

wpl_wrong_use(undefined_symbol build MAIN "int missing(void);\nint main(void) { return missing(); }\n"
  MESSAGE "undefined symbol: missing")
wpl_wrong_use(api_not_exported build SORTER "int unused;\n" MESSAGE "undefined symbol: sorter_twice")
wpl_wrong_use(api_without_header build MAIN "int sorter_twice(int n);\nint main(void) { return sorter_twice(0); }\n"
  MESSAGE "WasmPseudoLink: app: `sorter_twice` is called, an API function of `sorter`, but without its API header. Include the header that declares it.")
wpl_wrong_use(api_signature build
  MAIN "#include \"sorter_api.h\"\nSORTER_API int sorter_twice(double n);\nint main(void) { return sorter_twice(0); }\n"
  MESSAGE "WasmPseudoLink: app: `app` calls `sorter.sorter_twice` as id, but `sorter` defines it as ii (result first). Include the same API header in both.")
wpl_wrong_use(lazy_side_directly build
  PROJECT "add_wasm_side_module(sorter sorter.c)\nwasm_generate_api_header(sorter)\nadd_wasm_main_module(app main.c LAZY_SIDES sorter)\n"
  MESSAGE "WasmPseudoLink: app: `app` calls `sorter.sorter_twice` directly, but `sorter` is one of LAZY_SIDES, which are not there at start. Look it up with wpl::function or rb_dlsym, or move `sorter` to SIDES.")
wpl_wrong_use(api_mangled build LANGUAGES "C CXX"
  PROJECT "set_source_files_properties(sorter.c PROPERTIES LANGUAGE CXX)\n${wrong_project}"
  SORTER "#include \"sorter_api.h\"\nSORTER_API int twice(int n);\nint twice(int n) { return 2 * n; }\n"
  MESSAGE "WasmPseudoLink: sorter: the API function `_Z5twicei` has a C++ mangled name, which differs inside and outside of the module. Declare it extern \"C\".")
wpl_wrong_use(api_named_like_javascript build
  SORTER "#include \"sorter_api.h\"\nSORTER_API void glClear(int n);\nvoid glClear(int n) {}\nSORTER_API int sorter_twice(int n);\nint sorter_twice(int n) { return n; }\n"
  MESSAGE "WasmPseudoLink: the API function glClear of sorter has the name of a function of a JavaScript library. Rename it, or give it another wasm name by SORTER_API_AS.")

# --- ACCESS NONE

set(none "add_wasm_side_module(sorter sorter.c ACCESS NONE)\nwasm_generate_api_header(sorter)\nadd_wasm_main_module(app main.c SIDES sorter)\n")
set(none_js_text "which can reach everything on the page. Remove it (EM_ASM, EM_JS, own js-library, --pre-js, val), or state ALLOW_JS if you trust it.")
string(CONCAT em_asm "#include <emscripten.h>\n" "${wrong_side_c}" "__attribute__((used)) void say(void) { EM_ASM({ console.log(1) }); }\n")
string(CONCAT em_js "#include <emscripten.h>\n" "${wrong_side_c}" "EM_JS(void, shout, (), { console.log(1) });\n__attribute__((used)) void say(void) { shout(); }\n")
string(CONCAT own_js "${wrong_side_c}" "void shout(void);\n__attribute__((used)) void say(void) { shout(); }\n")
string(CONCAT run_script "#include <emscripten.h>\n" "${wrong_side_c}" "__attribute__((used)) void say(void) { emscripten_run_script(\"1\"); }\n")
set(own_js_project "file(WRITE \"\${CMAKE_BINARY_DIR}/own.js\" \"addToLibrary({ shout: () => console.log(1) });\")\n${none}")
string(APPEND own_js_project "target_link_options(sorter PRIVATE \"SHELL:--js-library \\\"\${CMAKE_BINARY_DIR}/own.js\\\"\")\n")
wpl_wrong_use(none_em_asm build CONFIG Release PROJECT "${none}" SORTER "${em_asm}"
  MESSAGE "WasmPseudoLink: sorter: ACCESS NONE, but it runs JavaScript of its own (`emscripten_asm_const_int`), ${none_js_text}")
wpl_wrong_use(none_em_js build CONFIG Release PROJECT "${none}" SORTER "${em_js}"
  MESSAGE "WasmPseudoLink: sorter: ACCESS NONE, but it runs JavaScript of its own (`shout`), ${none_js_text}")
wpl_wrong_use(none_run_script build PROJECT "${none}" SORTER "${run_script}"
  MESSAGE "WasmPseudoLink: sorter: ACCESS NONE, but it runs JavaScript of its own (`emscripten_run_script`), ${none_js_text}")
wpl_wrong_use(none_own_js_library build PROJECT "${own_js_project}" SORTER "${own_js}"
  MESSAGE "WasmPseudoLink: sorter: ACCESS NONE, but it runs JavaScript of its own (`shout`), ${none_js_text}")
wpl_wrong_use(none_pre_js build
  PROJECT "file(WRITE \"\${CMAKE_BINARY_DIR}/pre.js\" \"\")\n${none}target_link_options(sorter PRIVATE \"SHELL:--pre-js \\\"\${CMAKE_BINARY_DIR}/pre.js\\\"\")\n"
  MESSAGE "WasmPseudoLink: sorter: ACCESS NONE, but it runs JavaScript of its own (`pre.js`), ${none_js_text}")
wpl_wrong_use(none_imports_main build PROJECT "${none}"
  SORTER "int main_getI32(unsigned);\n__attribute__((used)) int sorter_twice(int n) { return main_getI32(n); }\n"
  MESSAGE "undefined symbol: main_getI32")
wpl_wrong_use(none_uses_main_header build PROJECT "${none}"
  SORTER "#include \"sorter_api.h\"\nSORTER_API int sorter_twice(int n);\nint sorter_twice(int n) { return main_getI32(n); }\n"
  MESSAGE "WasmPseudoLink: this side has ACCESS NONE")
wpl_wrong_use(none_imports_side build
  PROJECT "add_wasm_side_module(other sorter.c)\nset_target_properties(other PROPERTIES COMPILE_DEFINITIONS OTHER)\nadd_wasm_side_module(sorter sorter.c ACCESS NONE)\ntarget_link_libraries(sorter PRIVATE other::api)\n"
  SORTER "#ifdef OTHER\n__attribute__((used)) int twice(int n) { return n; }\n#else\n__attribute__((import_module(\"other\"))) int twice(int);\n__attribute__((used)) int four(int n) { return twice(twice(n)); }\n#endif\n"
  MESSAGE "WasmPseudoLink: sorter: ACCESS NONE, but its wasm imports the function `other.twice`, by which it reaches another module. Use another access mode, or remove the call or setting that needs it.")
wpl_wrong_use(none_imports_memory build PROJECT "${none}target_link_options(sorter PRIVATE -sIMPORTED_MEMORY)\n"
  MESSAGE "WasmPseudoLink: sorter: ACCESS NONE, but its wasm imports the memory `env.memory`, by which it reaches another module. Use another access mode, or remove the call or setting that needs it.")

# The right uses next to them pass.
string(REPLACE "NONE" "NONE ALLOW_JS" allow_js "${own_js_project}")
wpl_wrong_use(none_allow_js pass PROJECT "${allow_js}" SORTER "${own_js}" MESSAGE "")
string(CONCAT prints "#include <stdio.h>\n#include <stdlib.h>\n" "${wrong_side_c}" "__attribute__((used)) void *say(void) { puts(\"hello\"); return malloc(4); }\n")
wpl_wrong_use(none_plain_c pass PROJECT "${none}" SORTER "${prints}" MESSAGE "")
