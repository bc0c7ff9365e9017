hrcache_fuzz(fuzz_envelope SOURCES fuzz_envelope.cpp LINK hrcache_cache)
