hrcache_test(tst_consistency SOURCES tst_consistency.cpp ConsistencyArena.h
    LINK hrcache_test_checker LABELS integration consistency)
