# Where the headers of the Qt modules lie whose names core must not use, told by Qt's own targets.
function(hrcache_qt_headers module result)
    get_target_property(folders Qt6::${module} INTERFACE_INCLUDE_DIRECTORIES)
    list(FILTER folders INCLUDE REGEX "/Qt${module}$")
    list(GET folders 0 folder)
    set(${result} "${folder}" PARENT_SCOPE)
endfunction()

hrcache_test(tst_layering SOURCES LayeringRules.cpp LayeringRules.h tst_layering.cpp LABELS core)
foreach(module Core Gui Widgets Sql)
    hrcache_qt_headers(${module} folder)
    string(TOUPPER ${module} name)
    target_compile_definitions(tst_layering PRIVATE QT_${name}_HEADERS="${folder}")
endforeach()
