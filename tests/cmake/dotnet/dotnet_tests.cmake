# Sides in C#. Without the .NET SDK there are none; tests/dotnet says so.
if(NOT dotnet)
  return()
endif()

# What an earlier configure has found out, so that not every build tree asks NuGet again.
set(restored "RESTORED=${WASM_PSEUDO_LINK_DOTNET_RESTORED}")
# Other generators, and other ways to get the package: dotnet.rebuild.* and the examples of docs/.
wpl_add_case(dotnet.moved TIER all DRIVER dotnet/Dotnet.cmake TIMEOUT 1200
  VARIABLES WAY=moved "GENERATOR=Ninja Multi-Config" CONFIGS=Debug,Release SPACE=ON "${restored}")
wpl_add_case(dotnet.rebuild.ninja TIER all DRIVER dotnet/Rebuild.cmake TIMEOUT 1200 VARIABLES GENERATOR=Ninja "${restored}")
wpl_add_case(dotnet.rebuild.unix_makefiles TIER all DRIVER dotnet/Rebuild.cmake TIMEOUT 1200
  VARIABLES "GENERATOR=Unix Makefiles" BRIEF=ON "${restored}")
