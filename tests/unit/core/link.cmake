# The suites of the URL parser are JSON files.
target_link_libraries(unit_core PRIVATE winnow_json winnow_files)
