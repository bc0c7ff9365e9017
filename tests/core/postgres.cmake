hrcache_test(tst_pgconfig
    SOURCES tst_pgconfig.cpp
    LINK hrcache_postgres
    LABELS core
)
