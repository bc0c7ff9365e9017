hrcache_test(tst_redislogin SOURCES tst_redislogin.cpp RedisTesting.h
    LINK hrcache_redis hrcache_test_support Qt6::Network LABELS integration redis)
hrcache_test(tst_redisrights SOURCES tst_redisrights.cpp RedisTesting.h
    LINK hrcache_redis hrcache_test_support LABELS integration redis)
hrcache_test(tst_redisfaults SOURCES tst_redisfaults.cpp RedisTesting.h
    LINK hrcache_redis hrcache_test_support LABELS integration redis)
hrcache_test(tst_redisroundtrips SOURCES tst_redisroundtrips.cpp RedisTesting.h
    LINK hrcache_redis hrcache_test_support LABELS integration redis)
hrcache_test(tst_redischanges SOURCES tst_redischanges.cpp RedisTesting.h
    LINK hrcache_redis hrcache_test_support LABELS integration redis)
