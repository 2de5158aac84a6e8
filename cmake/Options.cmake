# Language, warnings, hardening and sanitizers: the same for every target.
option(WINNOW_TESTS "Build the tests" ON)
option(WINNOW_BENCH "Build the benchmarks" OFF)
option(WINNOW_FUZZ "Build the libFuzzer targets (clang)" OFF)
set(WINNOW_SANITIZE "" CACHE STRING "Sanitizers, e.g. address,undefined or thread")

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE}")
endif()

add_library(winnow_flags INTERFACE)
target_compile_options(winnow_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Wold-style-cast
  -Woverloaded-virtual -Wnull-dereference -Wno-missing-field-initializers -Werror
  -fstack-protector-strong)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64)$")
  target_compile_options(winnow_flags INTERFACE -fcf-protection=full)
elseif(CMAKE_SYSTEM_PROCESSOR STREQUAL "aarch64")
  target_compile_options(winnow_flags INTERFACE -mbranch-protection=standard)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports both inside its own std::string and std::expected code at -O2.
  target_compile_options(winnow_flags INTERFACE -Wno-restrict -Wno-null-dereference -Wno-maybe-uninitialized)
endif()
target_compile_definitions(winnow_flags INTERFACE _GLIBCXX_ASSERTIONS)
target_link_options(winnow_flags INTERFACE -pie -Wl,-z,relro,-z,now,--as-needed)
if(WINNOW_SANITIZE)
  target_compile_options(winnow_flags INTERFACE -fsanitize=${WINNOW_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(winnow_flags INTERFACE -fsanitize=${WINNOW_SANITIZE})
elseif(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_options(winnow_flags INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3
    -ffile-prefix-map=${CMAKE_SOURCE_DIR}=.)
endif()
find_package(Threads REQUIRED)
target_link_libraries(winnow_flags INTERFACE Threads::Threads)
