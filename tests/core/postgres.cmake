hrcache_test(tst_pgconfig
    SOURCES tst_pgconfig.cpp
    LINK hrcache_postgres
    LABELS core
)
hrcache_test(tst_pgerror
    SOURCES tst_pgerror.cpp
    LINK hrcache_postgres
    LABELS core
)
