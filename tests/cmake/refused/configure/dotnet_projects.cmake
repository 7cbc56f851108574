# C# projects that cannot be sides, as MSBuild reads them.

set(sources main.c Script.cs)
set(project [[
add_wasm_dotnet_side_module(script PROJECT Script.csproj)
wasm_generate_api_header(script)
add_wasm_main_module(app main.c SIDES script)
]])
set(cache "WASM_PSEUDO_LINK_DOTNET=${DOTNET}" "WASM_PSEUDO_LINK_DOTNET_RESTORED=${DOTNET} ${DOTNET_VERSION}")
string(REGEX MATCH "^[0-9]+" major "${DOTNET_VERSION}")
set(before "<Project Sdk=\"Microsoft.NET.Sdk\">\n<PropertyGroup>")
set(after "</PropertyGroup>\n<ItemGroup><PackageReference Include=\"WasmPseudoLink\" Version=\"0.1.0\" /></ItemGroup>\n</Project>\n")
set(right "${before}<TargetFramework>net${major}.0</TargetFramework>${after}")

set(dotnet_command "add_wasm_dotnet_side_module(script)")
set(dotnet_project "${dotnet_command}: `@SOURCE@/Script.csproj`")
refuse(malformed CSPROJ "<Project>\n<ProprtyGroup>\n</Project>\n"
  MESSAGE "${dotnet_command}: MSBuild cannot read `@SOURCE@/Script.csproj`:\n@SOURCE@/Script.csproj(3,3): error MSB4025:")
refuse(program CSPROJ "${before}<OutputType>Exe</OutputType><TargetFramework>net${major}.0</TargetFramework>${after}"
  MESSAGE "${dotnet_project} has the OutputType `Exe`.\nA side is a class library: remove OutputType. Its exports are called by others, it has no Main.")
refuse(without_package CSPROJ "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net${major}.0</TargetFramework></PropertyGroup></Project>\n"
  MESSAGE "${dotnet_project} does not reference the package WasmPseudoLink.\nAdd <PackageReference Include=\"WasmPseudoLink\" Version=\"0.1.0\" /> to an ItemGroup.")
refuse(assembly_name CSPROJ "${before}<TargetFramework>net${major}.0</TargetFramework><AssemblyName>My Script</AssemblyName>${after}"
  MESSAGE "${dotnet_project} has the AssemblyName `My Script`.\nIt becomes a file name on servers and part of a C# name: use letters, digits, `_`, `.` and `-`.")
refuse(netstandard CSPROJ "${before}<TargetFramework>netstandard2.1</TargetFramework>${after}"
  MESSAGE "${dotnet_project} has the TargetFramework `netstandard2.1`.\nA side needs net8.0 or newer, as in <TargetFramework>net${major}.0</TargetFramework>.")
refuse(net7 CSPROJ "${before}<TargetFramework>net7.0</TargetFramework>${after}"
  MESSAGE "${dotnet_project} has the TargetFramework `net7.0`.\nA side needs net8.0 or newer")
refuse(net99 CSPROJ "${before}<TargetFramework>net99.0</TargetFramework>${after}"
  MESSAGE "${dotnet_project} has the TargetFramework `net99.0`, but the .NET SDK is version ${major}.\nInstall the .NET SDK 99, or choose net${major}.0.")
refuse(frameworks CSPROJ "${before}<TargetFrameworks>net8.0;net9.0</TargetFrameworks>${after}"
  MESSAGE "${dotnet_project} has the TargetFrameworks `net8.0;net9.0`.\nA side is built for one: <TargetFramework>net${major}.0</TargetFramework>. Put what is shared into a project that this one references.")
string(REPLACE "<ItemGroup>" "<ItemGroup><ProjectReference Include=\"Other.csproj\" />" with_reference "${right}")
refuse(missing_reference CSPROJ "${with_reference}"
  MESSAGE "${dotnet_project} references the project `@SOURCE@/Other.csproj`, which does not exist.\nPut the ProjectReference right.")
refuse(same_file_name CSPROJ "${right}"
  PROJECT "file(COPY Script.csproj DESTINATION \"\${CMAKE_BINARY_DIR}/copy\")\nadd_wasm_dotnet_side_module(script PROJECT Script.csproj)\nadd_wasm_dotnet_side_module(copy PROJECT \"\${CMAKE_BINARY_DIR}/copy/Script.csproj\")\n"
  MESSAGE "add_wasm_dotnet_side_module(copy): two C# projects have the same file name: `@SOURCE@/Script.csproj` and `@BINARY@/copy/Script.csproj`.\nAll C# sides are built together: rename one of them.")
refuse(access_direct CSPROJ "${right}" PROJECT "add_wasm_dotnet_side_module(script PROJECT Script.csproj ACCESS DIRECT)\n"
  MESSAGE "${dotnet_command}: ACCESS `DIRECT` is not known.\nACCESS (property or variable WASM_PSEUDO_LINK_ACCESS) is one of IMPORT, NONE.")
refuse(installed_alone CSPROJ "${right}" PROJECT "${project}install_wasm_modules(TARGETS app script)\n"
  MESSAGE "install_wasm_modules(): `script` among TARGETS is a side in C#.\nIt is published with the main module that hosts it, and is installed with that: remove `script` from TARGETS. Another project takes the C# project itself.")
