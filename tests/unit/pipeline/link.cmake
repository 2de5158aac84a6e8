# What is remembered is read from a real memory; features and order are as they are, not as a fake has them.
target_link_libraries(unit_pipeline PRIVATE winnow_store winnow_rank winnow_sqlite winnow_files)
