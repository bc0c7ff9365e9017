hrcache_test(tst_pgpool
    SOURCES tst_pgpool.cpp
    LINK hrcache_postgres hrcache_test_support
    LABELS integration
)
hrcache_test(tst_pgcancel
    SOURCES tst_pgcancel.cpp
    LINK hrcache_postgres hrcache_test_support
    LABELS integration
)
hrcache_test(tst_pgsecurity
    SOURCES tst_pgsecurity.cpp
    LINK hrcache_postgres hrcache_test_support
    LABELS integration
)
hrcache_test(tst_pgfaults
    SOURCES tst_pgfaults.cpp
    LINK hrcache_postgres hrcache_test_support
    LABELS integration
)
hrcache_test(tst_pgroundtrips
    SOURCES tst_pgroundtrips.cpp
    LINK hrcache_postgres hrcache_test_support
    LABELS integration
)
hrcache_test(tst_pgwrites
    SOURCES tst_pgwrites.cpp
    LINK hrcache_postgres hrcache_test_support
    LABELS integration
)
hrcache_test(tst_pgpooler
    SOURCES tst_pgpooler.cpp
    LINK hrcache_postgres hrcache_test_support
    LABELS integration
)
hrcache_test(tst_pgreplica
    SOURCES tst_pgreplica.cpp HrTesting.h
    LINK hrcache_test_checker
    LABELS integration
)
