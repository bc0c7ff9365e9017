# One INTERFACE target carries the language standard, the warnings and the Qt definitions.
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
set(CMAKE_AUTOMOC ON)
set(CMAKE_AUTORCC ON)
set(CMAKE_CXX_EXTENSIONS OFF)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # Precompiled headers are found again by ccache only with this leniency.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE_PROGRAM})
endif()

add_library(hrcache_common INTERFACE)
target_compile_features(hrcache_common INTERFACE cxx_std_20)
target_include_directories(hrcache_common INTERFACE "${PROJECT_SOURCE_DIR}" "${PROJECT_SOURCE_DIR}/core")
target_compile_definitions(hrcache_common INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_FOREACH
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_STRICT_ITERATORS QT_DISABLE_DEPRECATED_BEFORE=0x060400
    HRCACHE_VERSION="${PROJECT_VERSION}")
# Log lines and asserts must not carry the path of the machine that built them.
set(HRCACHE_PREFIX_MAP "-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=")
if(MSVC)
    target_compile_options(hrcache_common INTERFACE /W4 /permissive- /utf-8
        $<$<BOOL:${HRCACHE_WARNINGS_AS_ERRORS}>:/WX>)
else()
    target_compile_options(hrcache_common INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
        -Woverloaded-virtual -fno-semantic-interposition ${HRCACHE_PREFIX_MAP}
        $<$<AND:$<CXX_COMPILER_ID:GNU>,$<COMPILE_LANGUAGE:CXX>>:-fcoroutines>
        # GCC 12 reports frame slots of coroutines as possibly uninitialized.
        $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>
        # ccache sees a precompiled header through its checksum, not its time.
        $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>
        $<$<BOOL:${HRCACHE_WARNINGS_AS_ERRORS}>:-Werror>)
endif()

if(HRCACHE_SANITIZE OR HRCACHE_FUZZ)
    target_compile_options(hrcache_common INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=undefined
        -fno-omit-frame-pointer
        # Clang's check of function types cannot be assembled for coroutines.
        $<$<CXX_COMPILER_ID:Clang>:-fno-sanitize=function>)
    target_link_options(hrcache_common INTERFACE -fsanitize=address,undefined)
endif()
if(HRCACHE_FUZZ)
    target_compile_options(hrcache_common INTERFACE -fsanitize=fuzzer-no-link)
endif()

# hrcache_module(NAME SOURCES … DEPENDS … LINK …): one static library for one folder.
# DEPENDS are our own libraries (PUBLIC: their headers show in ours), LINK are third-party (PRIVATE).
function(hrcache_module name)
    cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS;LINK" ${ARGN})
    add_library(${name} STATIC ${arg_SOURCES})
    target_link_libraries(${name} PUBLIC hrcache_common ${arg_DEPENDS} PRIVATE ${arg_LINK})
    if(TARGET hrcache_base AND NOT name STREQUAL "hrcache_base")
        target_precompile_headers(${name} REUSE_FROM hrcache_base)
    endif()
endfunction()
