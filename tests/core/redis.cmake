hrcache_test(tst_respreader SOURCES tst_respreader.cpp LINK hrcache_redis LABELS core)
hrcache_test(tst_respcommands SOURCES tst_respcommands.cpp LINK hrcache_redis LABELS core)
hrcache_test(tst_redisparts SOURCES tst_redisparts.cpp LINK hrcache_redis LABELS core)
hrcache_test(tst_redispipelines SOURCES tst_redispipelines.cpp RedisAsking.h ScriptedRedis.cpp ScriptedRedis.h
    LINK hrcache_redis hrcache_test_support Qt6::Network LABELS core)
hrcache_test(tst_redisanswers SOURCES tst_redisanswers.cpp RedisAsking.h ScriptedRedis.cpp ScriptedRedis.h
    LINK hrcache_redis hrcache_test_support Qt6::Network LABELS core)
hrcache_test(tst_redisoutages SOURCES tst_redisoutages.cpp RedisAsking.h ScriptedRedis.cpp ScriptedRedis.h
    LINK hrcache_redis hrcache_test_support Qt6::Network LABELS core)
hrcache_test(tst_redisfallbacks SOURCES tst_redisfallbacks.cpp ScriptedRedis.cpp ScriptedRedis.h
    LINK hrcache_redis hrcache_test_support Qt6::Network LABELS core)
hrcache_test(tst_redischangefeed SOURCES tst_redischangefeed.cpp RedisAsking.h ScriptedRedis.cpp ScriptedRedis.h
    LINK hrcache_redis hrcache_test_support Qt6::Network LABELS core)
