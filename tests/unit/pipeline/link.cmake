# What is remembered is read from a real memory.
target_link_libraries(unit_pipeline PRIVATE winnow_store winnow_rank)
