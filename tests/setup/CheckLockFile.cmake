# package.json names exact versions, and package-lock.json no registry: users have another one than we.
cmake_minimum_required(VERSION 3.25)

file(READ "${ROOT}/package.json" package)
string(JSON count LENGTH "${package}" devDependencies)
math(EXPR last "${count} - 1")
foreach(i RANGE ${last})
  string(JSON name MEMBER "${package}" devDependencies ${i})
  string(JSON version GET "${package}" devDependencies "${name}")
  if(NOT version MATCHES "^[0-9]+\\.[0-9]+\\.[0-9]+$")
    message(SEND_ERROR "package.json: `${name}` has version `${version}`, expected an exact one like 1.2.3.")
  endif()
endforeach()

file(STRINGS "${ROOT}/package-lock.json" lines REGEX "\"resolved\"")
foreach(line IN LISTS lines)
  message(SEND_ERROR
    "package-lock.json: `${line}` names a registry. Make the file anew with npm install; .npmrc leaves such lines out.")
endforeach()
