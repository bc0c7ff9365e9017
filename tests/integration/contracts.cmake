hrcache_test(tst_contractlist SOURCES tst_contractlist.cpp HrTesting.h LINK hrcache_test_checker LABELS integration)
hrcache_test(tst_employeepages SOURCES tst_employeepages.cpp HrTesting.h LINK hrcache_test_checker LABELS integration)
hrcache_test(tst_listwatch SOURCES tst_listwatch.cpp HrTesting.h LINK hrcache_test_checker LABELS integration)
