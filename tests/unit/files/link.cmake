# gzip_test.cpp makes its input itself.
find_package(ZLIB REQUIRED)
target_link_libraries(unit_files PRIVATE ZLIB::ZLIB)
