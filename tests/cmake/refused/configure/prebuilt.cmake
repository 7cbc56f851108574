# Modules that Emscripten did not link.

set(languages NONE)
set(sources parser.wasm log.mjs)
set(prebuilt_side "add_wasm_prebuilt_side_module(parser)")
set(prebuilt_signature "Expected: add_wasm_prebuilt_side_module(<name> [FILE <wasm>] [GLUE <js> [GLUE_FORMAT ESM|UMD]] [HEADER <header>...] [IMPORTS [<module>=]<file.mjs>...] [WASI <folder>] [INIT <function>...] [MEMORY <name>] [FEATURES <feature>...] [ACCESS DIRECT|IMPORT|ACCESSOR|POINTER|NONE] [GUARDED] [EXCLUDE_FROM_ALL] [IMPLEMENTS <interface>...])")

refuse(no_file PROJECT "add_wasm_prebuilt_side_module(parser)\n"
  MESSAGE "${prebuilt_side}: no FILE was given.\n${prebuilt_signature}")
refuse(file_without_keyword PROJECT "add_wasm_prebuilt_side_module(parser parser.wasm)\n"
  MESSAGE "${prebuilt_side}: `parser.wasm` is no keyword of this command.\n${prebuilt_signature}")
refuse(keyword_without_value PROJECT "add_wasm_prebuilt_side_module(parser FILE parser.wasm INIT)\n"
  MESSAGE "${prebuilt_side}: the keyword INIT has no value.\n${prebuilt_signature}")
refuse(invalid_name PROJECT "add_wasm_prebuilt_side_module(my-parser FILE parser.wasm)\n"
  MESSAGE "add_wasm_prebuilt_side_module(my-parser): `my-parser` is no valid module name.")
set(prebuilt_no_file "Name an existing file, relative to @SOURCE@, or one that this project makes (OUTPUT or BYPRODUCTS of a custom command); by its whole path, if its command comes later.")
foreach(row IN ITEMS "FILE|FILE parsed.wasm|parsed.wasm" "GLUE|FILE parser.wasm GLUE parsed.js|parsed.js"
    "HEADER|FILE parser.wasm HEADER parsed.h|parsed.h" "IMPORTS|FILE parser.wasm IMPORTS lug.mjs|lug.mjs")
  string(REPLACE "|" ";" row "${row}")
  list(POP_FRONT row keyword arguments file)
  string(TOLOWER "missing_${keyword}" name)
  refuse(${name} PROJECT "add_wasm_prebuilt_side_module(parser ${arguments})\n"
    MESSAGE "${prebuilt_side}: ${keyword} `@SOURCE@/${file}` does not exist.\n${prebuilt_no_file}")
endforeach()
refuse(format_without_glue PROJECT "add_wasm_prebuilt_side_module(parser FILE parser.wasm GLUE_FORMAT UMD)\n"
  MESSAGE "${prebuilt_side}: GLUE_FORMAT is given without GLUE.\nAdd GLUE <js>, or remove GLUE_FORMAT.")
refuse(unknown_format PROJECT "add_wasm_prebuilt_side_module(parser FILE parser.wasm GLUE log.mjs GLUE_FORMAT CJS)\n"
  MESSAGE "${prebuilt_side}: GLUE_FORMAT `CJS` is not known.\nGLUE_FORMAT is one of ESM, UMD.")
refuse(imports_with_glue PROJECT "add_wasm_prebuilt_side_module(parser FILE parser.wasm GLUE log.mjs IMPORTS log.mjs)\n"
  MESSAGE "${prebuilt_side}: IMPORTS is given with GLUE.\nThe glue gives the module all that it imports: remove IMPORTS.")
refuse(two_scripts PROJECT "add_wasm_prebuilt_side_module(parser FILE parser.wasm IMPORTS log.mjs env=log.mjs)\n"
  MESSAGE "${prebuilt_side}: IMPORTS has two scripts for the import module `env`.\nJoin them, or name the module of one: <module>=<file.mjs>.")
refuse(script_of_other_type PROJECT "add_wasm_prebuilt_side_module(parser FILE parser.wasm IMPORTS js=log.js)\n"
  MESSAGE "${prebuilt_side}: IMPORTS names `js=log.js`, which is no .mjs file.\nGive an ES module whose default export is a function: [<module>=]<file.mjs>.")
refuse(no_shim PROJECT "add_wasm_prebuilt_side_module(parser FILE parser.wasm WASI shim)\n"
  MESSAGE "${prebuilt_side}: WASI `@SOURCE@/shim` is no folder of an npm package.\nRun `npm install @bjorn3/browser_wasi_shim`, and name node_modules/@bjorn3/browser_wasi_shim, or leave WASI out: it is looked for from @SOURCE@ upwards.")
refuse(unknown_access PROJECT "add_wasm_prebuilt_side_module(parser FILE parser.wasm ACCESS FAST)\n"
  MESSAGE "${prebuilt_side}: ACCESS `FAST` is not known.\nACCESS (property or variable WASM_PSEUDO_LINK_ACCESS) is one of DIRECT, IMPORT, ACCESSOR, POINTER, NONE.")

refuse(main_without_file PROJECT "add_wasm_prebuilt_main_module(app SIDES parser)\n"
  MESSAGE "add_wasm_prebuilt_main_module(app): no FILE was given.\nExpected: add_wasm_prebuilt_main_module(<name> FILE <wasm> [IMPORTS [<module>=]<file.mjs>...] [WASI <folder>] [INIT <function>...] [SIDES <side>...] [LAZY_SIDES <side>...] [EXCLUDE_FROM_ALL])")
refuse(main_with_glue PROJECT "add_wasm_prebuilt_main_module(app FILE parser.wasm GLUE log.mjs)\n"
  MESSAGE "add_wasm_prebuilt_main_module(app): `GLUE` is no keyword of this command.")
refuse(main_missing_file PROJECT "add_wasm_prebuilt_main_module(app FILE app.wasm)\n"
  MESSAGE "add_wasm_prebuilt_main_module(app): FILE `@SOURCE@/app.wasm` does not exist.\n${prebuilt_no_file}")
refuse(javascript_with_source PROJECT "add_wasm_javascript_main_module(app main.js)\n"
  MESSAGE "add_wasm_javascript_main_module(app): `main.js` is no keyword of this command.\nExpected: add_wasm_javascript_main_module(<name> [MEMORY <initial pages> [<maximum>]] [SIDES <side>...] [LAZY_SIDES <side>...] [EXCLUDE_FROM_ALL])")
foreach(row IN ITEMS "words|many" "order|4 2" "large|65537" "three|1 2 3")
  string(REPLACE "|" ";" row "${row}")
  list(POP_FRONT row name pages)
  refuse(memory_${name} PROJECT "add_wasm_javascript_main_module(app MEMORY ${pages})\n"
    MESSAGE "add_wasm_javascript_main_module(app): MEMORY `${pages}` is no size of a memory.\nGive pages of 64 KiB, at most 65536: MEMORY <initial> [<maximum>], as in MEMORY 16 1024.")
endforeach()
refuse(unknown_side PROJECT "add_wasm_javascript_main_module(app SIDES parser)\n"
  MESSAGE "add_wasm_javascript_main_module(app): SIDES names `parser`, but there is no such target at the end of configure.")
