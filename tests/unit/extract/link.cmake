# The quality test reads gzip files and counts words as the published metric does.
target_link_libraries(unit_extract PRIVATE winnow_files z minizip unistring)
# dom_test compares trees as the fuzz target "marks" does.
target_include_directories(unit_extract PRIVATE "${PROJECT_SOURCE_DIR}")
