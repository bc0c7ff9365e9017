# hrcachectl as people and programs start it.
foreach(test tst_cli_answers tst_cli_cache tst_cli_embedded tst_cli_interop tst_cli_rpc tst_cli_rpcfaults tst_cli_servers
        tst_cli_warm)
    hrcache_test(${test} SOURCES ${test}.cpp CliOnServers.h CliTesting.h
        LINK hrcache_test_support PkgConfig::zstd LABELS integration cli)
    add_dependencies(${test} hrcachectl hrcache-monitor)
endforeach()

hrcache_test(tst_cli_parts SOURCES tst_cli_parts.cpp LINK hrcache_ctl LABELS core cli)
