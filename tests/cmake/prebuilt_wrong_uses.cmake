# Wrong uses of modules that something else than Emscripten has linked, as those in wrong_uses.cmake. What is wrong with a file itself
# is tested in tests/node/build. Included by CMakeLists.txt.
#
# wpl_wrong_prebuilt_use(<name> configure|build|pass MESSAGE <text> PROJECT <code>)
#
# In its source folder is parser.wasm, which exports a memory, and sum and stop, and imports env.log; and log.mjs, which has it.

set(prebuilt_wat [[(module (import "env" "log" (func (param i32))) (memory (export "memory") 1)
  (func (export "sum") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1))) (func (export "stop")))]])

execute_process(COMMAND "${WPL_EMSCRIPTEN_ROOT}/em-config" BINARYEN_ROOT
  OUTPUT_VARIABLE binaryen OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
set(prebuilt_folder "${CMAKE_CURRENT_BINARY_DIR}/stub/prebuilt")
file(CONFIGURE OUTPUT "${prebuilt_folder}/parser.wat" CONTENT "@prebuilt_wat@" @ONLY)
execute_process(COMMAND "${binaryen}/bin/wasm-as" -mvp "${prebuilt_folder}/parser.wat" -o "${prebuilt_folder}/parser.wasm" COMMAND_ERROR_IS_FATAL ANY)

function(wpl_wrong_prebuilt_use name stage)
  cmake_parse_arguments(PARSE_ARGV 2 ARG "" "MESSAGE;PROJECT;MAIN;LANGUAGES" "")
  if(NOT ARG_LANGUAGES)
    set(ARG_LANGUAGES NONE)
  endif()
  set(source "${CMAKE_CURRENT_BINARY_DIR}/wrong.prebuilt_${name}/source")
  file(COPY "${prebuilt_folder}/parser.wasm" DESTINATION "${source}")
  file(CONFIGURE OUTPUT "${source}/log.mjs" CONTENT "export default () => ({ log() {} });\n" @ONLY)
  wpl_wrong_use(prebuilt_${name} ${stage} MESSAGE "${ARG_MESSAGE}" PROJECT "${ARG_PROJECT}" MAIN "${ARG_MAIN}" SORTER "" LANGUAGES ${ARG_LANGUAGES})
endfunction()

set(prebuilt_side "add_wasm_prebuilt_side_module(parser)")
set(prebuilt_signature "Expected: add_wasm_prebuilt_side_module(<name> FILE <wasm> [GLUE <js> [GLUE_FORMAT ESM|UMD]] [HEADER <header>...] [IMPORTS [<module>=]<file.mjs>...] [WASI <folder>] [INIT <function>...] [MEMORY <name>] [FEATURES <feature>...] [ACCESS DIRECT|IMPORT|ACCESSOR|POINTER|NONE] [GUARDED] [EXCLUDE_FROM_ALL])")

# --- arguments of sides

wpl_wrong_prebuilt_use(no_file configure PROJECT "add_wasm_prebuilt_side_module(parser)\n"
  MESSAGE "${prebuilt_side}: no FILE was given.\n${prebuilt_signature}")
wpl_wrong_prebuilt_use(file_without_keyword configure PROJECT "add_wasm_prebuilt_side_module(parser parser.wasm)\n"
  MESSAGE "${prebuilt_side}: `parser.wasm` is no keyword of this command.\n${prebuilt_signature}")
wpl_wrong_prebuilt_use(keyword_without_value configure PROJECT "add_wasm_prebuilt_side_module(parser FILE parser.wasm INIT)\n"
  MESSAGE "${prebuilt_side}: the keyword INIT has no value.\n${prebuilt_signature}")
wpl_wrong_prebuilt_use(invalid_name configure PROJECT "add_wasm_prebuilt_side_module(my-parser FILE parser.wasm)\n"
  MESSAGE "add_wasm_prebuilt_side_module(my-parser): `my-parser` is no valid module name.")
set(prebuilt_no_file "Name an existing file, relative to @SOURCE@, or one that this project makes (OUTPUT or BYPRODUCTS of a custom command); by its whole path, if its command comes later.")
foreach(row IN ITEMS "FILE|FILE parsed.wasm|parsed.wasm" "GLUE|FILE parser.wasm GLUE parsed.js|parsed.js"
    "HEADER|FILE parser.wasm HEADER parsed.h|parsed.h" "IMPORTS|FILE parser.wasm IMPORTS lug.mjs|lug.mjs")
  string(REPLACE "|" ";" row "${row}")
  list(POP_FRONT row keyword arguments file)
  string(TOLOWER "missing_${keyword}" name)
  wpl_wrong_prebuilt_use(${name} configure PROJECT "add_wasm_prebuilt_side_module(parser ${arguments})\n"
    MESSAGE "${prebuilt_side}: ${keyword} `@SOURCE@/${file}` does not exist.\n${prebuilt_no_file}")
endforeach()
wpl_wrong_prebuilt_use(format_without_glue configure PROJECT "add_wasm_prebuilt_side_module(parser FILE parser.wasm GLUE_FORMAT UMD)\n"
  MESSAGE "${prebuilt_side}: GLUE_FORMAT is given without GLUE.\nAdd GLUE <js>, or remove GLUE_FORMAT.")
wpl_wrong_prebuilt_use(unknown_format configure PROJECT "add_wasm_prebuilt_side_module(parser FILE parser.wasm GLUE log.mjs GLUE_FORMAT CJS)\n"
  MESSAGE "${prebuilt_side}: GLUE_FORMAT `CJS` is not known.\nGLUE_FORMAT is one of ESM, UMD.")
wpl_wrong_prebuilt_use(imports_with_glue configure PROJECT "add_wasm_prebuilt_side_module(parser FILE parser.wasm GLUE log.mjs IMPORTS log.mjs)\n"
  MESSAGE "${prebuilt_side}: IMPORTS is given with GLUE.\nThe glue gives the module all that it imports: remove IMPORTS.")
wpl_wrong_prebuilt_use(two_scripts configure PROJECT "add_wasm_prebuilt_side_module(parser FILE parser.wasm IMPORTS log.mjs env=log.mjs)\n"
  MESSAGE "${prebuilt_side}: IMPORTS has two scripts for the import module `env`.\nJoin them, or name the module of one: <module>=<file.mjs>.")
wpl_wrong_prebuilt_use(script_of_other_type configure PROJECT "add_wasm_prebuilt_side_module(parser FILE parser.wasm IMPORTS js=log.js)\n"
  MESSAGE "${prebuilt_side}: IMPORTS names `js=log.js`, which is no .mjs file.\nGive an ES module whose default export is a function: [<module>=]<file.mjs>.")
wpl_wrong_prebuilt_use(no_shim configure PROJECT "add_wasm_prebuilt_side_module(parser FILE parser.wasm WASI shim)\n"
  MESSAGE "${prebuilt_side}: WASI `@SOURCE@/shim` is no folder of an npm package.\nRun `npm install @bjorn3/browser_wasi_shim`, and name node_modules/@bjorn3/browser_wasi_shim, or leave WASI out: it is looked for from @SOURCE@ upwards.")
wpl_wrong_prebuilt_use(unknown_access configure PROJECT "add_wasm_prebuilt_side_module(parser FILE parser.wasm ACCESS FAST)\n"
  MESSAGE "${prebuilt_side}: ACCESS `FAST` is not known.\nACCESS (property or variable WASM_PSEUDO_LINK_ACCESS) is one of DIRECT, IMPORT, ACCESSOR, POINTER, NONE.")

# --- arguments of mains

wpl_wrong_prebuilt_use(main_without_file configure PROJECT "add_wasm_prebuilt_main_module(app SIDES parser)\n"
  MESSAGE "add_wasm_prebuilt_main_module(app): no FILE was given.\nExpected: add_wasm_prebuilt_main_module(<name> FILE <wasm> [IMPORTS [<module>=]<file.mjs>...] [WASI <folder>] [INIT <function>...] [SIDES <side>...] [LAZY_SIDES <side>...] [EXCLUDE_FROM_ALL])")
wpl_wrong_prebuilt_use(main_with_glue configure PROJECT "add_wasm_prebuilt_main_module(app FILE parser.wasm GLUE log.mjs)\n"
  MESSAGE "add_wasm_prebuilt_main_module(app): `GLUE` is no keyword of this command.")
wpl_wrong_prebuilt_use(main_missing_file configure PROJECT "add_wasm_prebuilt_main_module(app FILE app.wasm)\n"
  MESSAGE "add_wasm_prebuilt_main_module(app): FILE `@SOURCE@/app.wasm` does not exist.\n${prebuilt_no_file}")
wpl_wrong_prebuilt_use(javascript_with_source configure PROJECT "add_wasm_javascript_main_module(app main.js)\n"
  MESSAGE "add_wasm_javascript_main_module(app): `main.js` is no keyword of this command.\nExpected: add_wasm_javascript_main_module(<name> [MEMORY <initial pages> [<maximum>]] [SIDES <side>...] [LAZY_SIDES <side>...] [EXCLUDE_FROM_ALL])")
foreach(row IN ITEMS "words|many" "order|4 2" "large|65537" "three|1 2 3")
  string(REPLACE "|" ";" row "${row}")
  list(POP_FRONT row name pages)
  wpl_wrong_prebuilt_use(memory_${name} configure PROJECT "add_wasm_javascript_main_module(app MEMORY ${pages})\n"
    MESSAGE "add_wasm_javascript_main_module(app): MEMORY `${pages}` is no size of a memory.\nGive pages of 64 KiB, at most 65536: MEMORY <initial> [<maximum>], as in MEMORY 16 1024.")
endforeach()
wpl_wrong_prebuilt_use(unknown_side configure PROJECT "add_wasm_javascript_main_module(app SIDES parser)\n"
  MESSAGE "add_wasm_javascript_main_module(app): SIDES names `parser`, but there is no such target at the end of configure.")

# --- builds

wpl_wrong_prebuilt_use(unsatisfied build PROJECT "add_wasm_prebuilt_side_module(parser FILE parser.wasm)\nadd_wasm_javascript_main_module(app SIDES parser)\n"
  MESSAGE "WasmPseudoLink: parser: nobody satisfies these imports of `@SOURCE@/parser.wasm`:\n  env.log (function vi)\nBuild the module without them, or give them by IMPORTS")
wpl_wrong_prebuilt_use(unsatisfied_in_main build PROJECT "add_wasm_prebuilt_main_module(app FILE parser.wasm)\n"
  MESSAGE "WasmPseudoLink: app: nobody satisfies these imports of `@SOURCE@/parser.wasm`:\n  env.log (function vi)\n")
wpl_wrong_prebuilt_use(side_not_hosted build PROJECT "add_wasm_prebuilt_side_module(parser FILE parser.wasm IMPORTS log.mjs)
execute_process(COMMAND \"${CMAKE_COMMAND}\" -E echo \"(module (import \\\"parser\\\" \\\"sum\\\" (func (param i32 i32) (result i32))) (import \\\"env\\\" \\\"parser_getI32\\\" (func (param i32) (result i32))) (memory (export \\\"memory\\\") 1))\" OUTPUT_FILE \"\${CMAKE_BINARY_DIR}/user.wat\")
execute_process(COMMAND \"${binaryen}/bin/wasm-as\" -mvp user.wat -o user.wasm WORKING_DIRECTORY \"\${CMAKE_BINARY_DIR}\")
add_wasm_prebuilt_side_module(user FILE \"\${CMAKE_BINARY_DIR}/user.wasm\")
add_wasm_javascript_main_module(other SIDES user parser)
add_wasm_javascript_main_module(app SIDES user)\n"
  MESSAGE "WasmPseudoLink: app: `user` imports `parser.sum`, but `parser` is not among SIDES of `app`. Add it.\n`user` imports `env.parser_getI32`, but `parser` is not among SIDES of `app`. Add it.")
wpl_wrong_prebuilt_use(not_among_sides build LANGUAGES C
  PROJECT "add_wasm_prebuilt_side_module(parser FILE parser.wasm IMPORTS log.mjs)\nwasm_generate_api_header(parser)\nadd_wasm_main_module(app main.c LAZY_SIDES parser)\n"
  MAIN "#include \"parser_api.h\"\nPARSER_API int sum(int a, int b);\nint main(void) { return sum(0, 0); }\n"
  MESSAGE "WasmPseudoLink: app: `app` calls `parser.sum` directly, but `parser` is one of LAZY_SIDES, which are not there at start.")
wpl_wrong_prebuilt_use(fuse_first build LANGUAGES C
  PROJECT "file(WRITE \"\${CMAKE_BINARY_DIR}/other.c\" \"__attribute__((used)) int other(int n) { return n; }\\n\")\nadd_wasm_side_module(other \"\${CMAKE_BINARY_DIR}/other.c\")\nadd_wasm_prebuilt_side_module(parser FILE parser.wasm IMPORTS log.mjs)\nadd_wasm_main_module(app main.c SIDES parser other FUSE FUSE_FIRST parser)\n"
  MAIN "int main(void) { return 0; }\n"
  MESSAGE "WasmPseudoLink: app: FUSE_FIRST names `parser`, which is not in the fused file: it is prebuilt. Name one of: app, other.")
