target_link_libraries(unit_pipeline PRIVATE winnow_rank) # features and order as they are, not as a fake has them
