# Feeds and the page are read back by a parser that is not ours.
pkg_check_modules(PKG_libxml REQUIRED IMPORTED_TARGET GLOBAL libxml-2.0)
target_link_libraries(unit_publish PRIVATE PkgConfig::PKG_libxml)
