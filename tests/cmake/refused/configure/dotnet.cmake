# Arguments of add_wasm_dotnet_side_module, and .NET SDKs that will not do.

set(sources main.c Script.csproj Script.cs)
write_stub(dotnet "echo 10.0.100")
set(cache "WASM_PSEUDO_LINK_DOTNET=${stub}/dotnet" "WASM_PSEUDO_LINK_DOTNET_RESTORED=${stub}/dotnet 10.0.100")
set(project [[
add_wasm_dotnet_side_module(script PROJECT Script.csproj)
wasm_generate_api_header(script)
add_wasm_main_module(app main.c SIDES script)
]])
set(dotnet_command "add_wasm_dotnet_side_module(script)")
set(dotnet_signature "Expected: add_wasm_dotnet_side_module(<name> PROJECT <csproj> [CONFIGURATION <configuration>] [ACCESS IMPORT|NONE] [GUARDED] [EXCLUDE_FROM_ALL])")

refuse(no_project PROJECT "add_wasm_dotnet_side_module(script)\n"
  MESSAGE "${dotnet_command}: no PROJECT was given.\n${dotnet_signature}")
refuse(project_without_keyword PROJECT "add_wasm_dotnet_side_module(script Script.csproj)\n"
  MESSAGE "${dotnet_command}: `Script.csproj` is no keyword of this command.\n${dotnet_signature}")
refuse(keyword_without_value PROJECT "add_wasm_dotnet_side_module(script PROJECT Script.csproj CONFIGURATION)\n"
  MESSAGE "${dotnet_command}: the keyword CONFIGURATION has no value.\n${dotnet_signature}")
refuse(invalid_name PROJECT "add_wasm_dotnet_side_module(my-script PROJECT Script.csproj)\n"
  MESSAGE "add_wasm_dotnet_side_module(my-script): `my-script` is no valid module name.")
refuse(missing_project PROJECT "add_wasm_dotnet_side_module(script PROJECT Scripts.csproj)\n"
  MESSAGE "${dotnet_command}: PROJECT `@SOURCE@/Scripts.csproj` is no C# project file.\nName an existing .csproj, relative to @SOURCE@.")
refuse(source_as_project PROJECT "add_wasm_dotnet_side_module(script PROJECT Script.cs)\n"
  MESSAGE "${dotnet_command}: PROJECT `@SOURCE@/Script.cs` is no C# project file.")

set(dotnet_remedy "C# sides are built with the .NET SDK 8 or newer (https://dot.net, or a package such as dotnet-sdk-10.0), without workloads; at the first configure it gets the runtime's files from NuGet. Put `dotnet` on PATH, or name it by -DWASM_PSEUDO_LINK_DOTNET=<path>. A project that can do without asks wasm_find_dotnet first.")
refuse(no_dotnet CACHE WASM_PSEUDO_LINK_DOTNET=/nowhere/dotnet
  MESSAGE "${dotnet_command}: `/nowhere/dotnet --version` failed (1): No such file or directory\n${dotnet_remedy}")
write_stub(dotnet_7/dotnet "echo 7.0.410")
refuse(old_dotnet CACHE WASM_PSEUDO_LINK_DOTNET=${stub}/dotnet_7/dotnet
  MESSAGE "${dotnet_command}: `${stub}/dotnet_7/dotnet` is the .NET SDK 7.0.410.\n${dotnet_remedy}")
write_stub(dotnet_offline/dotnet "test \"$1\" = --version && echo 8.0.100 && exit 0\necho '/x.csproj : error NU1101: Unable to find package P. [/x.csproj]'\nexit 1")
refuse(offline CACHE WASM_PSEUDO_LINK_DOTNET=${stub}/dotnet_offline/dotnet
  MESSAGE "${dotnet_command}: `${stub}/dotnet_offline/dotnet` cannot get .NET's WebAssembly runtime from NuGet: error NU1101: Unable to find package P.\n${dotnet_remedy}")

# A project that can do without C# sides asks first.
accept(without CACHE WASM_PSEUDO_LINK_DOTNET=/nowhere/dotnet PROJECT [[
wasm_find_dotnet(dotnet)
if(dotnet OR NOT dotnet_REASON MATCHES "^`/nowhere/dotnet --version` failed")
  message(FATAL_ERROR "`${dotnet}` was found: ${dotnet_REASON}")
endif()
add_wasm_main_module(app main.c)
]])
