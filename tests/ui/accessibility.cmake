# The window as a screen reader hears it; assistive technology is told on a real display (Xvfb) only.
if(TARGET hrcache-monitor)
    add_test(NAME accessibility_walk
        COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/accessibility/run-walk" "$<TARGET_FILE:hrcache-monitor>")
    set_tests_properties(accessibility_walk PROPERTIES LABELS ui TIMEOUT 300)
endif()
