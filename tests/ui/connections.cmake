if(TARGET hrcache_gui)
    hrcache_ui_test(tst_connections SOURCES tst_connections.cpp MonitorTesting.h
        LINK hrcache_gui hrcache_ui_connections)
    hrcache_ui_test(tst_connections_servers SOURCES tst_connections_servers.cpp MonitorTesting.h
        LINK hrcache_gui hrcache_ui_connections hrcache_test_support)
    hrcache_ui_test(tst_connections_profiles SOURCES tst_connections_profiles.cpp LINK hrcache_gui)
    hrcache_ui_test(tst_keychain SOURCES tst_keychain.cpp KeychainTesting.h MonitorTesting.h ServerProfile.h
        LINK hrcache_gui hrcache_ui_connections hrcache_test_support Qt6::DBus)
endif()
