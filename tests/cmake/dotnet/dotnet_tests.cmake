# Sides in C#. Without the .NET SDK there are none; tests/dotnet says so.
if(NOT dotnet)
  return()
endif()

# What an earlier configure has found out, so that not every build tree asks NuGet again.
set(restored "RESTORED=${WASM_PSEUDO_LINK_DOTNET_RESTORED}")
foreach(row IN ITEMS # dotnet.rebuild.ninja and the examples of docs/ are those with Ninja
    "all  | moved      | Ninja Multi-Config | Debug,Release | OFF"
    "all  | build_tree | Unix Makefiles     | Release       | ON")
  wpl_split_row("${row}" tier way generator configs space)
  wpl_add_case(dotnet.${way} TIER ${tier} DRIVER dotnet/Dotnet.cmake TIMEOUT 1200
    VARIABLES WAY=${way} "GENERATOR=${generator}" CONFIGS=${configs} SPACE=${space} "${restored}")
endforeach()
wpl_add_case(dotnet.rebuild.ninja TIER all DRIVER dotnet/Rebuild.cmake TIMEOUT 1200 VARIABLES GENERATOR=Ninja "${restored}")
wpl_add_case(dotnet.rebuild.unix_makefiles TIER all DRIVER dotnet/Rebuild.cmake TIMEOUT 1200
  VARIABLES "GENERATOR=Unix Makefiles" BRIEF=ON "${restored}")
