# The clients of PostgreSQL and Redis. Programs are linked with them, but for those that load them later: where
# libraries share the symbols of the program that loads them, the window's program has them in a library of its
# own, loaded when a server is first named. What libpq and Qt Network bring takes a good part of the time in
# which a window opens.
#
# hrcache_servers and hrcache_gui_servers are one or the other, as the program that is linked wants it.
set(load_servers OFF)
if(UNIX AND NOT APPLE)
    set(load_servers ON)
endif()
option(HRCACHE_LOAD_SERVERS "Load the clients of the servers when they are first needed" ${load_servers})

set(client_sources servers/LibraryClients.cpp servers/LibraryClients.h)
set(tester_sources gui/HostProbe.cpp gui/HostProbe.h gui/ServerTester.cpp gui/ServerTester.h)

hrcache_module(hrcache_linked_servers
    SOURCES ${client_sources} servers/LinkedServers.cpp
    DEPENDS hrcache_redis hrcache_postgres)
hrcache_module(hrcache_linked_tester
    SOURCES ${tester_sources} gui/LinkedTester.cpp
    DEPENDS hrcache_linked_servers Qt6::Widgets Qt6::Network)
hrcache_module(hrcache_loaded_servers
    SOURCES gui/LoadedTester.cpp servers/LoadedServers.cpp servers/ServerModule.h
    DEPENDS hrcache_base Qt6::Widgets)
target_compile_definitions(hrcache_loaded_servers PRIVATE
    HRCACHE_SERVER_MODULE="hrcache-servers${CMAKE_SHARED_MODULE_SUFFIX}")

set(later "$<BOOL:$<TARGET_PROPERTY:HRCACHE_LOADS_SERVERS>>")
add_library(hrcache_servers INTERFACE)
target_link_libraries(hrcache_servers INTERFACE
    "$<IF:${later},hrcache_loaded_servers,hrcache_linked_servers>")
add_library(hrcache_gui_servers INTERFACE)
target_link_libraries(hrcache_gui_servers INTERFACE
    "$<IF:${later},hrcache_loaded_servers,hrcache_linked_tester>")

if(HRCACHE_LOAD_SERVERS)
    add_library(hrcache_server_module MODULE
        ${client_sources} ${tester_sources} servers/ServerModule.h servers/ServerModuleEntry.cpp
        # Objects, not libraries: those would bring a second core along.
        $<TARGET_OBJECTS:hrcache_redis> $<TARGET_OBJECTS:hrcache_postgres>)
    target_link_libraries(hrcache_server_module PRIVATE hrcache_common Qt6::Widgets Qt6::Network QCoro6::Core
        QCoro6::Coro PostgreSQL::PostgreSQL PkgConfig::hiredis)
    target_include_directories(hrcache_server_module SYSTEM PRIVATE "${TL_EXPECTED_INCLUDE_DIR}")
    target_precompile_headers(hrcache_server_module REUSE_FROM hrcache_base)
    set_target_properties(hrcache_server_module PROPERTIES
        PREFIX "" OUTPUT_NAME hrcache-servers LIBRARY_OUTPUT_DIRECTORY "${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
endif()

# For a program that is linked with hrcache_app.
function(hrcache_load_servers_later program)
    if(NOT HRCACHE_LOAD_SERVERS)
        return()
    endif()
    # Whole: the clients need more of the core than the program itself does.
    target_link_libraries(${program} PRIVATE
        -Wl,--whole-archive hrcache_base hrcache_hr hrcache_cache hrcache_postgres_config -Wl,--no-whole-archive)
    set_target_properties(${program} PROPERTIES HRCACHE_LOADS_SERVERS ON ENABLE_EXPORTS ON)
    add_dependencies(${program} hrcache_server_module)
endfunction()
