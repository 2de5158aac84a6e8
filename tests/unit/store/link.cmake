# The tests damage, lock and look into the file behind the store's back.
target_link_libraries(unit_store PRIVATE PkgConfig::PKG_sqlite3)
