hrcache_test(tst_metrics
    SOURCES tst_metrics.cpp FakeHrStore.h
    LINK hrcache_metrics hrcache_test_support
    LABELS core
)
