# The suite for every HrStore, compiled once for all of its programs.
add_library(hrcache_hr_store_contract STATIC
    HrStoreContract.cpp HrStoreContract.h
    HrStoreContractAccess.cpp
    HrStoreContractContracts.cpp
    HrStoreContractData.cpp HrStoreContractData.h
    HrStoreContractFacts.cpp
    HrStoreContractLists.cpp
    HrStoreContractReads.cpp
    HrStoreContractRefusals.cpp
    HrStoreContractTasks.cpp
    HrStoreContractWrites.cpp
    HrStoreFixture.h
)
target_link_libraries(hrcache_hr_store_contract PUBLIC hrcache_common hrcache_hr PRIVATE Qt6::Test)
target_include_directories(hrcache_hr_store_contract PUBLIC "${PROJECT_SOURCE_DIR}/tests")
target_compile_definitions(hrcache_hr_store_contract PRIVATE HRCACHE_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
target_precompile_headers(hrcache_hr_store_contract REUSE_FROM hrcache_base)
