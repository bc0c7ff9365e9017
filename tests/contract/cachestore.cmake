# The suite for every CacheStore, compiled once for all of its programs.
add_library(hrcache_cache_store_contract STATIC
    CacheStoreCalls.h
    CacheStoreContract.cpp CacheStoreContract.h
    CacheStoreContractLeases.cpp
    CacheStoreFixture.h
)
target_link_libraries(hrcache_cache_store_contract
    PUBLIC hrcache_common hrcache_cache PRIVATE hrcache_test_support Qt6::Test)
target_include_directories(hrcache_cache_store_contract PUBLIC "${PROJECT_SOURCE_DIR}/tests")
target_precompile_headers(hrcache_cache_store_contract REUSE_FROM hrcache_base)

hrcache_test(tst_rediscachestore SOURCES tst_rediscachestore.cpp
    LINK hrcache_cache_store_contract hrcache_redis hrcache_test_support LABELS contract redis)
