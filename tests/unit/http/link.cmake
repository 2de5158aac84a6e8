# The suites code bodies and speak TLS themselves.
pkg_check_modules(TEST_HTTP REQUIRED IMPORTED_TARGET zlib libbrotlienc libzstd libssl libcrypto)
target_link_libraries(unit_http PRIVATE PkgConfig::TEST_HTTP)
