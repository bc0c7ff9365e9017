hrcache_test(tst_faultsredis SOURCES tst_faultsredis.cpp HrTesting.h
    LINK hrcache_test_checker LABELS integration faults)
