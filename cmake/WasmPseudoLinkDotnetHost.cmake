# The .NET runtime of a main module with C# sides: one host program for all mains that host the same ones, published with them.
#
#   wasm_pseudo_link/
#     dotnet/<config>/             what dotnet builds (its ArtifactsPath), for all C# sides and mains
#     <side>/<config>/             <side>.api.json, what the assembly tells; inputs/, what its build read; include/<side>_api.h
#     <main>/host/                 <main>.Host.csproj and Program.cs, of the first main with these sides
#     <main>/<config>/             <main>.dotnet.json, the manifest's part on the runtime

# Those of the sides that are in C#.
function(_wpl_dotnet_sides sides result)
  set(found "")
  foreach(side IN LISTS sides)
    get_target_property(kind ${side} WASM_PSEUDO_LINK_KIND)
    if(kind STREQUAL "dotnet")
      list(APPEND found ${side})
    endif()
  endforeach()
  set(${result} "${found}" PARENT_SCOPE)
endfunction()

# The main that publishes for all with these C# sides: the first of them.
function(_wpl_dotnet_publisher main sides result)
  list(SORT sides)
  list(JOIN sides " " key)
  get_property(publisher GLOBAL PROPERTY "WASM_PSEUDO_LINK_DOTNET_PUBLISHER_${key}")
  if(NOT publisher)
    set(publisher ${main})
    set_property(GLOBAL PROPERTY "WASM_PSEUDO_LINK_DOTNET_PUBLISHER_${key}" ${main})
  endif()
  set(${result} ${publisher} PARENT_SCOPE)
endfunction()

# Adds <main>-dotnet, the publishing of main's C# sides; <stamp> becomes the file that changes with it, <config> the members of
# main's configuration for js/build/publish_dotnet.mjs. Both are empty without C# sides.
function(_wpl_add_dotnet_host main sides stamp config)
  set(${stamp} "" PARENT_SCOPE)
  set(${config} "" PARENT_SCOPE)
  _wpl_dotnet_sides("${sides}" sides)
  if(NOT sides)
    return()
  endif()
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  get_property(node GLOBAL PROPERTY WASM_PSEUDO_LINK_NODE)
  _wpl_module_folder(${main} folder)
  _wpl_dotnet_publisher(${main} "${sides}" publisher)
  set(depends ${sides})
  list(TRANSFORM depends APPEND -assembly)
  set(work "Publishing")
  if(publisher STREQUAL main)
    _wpl_write_dotnet_host(${main} "${sides}" inputs)
    foreach(side IN LISTS sides)
      get_target_property(side_stamp ${side} WASM_PSEUDO_LINK_STAMP)
      list(APPEND inputs "${side_stamp}")
    endforeach()
  else()
    _wpl_module_folder(${publisher} published)
    set(inputs "${published}/${publisher}.dotnet.stamp")
    list(APPEND depends ${publisher}-dotnet)
    set(work "Staging")
  endif()
  set(output "${folder}/${main}.dotnet.stamp")
  add_custom_command(
    OUTPUT "${output}"
    BYPRODUCTS "${folder}/${main}.dotnet.json"
    COMMAND "${node}" "${root}/js/build/publish_dotnet.mjs" "${folder}/${main}.config.json"
    COMMAND "${CMAKE_COMMAND}" -E touch "${output}"
    DEPENDS ${inputs} "${folder}/${main}.config.json" "${root}/js/build/publish_dotnet.mjs" "${root}/js/build/dotnet_runtime.mjs"
      "${root}/js/build/dotnet.mjs"
    COMMENT "${work} the .NET runtime and the C# sides of ${main}"
    VERBATIM)
  add_custom_target(${main}-dotnet DEPENDS "${output}")
  add_dependencies(${main}-dotnet ${depends})
  set_property(TARGET ${main} APPEND PROPERTY ADDITIONAL_CLEAN_FILES "$<TARGET_FILE_DIR:${main}>/$<TARGET_FILE_BASE_NAME:${main}>.dotnet")
  set(${stamp} "${output}" PARENT_SCOPE)
  _wpl_dotnet_host_config(${main} ${publisher} "${sides}" members)
  set(${config} "${members}" PARENT_SCOPE)
endfunction()

function(_wpl_dotnet_host_config main publisher sides result)
  _wpl_module_folder(${main} folder)
  list(GET sides 0 first)
  _wpl_dotnet_settings(${first} settings)
  set(entries "")
  foreach(side IN LISTS sides)
    get_target_property(project ${side} WASM_PSEUDO_LINK_DOTNET_PROJECT)
    set(configuration "$<TARGET_GENEX_EVAL:${side},$<TARGET_PROPERTY:${side},WASM_PSEUDO_LINK_CONFIGURATION>>")
    list(APPEND entries "    { \"name\": \"${side}\", \"project\": \"${project}\", \"configuration\": \"${configuration}\" }")
  endforeach()
  list(JOIN entries ",\n" entries)
  set(${result} "  \"dotnet\": {
${settings}
  \"publisher\": \"${publisher}\",
  \"project\": \"${CMAKE_BINARY_DIR}/wasm_pseudo_link/${publisher}/host/${publisher}.Host.csproj\",
  \"manifestFile\": \"${folder}/${main}.dotnet.json\",
  \"sides\": [
${entries}
  ] },
" PARENT_SCOPE)
endfunction()

# Writes the host program; <result> becomes its files.
function(_wpl_write_dotnet_host main sides result)
  get_property(root GLOBAL PROPERTY WASM_PSEUDO_LINK_ROOT)
  get_property(WPL_GENERATOR GLOBAL PROPERTY WASM_PSEUDO_LINK_GENERATOR)
  set(WPL_MAIN ${main})
  set(newest 8.0)
  set(WPL_TRIMMED true)
  set(WPL_INVARIANT true)
  set(WPL_REFERENCES "")
  set(WPL_REGISTRATIONS "")
  foreach(side IN LISTS sides)
    foreach(property IN ITEMS PROJECT ASSEMBLYNAME TARGETFRAMEWORK PUBLISHTRIMMED INVARIANTGLOBALIZATION)
      get_target_property(${property} ${side} WASM_PSEUDO_LINK_DOTNET_${property})
    endforeach()
    string(REPLACE "net" "" version ${TARGETFRAMEWORK})
    if(version VERSION_GREATER newest)
      set(newest ${version})
    endif()
    if(PUBLISHTRIMMED MATCHES "^[Ff]alse$")
      set(WPL_TRIMMED false)
    endif()
    if(INVARIANTGLOBALIZATION MATCHES "^[Ff]alse$")
      set(WPL_INVARIANT false)
    endif()
    _wpl_xml_text("${PROJECT}" reference)
    string(APPEND WPL_REFERENCES "    <ProjectReference Include=\"${reference}\" />\n")
    string(MAKE_C_IDENTIFIER "${ASSEMBLYNAME}" class)
    string(APPEND WPL_REGISTRATIONS "PseudoLink.AddSide(\"${side}\", WasmPseudoLink.Generated.${class}Exports.Register);\n")
  endforeach()
  set(WPL_FRAMEWORK net${newest})
  list(GET sides 0 first)
  get_target_property(WPL_CONFIG_FOLDER ${first} WASM_PSEUDO_LINK_DOTNET_PROJECT)
  cmake_path(GET WPL_CONFIG_FOLDER PARENT_PATH WPL_CONFIG_FOLDER)
  _wpl_xml_text("${WPL_CONFIG_FOLDER}" WPL_CONFIG_FOLDER)
  set(folder "${CMAKE_BINARY_DIR}/wasm_pseudo_link/${main}/host")
  configure_file("${root}/templates/dotnet_host.csproj.in" "${folder}/${main}.Host.csproj" @ONLY)
  configure_file("${root}/templates/dotnet_host.cs.in" "${folder}/Program.cs" @ONLY)
  set(${result} "${folder}/${main}.Host.csproj" "${folder}/Program.cs" PARENT_SCOPE)
endfunction()

# A path as text of an XML attribute that MSBuild reads.
function(_wpl_xml_text text result)
  foreach(pair IN ITEMS "%|%25" "&|&amp;" "<|&lt;" "\"|&quot;" "$|%24" "@|%40" "'|%27")
    string(REGEX MATCH "^(.)\\|(.*)$" pair "${pair}")
    string(REPLACE "${CMAKE_MATCH_1}" "${CMAKE_MATCH_2}" text "${text}")
  endforeach()
  set(${result} "${text}" PARENT_SCOPE)
endfunction()
