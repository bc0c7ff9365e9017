hrcache_test(tst_sqlitehrstore
    SOURCES tst_sqlitehrstore.cpp SqliteFixture.cpp SqliteFixture.h
    LINK hrcache_hr_store_contract hrcache_sqlite Qt6::Sql
    LABELS contract
)
