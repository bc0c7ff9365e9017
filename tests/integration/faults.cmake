foreach(name tst_faultsredis tst_faultsvalues tst_faultspostgres tst_faultssharing)
    hrcache_test(${name} SOURCES ${name}.cpp HrTesting.h LINK hrcache_test_checker LABELS integration faults)
endforeach()
