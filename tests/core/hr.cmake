hrcache_test(tst_threadpool SOURCES tst_threadpool.cpp LINK hrcache_base hrcache_test_support LABELS core)
hrcache_test(tst_canonicaljson SOURCES tst_canonicaljson.cpp LINK hrcache_hr LABELS core)
hrcache_test(tst_hrdocument SOURCES tst_hrdocument.cpp LINK hrcache_hr LABELS core)
hrcache_test(tst_writerules SOURCES tst_writerules.cpp LINK hrcache_hr LABELS core)
hrcache_test(tst_rpcparams SOURCES tst_rpcparams.cpp LINK hrcache_hr LABELS core)
hrcache_test(tst_hrservice SOURCES tst_hrservice.cpp FakeHrStore.h
    LINK hrcache_hr hrcache_cache hrcache_test_support LABELS core)
hrcache_test(tst_cachekey SOURCES tst_cachekey.cpp LINK hrcache_cache LABELS core)
hrcache_test(tst_cacheenvelope SOURCES tst_cacheenvelope.cpp LINK hrcache_cache LABELS core)
hrcache_test(tst_cacheinventory SOURCES tst_cacheinventory.cpp FakeHrStore.h
    LINK hrcache_hr hrcache_cache hrcache_test_support LABELS core)
hrcache_test(tst_cachemanager SOURCES tst_cachemanager.cpp FakeHrStore.h
    LINK hrcache_hr hrcache_cache hrcache_test_support LABELS core)
hrcache_test(tst_employeelistreader SOURCES tst_employeelistreader.cpp EmployeeListFixture.h FakeHrStore.h
    LINK hrcache_hr hrcache_cache hrcache_test_support LABELS core)
hrcache_test(tst_employeelistkeys SOURCES tst_employeelistkeys.cpp EmployeeListFixture.h FakeHrStore.h
    LINK hrcache_hr hrcache_cache hrcache_test_support LABELS core)
hrcache_test(tst_leases SOURCES tst_leases.cpp LINK hrcache_hr hrcache_cache hrcache_test_support LABELS core)
hrcache_test(tst_keywatch SOURCES tst_keywatch.cpp AnnouncingCacheStore.h MemoryBackedStore.h
        WatchedKeys.h
    LINK hrcache_cache hrcache_test_support LABELS core)
hrcache_test(tst_keywatch_answers SOURCES tst_keywatch_answers.cpp AnnouncingCacheStore.h MemoryBackedStore.h
        WatchedKeys.h
    LINK hrcache_cache hrcache_test_support LABELS core)
hrcache_test(tst_cacheshutdown SOURCES tst_cacheshutdown.cpp FakeHrStore.h HeldCacheStore.h
    LINK hrcache_hr hrcache_cache hrcache_test_support LABELS core)
hrcache_test(tst_contractlistreader SOURCES tst_contractlistreader.cpp FakeHrStore.h
    LINK hrcache_hr hrcache_cache hrcache_test_support LABELS core)
hrcache_test(tst_contracttable SOURCES tst_contracttable.cpp LINK hrcache_hr LABELS core)
hrcache_test(tst_invalidateinparts SOURCES tst_invalidateinparts.cpp MemoryBackedStore.h
    LINK hrcache_hr hrcache_cache hrcache_test_support LABELS core)
