# The tests start the stand-in for a Qdrant server, and look into the SQLite file behind the index's back.
target_link_libraries(unit_index PRIVATE PkgConfig::PKG_sqlite3)
target_compile_definitions(unit_index PRIVATE WINNOW_PYTHON="${Python3_EXECUTABLE}")
