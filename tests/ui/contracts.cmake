if(TARGET hrcache_ui_contracts)
    hrcache_ui_test(tst_contractsmodel SOURCES tst_contractsmodel.cpp LINK hrcache_ui_contracts)
    foreach(name tst_contractspage tst_contractsview)
        hrcache_ui_test(${name} SOURCES ContractsTesting.h ${name}.cpp LINK hrcache_ui_contracts)
    endforeach()

    # The whole window on real servers.
    hrcache_ui_test(tst_contractsservers SOURCES tst_contractsservers.cpp MonitorTesting.h ServerProfile.h
        LINK hrcache_gui hrcache_ui_contracts hrcache_ui_employees hrcache_ui_forms hrcache_test_support)
endif()
