# The window as hrcache-monitor builds it, on the sample and on real servers.
if(TARGET hrcache_gui)
    hrcache_ui_test(tst_app SOURCES tst_app.cpp MonitorTesting.h LINK hrcache_gui)
    hrcache_ui_test(tst_app_changes SOURCES tst_app_changes.cpp MonitorTesting.h ServerProfile.h
        LINK hrcache_gui hrcache_test_support)
    hrcache_ui_test(tst_app_start SOURCES tst_app_start.cpp MonitorTesting.h ServerProfile.h
        LINK hrcache_gui hrcache_test_support)
    hrcache_ui_test(tst_app_servers SOURCES tst_app_servers.cpp MonitorTesting.h ServerProfile.h
        LINK hrcache_gui hrcache_test_support)
    hrcache_ui_test(tst_app_links SOURCES tst_app_links.cpp LINK hrcache_gui)
    hrcache_ui_test(tst_mnemonics SOURCES tst_mnemonics.cpp MonitorTesting.h LINK hrcache_gui)
    hrcache_ui_test(tst_pagefocus SOURCES tst_pagefocus.cpp MonitorTesting.h LINK hrcache_gui)
    hrcache_ui_test(tst_languages SOURCES tst_languages.cpp MonitorTesting.h LINK hrcache_gui)
    hrcache_ui_test(tst_app_program SOURCES tst_app_program.cpp ServerProfile.h LINK hrcache_gui hrcache_test_support)
    if(HRCACHE_LOAD_SERVERS)
        target_compile_definitions(tst_app_program PRIVATE HRCACHE_LOADS_SERVERS)
    endif()
    add_dependencies(tst_app hrcache-monitor)
    add_dependencies(tst_app_program hrcache-monitor)
endif()
