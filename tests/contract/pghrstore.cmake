hrcache_test(tst_pghrstore
    SOURCES tst_pghrstore.cpp
    LINK hrcache_hr_store_contract hrcache_postgres hrcache_test_support
    LABELS contract
)
