hrcache_test(tst_test_support SOURCES tst_test_support.cpp LINK hrcache_test_support LABELS core)
