# The quality test reads gzip files and counts words as the published metric does.
target_link_libraries(unit_extract PRIVATE winnow_files z minizip unistring)
