# Copies an example without what was installed or built in its folder.
file(COPY "${FROM}/" DESTINATION "${TO}" PATTERN node_modules EXCLUDE PATTERN build EXCLUDE)
