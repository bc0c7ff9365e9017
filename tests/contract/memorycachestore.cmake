hrcache_test(tst_memorycachestore SOURCES tst_memorycachestore.cpp
    LINK hrcache_cache_store_contract hrcache_cache LABELS contract core)
