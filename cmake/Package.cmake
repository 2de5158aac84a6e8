# What is installed, and the packages made of it: a .deb that depends on Debian's libraries, and a .tar.gz that brings
# them along. `scripts/package` makes both and tries them in a clean root.
set(package_pages "${PROJECT_BINARY_DIR}/pages")

# Man pages and completions are what the program says about itself, so they cannot lag behind it; purpose, examples and files
# are those of docs/commands.
file(GLOB command_documents CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/docs/commands/*.md")
add_custom_command(OUTPUT "${package_pages}/stamp"
  COMMAND python3 "${PROJECT_SOURCE_DIR}/tools/man_pages.py" --program "$<TARGET_FILE:winnow>" --output "${package_pages}"
  COMMAND ${CMAKE_COMMAND} -E touch "${package_pages}/stamp"
  DEPENDS winnow "${PROJECT_SOURCE_DIR}/tools/man_pages.py" ${command_documents} VERBATIM)
add_custom_target(package_pages ALL DEPENDS "${package_pages}/stamp")

install(DIRECTORY "${package_pages}/man1" DESTINATION "${CMAKE_INSTALL_MANDIR}")
install(FILES "${package_pages}/bash" RENAME winnow DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions")
install(FILES "${package_pages}/zsh" RENAME _winnow DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions")
install(FILES "${package_pages}/fish" RENAME winnow.fish DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d")
install(FILES README.md CHANGELOG.md SECURITY.md LICENSE cmake/package/copyright DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(DIRECTORY docs examples DESTINATION "${CMAKE_INSTALL_DOCDIR}" PATTERN decisions EXCLUDE)

set(CPACK_PACKAGE_NAME winnow)
set(CPACK_PACKAGE_VENDOR winnow)
set(CPACK_PACKAGE_CONTACT "The maintainers of winnow <maintainers@winnow.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "find what is worth an engineer's time to read, with proof")
set(CPACK_PACKAGE_DESCRIPTION "A question becomes a ranked reading list: pages of many sources are read, judged by a rubric and
explained with quotes that stand in them. Works without keys, and with any language model.")
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_STRIP_FILES ON)
set(CPACK_PROJECT_CONFIG_FILE "${PROJECT_SOURCE_DIR}/cmake/package/generators.cmake")
set(CPACK_PRE_BUILD_SCRIPTS "${PROJECT_SOURCE_DIR}/cmake/package/bundle_libraries.cmake")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS ca-certificates)
set(CPACK_DEBIAN_PACKAGE_SECTION web)
execute_process(COMMAND dpkg --print-architecture OUTPUT_VARIABLE package_architecture OUTPUT_STRIP_TRAILING_WHITESPACE
  ERROR_QUIET RESULT_VARIABLE failed)
if(failed)
  set(package_architecture "${CMAKE_SYSTEM_PROCESSOR}")
endif()
set(CPACK_PACKAGE_FILE_NAME "winnow-${PROJECT_VERSION}-linux-${package_architecture}")
include(CPack)
