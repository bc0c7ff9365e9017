set(forms_testing FormTesting.cpp FormTesting.h)
hrcache_ui_test(tst_fieldtext SOURCES tst_fieldtext.cpp LINK hrcache_ui_forms)
hrcache_ui_test(tst_employeeform SOURCES tst_employeeform.cpp ${forms_testing} LINK hrcache_ui_forms)
hrcache_ui_test(tst_contractform SOURCES tst_contractform.cpp ${forms_testing} LINK hrcache_ui_forms)
hrcache_ui_test(tst_formclosing SOURCES tst_formclosing.cpp ${forms_testing} LINK hrcache_ui_forms)
hrcache_ui_test(tst_formlook SOURCES tst_formlook.cpp ${forms_testing} LINK hrcache_ui_forms)
hrcache_ui_test(tst_formkeys SOURCES tst_formkeys.cpp ${forms_testing} LINK hrcache_ui_forms)
hrcache_ui_test(tst_formfailures SOURCES tst_formfailures.cpp ${forms_testing} LINK hrcache_ui_forms)
hrcache_ui_test(tst_formsources SOURCES tst_formsources.cpp ${forms_testing} LINK hrcache_ui_forms)
hrcache_ui_test(tst_conflict SOURCES tst_conflict.cpp ${forms_testing} LINK hrcache_ui_forms)

# The same against real servers.
hrcache_test(tst_formservers SOURCES tst_formservers.cpp ${forms_testing}
    LINK hrcache_ui_test_support hrcache_ui_forms hrcache_test_checker LABELS integration)
set_tests_properties(tst_formservers PROPERTIES ENVIRONMENT "QT_QPA_PLATFORM=offscreen")
