hrcache_test(tst_consistency SOURCES tst_consistency.cpp ConsistencyArena.h LINK hrcache_test_checker LABELS
                 integration consistency)
    hrcache_test(tst_consistencyfaults SOURCES tst_consistencyfaults.cpp ConsistencyArena.h LINK
                     hrcache_test_checker LABELS integration consistency)
hrcache_test(tst_consistencyforeign SOURCES tst_consistencyforeign.cpp ConsistencyArena.h
    LINK hrcache_test_checker LABELS integration consistency)
