# Wrong uses of sides in C#, as those in wrong_uses.cmake. Included by CMakeLists.txt where the .NET SDK is.
#
# wpl_wrong_dotnet_use(<name> configure|build|pass MESSAGE <text> [PROJECT <code>] [MAIN <main.c>] [CSPROJ <Script.csproj>]
#   [PROPERTIES <of the usual Script.csproj>] [CS <Script.cs>] [CONFIG <config>] [CACHE <variable>=<value>...])

set(wrong_dotnet_project [[
add_wasm_dotnet_side_module(script PROJECT Script.csproj)
wasm_generate_api_header(script)
add_wasm_main_module(app main.c SIDES script)
]])
set(wrong_dotnet_main_c [[
#include "script_api.h"
SCRIPT_API int twice(int n);
int main(void) { return twice(0); }
]])
set(wrong_dotnet_cs [[
internal static partial class Script {
  [WasmPseudoLink.PseudoLinkExport("twice")] internal static int Twice(int n) => 2 * n;
}
]])

function(wpl_wrong_dotnet_use name stage)
  cmake_parse_arguments(PARSE_ARGV 2 ARG "" "MESSAGE;PROJECT;MAIN;CSPROJ;PROPERTIES;CS;CONFIG" "CACHE")
  foreach(part IN ITEMS PROJECT:wrong_dotnet_project MAIN:wrong_dotnet_main_c CS:wrong_dotnet_cs)
    string(REGEX MATCH "(.+):(.+)" part "${part}")
    if(NOT DEFINED ARG_${CMAKE_MATCH_1})
      set(ARG_${CMAKE_MATCH_1} "${${CMAKE_MATCH_2}}")
    endif()
  endforeach()
  if(NOT DEFINED ARG_PROPERTIES)
    set(ARG_PROPERTIES "<TargetFramework>net${sdk_major}.0</TargetFramework>")
  endif()
  if(NOT DEFINED ARG_CSPROJ)
    string(CONCAT ARG_CSPROJ "<Project Sdk=\"Microsoft.NET.Sdk\">\n"
      "<PropertyGroup><AllowUnsafeBlocks>true</AllowUnsafeBlocks>${ARG_PROPERTIES}</PropertyGroup>\n"
      "<ItemGroup><PackageReference Include=\"WasmPseudoLink\" Version=\"0.1.0\" /></ItemGroup>\n</Project>\n")
  endif()
  file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/wrong.dotnet_${name}/source/Script.csproj" CONTENT "@ARG_CSPROJ@" @ONLY)
  file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/wrong.dotnet_${name}/source/Script.cs" CONTENT "@ARG_CS@" @ONLY)
  wpl_wrong_use(dotnet_${name} ${stage} MESSAGE "${ARG_MESSAGE}" PROJECT "${ARG_PROJECT}" MAIN "${ARG_MAIN}" SORTER "" CONFIG "${ARG_CONFIG}"
    CACHE ${ARG_CACHE})
endfunction()

set(dotnet_command "add_wasm_dotnet_side_module(script)")
set(dotnet_signature "Expected: add_wasm_dotnet_side_module(<name> PROJECT <csproj> [CONFIGURATION <configuration>] [ACCESS IMPORT|NONE] [GUARDED] [EXCLUDE_FROM_ALL])")

# --- arguments

wpl_wrong_dotnet_use(no_project configure PROJECT "add_wasm_dotnet_side_module(script)\n"
  MESSAGE "${dotnet_command}: no PROJECT was given.\n${dotnet_signature}")
wpl_wrong_dotnet_use(project_without_keyword configure PROJECT "add_wasm_dotnet_side_module(script Script.csproj)\n"
  MESSAGE "${dotnet_command}: `Script.csproj` is no keyword of this command.\n${dotnet_signature}")
wpl_wrong_dotnet_use(keyword_without_value configure PROJECT "add_wasm_dotnet_side_module(script PROJECT Script.csproj CONFIGURATION)\n"
  MESSAGE "${dotnet_command}: the keyword CONFIGURATION has no value.\n${dotnet_signature}")
wpl_wrong_dotnet_use(invalid_name configure PROJECT "add_wasm_dotnet_side_module(my-script PROJECT Script.csproj)\n"
  MESSAGE "add_wasm_dotnet_side_module(my-script): `my-script` is no valid module name.")
wpl_wrong_dotnet_use(missing_project configure PROJECT "add_wasm_dotnet_side_module(script PROJECT Scripts.csproj)\n"
  MESSAGE "${dotnet_command}: PROJECT `@SOURCE@/Scripts.csproj` is no C# project file.\nName an existing .csproj, relative to @SOURCE@.")
wpl_wrong_dotnet_use(source_as_project configure PROJECT "add_wasm_dotnet_side_module(script PROJECT Script.cs)\n"
  MESSAGE "${dotnet_command}: PROJECT `@SOURCE@/Script.cs` is no C# project file.")
wpl_wrong_dotnet_use(access_direct configure PROJECT "add_wasm_dotnet_side_module(script PROJECT Script.csproj ACCESS DIRECT)\n"
  MESSAGE "${dotnet_command}: ACCESS `DIRECT` is not known.\nACCESS (property or variable WASM_PSEUDO_LINK_ACCESS) is one of IMPORT, NONE.")
wpl_wrong_dotnet_use(installed_alone configure PROJECT "${wrong_dotnet_project}install_wasm_modules(TARGETS app script)\n"
  MESSAGE "install_wasm_modules(): `script` among TARGETS is a side in C#.\nIt is published with the main module that hosts it, and is installed with that: remove `script` from TARGETS. Another project takes the C# project itself.")

# --- projects

set(dotnet_project "${dotnet_command}: `@SOURCE@/Script.csproj`")
wpl_wrong_dotnet_use(malformed configure CSPROJ "<Project>\n<ProprtyGroup>\n</Project>\n"
  MESSAGE "${dotnet_command}: MSBuild cannot read `@SOURCE@/Script.csproj`:\n@SOURCE@/Script.csproj(3,3): error MSB4025:")
wpl_wrong_dotnet_use(program configure PROPERTIES "<OutputType>Exe</OutputType><TargetFramework>net${sdk_major}.0</TargetFramework>"
  MESSAGE "${dotnet_project} has the OutputType `Exe`.\nA side is a class library: remove OutputType. Its exports are called by others, it has no Main.")
wpl_wrong_dotnet_use(without_package configure
  CSPROJ "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net${sdk_major}.0</TargetFramework></PropertyGroup></Project>\n"
  MESSAGE "${dotnet_project} does not reference the package WasmPseudoLink.\nAdd <PackageReference Include=\"WasmPseudoLink\" Version=\"${PROJECT_VERSION}\" /> to an ItemGroup.")
wpl_wrong_dotnet_use(assembly_name configure PROPERTIES "<TargetFramework>net${sdk_major}.0</TargetFramework><AssemblyName>My Script</AssemblyName>"
  MESSAGE "${dotnet_project} has the AssemblyName `My Script`.\nIt becomes a file name on servers and part of a C# name: use letters, digits, `_`, `.` and `-`.")
wpl_wrong_dotnet_use(netstandard configure PROPERTIES "<TargetFramework>netstandard2.1</TargetFramework>"
  MESSAGE "${dotnet_project} has the TargetFramework `netstandard2.1`.\nA side needs net8.0 or newer, as in <TargetFramework>net${sdk_major}.0</TargetFramework>.")
wpl_wrong_dotnet_use(net7 configure PROPERTIES "<TargetFramework>net7.0</TargetFramework>"
  MESSAGE "${dotnet_project} has the TargetFramework `net7.0`.\nA side needs net8.0 or newer")
wpl_wrong_dotnet_use(net99 configure PROPERTIES "<TargetFramework>net99.0</TargetFramework>"
  MESSAGE "${dotnet_project} has the TargetFramework `net99.0`, but the .NET SDK is version ${sdk_major}.\nInstall the .NET SDK 99, or choose net${sdk_major}.0.")
wpl_wrong_dotnet_use(frameworks configure PROPERTIES "<TargetFrameworks>net8.0;net9.0</TargetFrameworks>"
  MESSAGE "${dotnet_project} has the TargetFrameworks `net8.0;net9.0`.\nA side is built for one: <TargetFramework>net${sdk_major}.0</TargetFramework>. Put what is shared into a project that this one references.")
string(REPLACE "</PropertyGroup>" "</PropertyGroup><ItemGroup><ProjectReference Include=\"Other.csproj\" /><PackageReference Include=\"WasmPseudoLink\" /></ItemGroup>"
  with_reference "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net${sdk_major}.0</TargetFramework></PropertyGroup></Project>\n")
wpl_wrong_dotnet_use(missing_reference configure CSPROJ "${with_reference}"
  MESSAGE "${dotnet_project} references the project `@SOURCE@/Other.csproj`, which does not exist.\nPut the ProjectReference right.")
wpl_wrong_dotnet_use(same_file_name configure
  PROJECT "file(COPY Script.csproj DESTINATION \"\${CMAKE_BINARY_DIR}/copy\")\nadd_wasm_dotnet_side_module(script PROJECT Script.csproj)\nadd_wasm_dotnet_side_module(copy PROJECT \"\${CMAKE_BINARY_DIR}/copy/Script.csproj\")\n"
  MESSAGE "add_wasm_dotnet_side_module(copy): two C# projects have the same file name: `@SOURCE@/Script.csproj` and `@BINARY@/copy/Script.csproj`.\nAll C# sides are built together: rename one of them.")

# --- the .NET SDK

set(dotnet_remedy "C# sides are built with the .NET SDK 8 or newer (https://dot.net, or a package such as dotnet-sdk-10.0), without workloads; at the first configure it gets the runtime's files from NuGet. Put `dotnet` on PATH, or name it by -DWASM_PSEUDO_LINK_DOTNET=<path>. A project that can do without asks wasm_find_dotnet first.")
wpl_wrong_dotnet_use(no_dotnet configure CACHE WASM_PSEUDO_LINK_DOTNET=/nowhere/dotnet
  MESSAGE "${dotnet_command}: `/nowhere/dotnet --version` failed (1): No such file or directory\n${dotnet_remedy}")
wpl_write_stub(dotnet_7/dotnet "#!/bin/sh\necho 7.0.410\n")
wpl_wrong_dotnet_use(old_dotnet configure CACHE WASM_PSEUDO_LINK_DOTNET=${CMAKE_CURRENT_BINARY_DIR}/stub/dotnet_7/dotnet
  MESSAGE "${dotnet_command}: `${CMAKE_CURRENT_BINARY_DIR}/stub/dotnet_7/dotnet` is the .NET SDK 7.0.410.\n${dotnet_remedy}")
wpl_write_stub(dotnet_offline/dotnet "#!/bin/sh\ntest \"$1\" = --version && echo 8.0.100 && exit 0\necho '/x.csproj : error NU1101: Unable to find package P. [/x.csproj]'\nexit 1\n")
wpl_wrong_dotnet_use(offline configure CACHE WASM_PSEUDO_LINK_DOTNET=${CMAKE_CURRENT_BINARY_DIR}/stub/dotnet_offline/dotnet
  MESSAGE "${dotnet_command}: `${CMAKE_CURRENT_BINARY_DIR}/stub/dotnet_offline/dotnet` cannot get .NET's WebAssembly runtime from NuGet: error NU1101: Unable to find package P.\n${dotnet_remedy}")

# A project that can do without says so and is built.
wpl_wrong_dotnet_use(without pass CACHE WASM_PSEUDO_LINK_DOTNET=/nowhere/dotnet MESSAGE "" MAIN "int main(void) { return 0; }\n" PROJECT [[
wasm_find_dotnet(dotnet)
if(dotnet OR NOT dotnet_REASON MATCHES "^`/nowhere/dotnet --version` failed")
  message(FATAL_ERROR "`${dotnet}` was found: ${dotnet_REASON}")
endif()
add_wasm_main_module(app main.c)
]])

# --- builds

wpl_wrong_dotnet_use(compiler_error build CS "class Script { int Twice(int n) => 2 * m; }\n"
  MESSAGE "@SOURCE@/Script.cs(1,40): error CS0103: The name 'm' does not exist in the current context [@SOURCE@/Script.csproj]\nWasmPseudoLink: script: `dotnet msbuild @SOURCE@/Script.csproj` failed (exit code 1), see above.")
wpl_wrong_dotnet_use(no_exports build CS "class Script { }\n" MESSAGE "Script.dll: it exports nothing. Put [PseudoLinkExport(\"name\")] before a static method.")
wpl_wrong_dotnet_use(signature build MAIN "#include \"script_api.h\"\nSCRIPT_API int twice(double n);\nint main(void) { return twice(0); }\n"
  MESSAGE "WasmPseudoLink: app: `app` calls `script.twice` as id, but `script` defines it as ii (result first). Include the same API header in both.")
wpl_wrong_dotnet_use(fuse_first build
  PROJECT "file(WRITE \"\${CMAKE_BINARY_DIR}/other.c\" \"__attribute__((used)) int other(int n) { return n; }\\n\")\nadd_wasm_side_module(other \"\${CMAKE_BINARY_DIR}/other.c\")\nadd_wasm_dotnet_side_module(script PROJECT Script.csproj)\nwasm_generate_api_header(script)\nadd_wasm_main_module(app main.c SIDES script other FUSE FUSE_FIRST script)\n"
  MESSAGE "WasmPseudoLink: app: FUSE_FIRST names `script`, which is not in the fused file: it is not built by Emscripten. Name one of: app, other.")
wpl_wrong_dotnet_use(configurations build
  PROJECT "file(WRITE \"\${CMAKE_BINARY_DIR}/../other/Other.cs\" \"partial class Other { [WasmPseudoLink.PseudoLinkExport(\\\"other\\\")] internal static void F() {} }\\n\")\nfile(READ Script.csproj text)\nfile(WRITE \"\${CMAKE_BINARY_DIR}/../other/Other.csproj\" \"\${text}\")\nadd_wasm_dotnet_side_module(script PROJECT Script.csproj)\nwasm_generate_api_header(script)\nadd_wasm_dotnet_side_module(other PROJECT \"\${CMAKE_BINARY_DIR}/../other/Other.csproj\" CONFIGURATION Debug)\nadd_wasm_main_module(app main.c SIDES script other)\n"
  MESSAGE "WasmPseudoLink: app: its C# sides are built in different configurations: `script` in Release, `other` in Debug. Give them the same CONFIGURATION.")
