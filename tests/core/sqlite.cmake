hrcache_test(tst_sqlitestore
    SOURCES tst_sqlitestore.cpp
    LINK hrcache_sqlite hrcache_test_support Qt6::Sql
    LABELS core
)
hrcache_test(tst_sqlitefile
    SOURCES tst_sqlitefile.cpp
    LINK hrcache_sqlite hrcache_test_support Qt6::Sql
    LABELS core
)
hrcache_test(tst_sqlitevalue
    SOURCES tst_sqlitevalue.cpp
    LINK hrcache_sqlite
    LABELS core
)
hrcache_test(tst_sampledata
    SOURCES tst_sampledata.cpp
    LINK hrcache_sqlite hrcache_test_support
    LABELS core
)
hrcache_test(tst_sampledatapostgres
    SOURCES tst_sampledatapostgres.cpp
    LINK hrcache_sqlite hrcache_test_support
    LABELS integration
)
