# cmake -DSOURCE=... -DTARGET=... -P Copy.cmake: a folder's sources, without what npm and a build have put beside them.
cmake_minimum_required(VERSION 3.25)
file(REMOVE_RECURSE "${TARGET}/src" "${TARGET}/wasm")  # or what was removed there would stay
file(COPY "${SOURCE}/" DESTINATION "${TARGET}"
  PATTERN node_modules EXCLUDE
  PATTERN build EXCLUDE
  REGEX "/public/wasm$" EXCLUDE)
