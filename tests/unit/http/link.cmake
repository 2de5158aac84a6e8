# The suites code bodies, speak TLS and make files themselves.
pkg_check_modules(TEST_HTTP REQUIRED IMPORTED_TARGET zlib libbrotlienc libzstd libssl libcrypto)
target_link_libraries(unit_http PRIVATE winnow_files PkgConfig::TEST_HTTP)
