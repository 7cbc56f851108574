# Node and the npm packages of package.json.

set(WPL_NPM_REMEDY "Is the npm registry within reach? Then run the same command again.")

# Node's own binaries, as the npm packages node-<system>-<processor> have them.
function(wpl_setup_node version out)
  string(TOLOWER "${CMAKE_HOST_SYSTEM_NAME}" system)
  string(REPLACE windows win system "${system}")
  set(processor x64)
  if(CMAKE_HOST_SYSTEM_PROCESSOR MATCHES "arm64|ARM64|aarch64")
    set(processor arm64)
  endif()
  set(package node-${system}-${processor})
  set(folder "${cache}/node-${version}")
  set(node "${folder}/node_modules/${package}/bin/node${CMAKE_EXECUTABLE_SUFFIX}")
  if(CMAKE_HOST_WIN32)
    set(node "${folder}/node_modules/${package}/bin/node.exe")
  endif()
  if(NOT EXISTS "${node}")
    wpl_setup_step("installing Node ${version}")
    wpl_setup_find_npm(npm)
    file(REMOVE_RECURSE "${folder}" "${folder}.part")
    file(MAKE_DIRECTORY "${folder}.part")
    wpl_setup_run("npm install ${package}" "${WPL_NPM_REMEDY}" "${cache}"
      ${npm} install --loglevel=error --no-audit --no-fund --no-package-lock --no-save --ignore-scripts
      --prefix "${folder}.part" ${package}@${version})
    file(RENAME "${folder}.part" "${folder}")
  endif()
  set(${out} "${node}" CACHE FILEPATH "Node ${version}" FORCE)
endfunction()

function(wpl_setup_find_npm out)
  find_program(npm NAMES npm.cmd npm NO_CACHE)
  if(NOT npm)
    message(FATAL_ERROR "`npm` is not on PATH, and Node and the tests' tools come from the npm registry. "
      "Install Node.js with npm (Debian: apt-get install npm) and run the same command again.")
  endif()
  set(${out} "${npm}" PARENT_SCOPE)
endfunction()

# The tests' development tools: what package-lock.json says, in node_modules.
function(wpl_setup_npm_packages)
  file(SHA256 "${PROJECT_SOURCE_DIR}/package-lock.json" hash)
  set(stamp "${PROJECT_SOURCE_DIR}/node_modules/.package-lock.sha256")
  set(installed)
  if(EXISTS "${stamp}")
    file(READ "${stamp}" installed)
  endif()
  if(NOT installed STREQUAL hash)
    wpl_setup_step("installing package-lock.json's npm packages")
    wpl_setup_find_npm(npm)
    wpl_setup_run("npm ci" "${WPL_NPM_REMEDY}" "${PROJECT_SOURCE_DIR}"
      "${npm}" ci --loglevel=error --no-audit --no-fund --ignore-scripts)
    file(WRITE "${stamp}" ${hash})
  endif()
  set_property(DIRECTORY "${PROJECT_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS package-lock.json)
endfunction()
