# winnow_curl: libcurl with only what winnow speaks, as scripts/setup-curl built it; else the installed shared library.
set(WINNOW_CURL "${PROJECT_SOURCE_DIR}/build/deps/curl" CACHE PATH "Folder of a static libcurl; the installed library when it is not there")

add_library(winnow_curl INTERFACE)
if(EXISTS "${WINNOW_CURL}/lib/libcurl.a")
  pkg_check_modules(CURL_NEEDS REQUIRED IMPORTED_TARGET libssl libcrypto libpsl libbrotlidec libzstd zlib)
  target_include_directories(winnow_curl SYSTEM INTERFACE "${WINNOW_CURL}/include")
  target_compile_definitions(winnow_curl INTERFACE CURL_STATICLIB)
  target_link_libraries(winnow_curl INTERFACE "${WINNOW_CURL}/lib/libcurl.a" -l:libnghttp2.a PkgConfig::CURL_NEEDS)
else()
  pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl)
  target_link_libraries(winnow_curl INTERFACE PkgConfig::CURL)
endif()
