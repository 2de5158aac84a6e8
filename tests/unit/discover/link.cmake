# Sitemaps come gzipped; the tests make some.
find_package(ZLIB REQUIRED)
target_link_libraries(unit_discover PRIVATE ZLIB::ZLIB)
