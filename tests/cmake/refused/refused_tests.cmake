# What the package refuses, when, and the text that it says.

# wpl_add_refused_at_configure(<file of configure/> TIER <tier> [VARIABLES <name>=<value>...])
function(wpl_add_refused_at_configure cases)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "TIER" "VARIABLES")
  wpl_add_case(refused.${cases} TIER ${ARG_TIER} DRIVER refused/Configure.cmake TOOLCHAIN "${fast_toolchain}"
    VARIABLES CASES=${cases} ${ARG_VARIABLES})
endfunction()

foreach(cases IN ITEMS arguments sides plugins installing tools native settings prebuilt dotnet)
  wpl_add_refused_at_configure(${cases} TIER quick)
endforeach()
if(dotnet)
  wpl_add_refused_at_configure(dotnet_projects TIER all VARIABLES "DOTNET=${dotnet}" "DOTNET_VERSION=${dotnet_version}")
endif()

foreach(project IN ITEMS modules access_none prebuilt plugins)
  set(everything "")
  if(project STREQUAL "access_none")
    set(everything CACHE=EVERYTHING=ON)
  endif()
  wpl_add_case(refused.${project}.build TIER test DRIVER refused/Build.cmake
    VARIABLES PROJECT=${project} GENERATOR=Ninja PART=again)
  wpl_add_case(refused.${project}.build.others TIER all DRIVER refused/Build.cmake
    VARIABLES PROJECT=${project} GENERATOR=Ninja ${everything} PART=others)
  wpl_add_case(refused.${project}.build.unix_makefiles TIER all DRIVER refused/Build.cmake
    VARIABLES PROJECT=${project} "GENERATOR=Unix Makefiles" PART=again)
endforeach()
if(WPL_TOOLCHAIN_FILE_3_1_69)
  wpl_add_case(refused.access_none.build.3_1_69 TIER all DRIVER refused/Build.cmake TOOLCHAIN "${WPL_TOOLCHAIN_FILE_3_1_69}"
    VARIABLES PROJECT=access_none GENERATOR=Ninja CACHE=EVERYTHING=ON)
  wpl_add_case(refused.modules.build.3_1_69 TIER all DRIVER refused/Build.cmake TOOLCHAIN "${WPL_TOOLCHAIN_FILE_3_1_69}"
    VARIABLES PROJECT=modules GENERATOR=Ninja CACHE=OLDEST=ON)
endif()
if(dotnet)
  wpl_add_case(refused.dotnet.build TIER all DRIVER refused/Build.cmake TIMEOUT 1200
    VARIABLES PROJECT=dotnet GENERATOR=Ninja "CACHE=WASM_PSEUDO_LINK_DOTNET_RESTORED=${WASM_PSEUDO_LINK_DOTNET_RESTORED}")
endif()
