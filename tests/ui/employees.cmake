hrcache_ui_test(tst_uibase SOURCES tst_uibase.cpp)
