hrcache_test(tst_test_support SOURCES tst_test_support.cpp LINK hrcache_test_support LABELS core)
hrcache_test(tst_delay_proxy SOURCES tst_delay_proxy.cpp LINK hrcache_test_support LABELS core)
add_dependencies(tst_delay_proxy hrcache-delay-proxy)
