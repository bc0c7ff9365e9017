#pragma once

#include "contract/CacheStoreFixture.h"

#include <QObject>

#include <memory>

namespace hrcache {

/// What every CacheStore must do, tried on a fixture's cache:
///     CacheStoreContract suite(fixture); return QTest::qExec(&suite, argc, argv);
class CacheStoreContract : public QObject
{
    Q_OBJECT

public:
    /// The fixture must live longer than the suite.
    explicit CacheStoreContract(CacheStoreFixture &fixture);
    ~CacheStoreContract() override;

private slots:
    void init();
    void cleanup();

    // get and set
    void aMissingKeyIsNoError();
    void whatIsSetIsRead_data();
    void whatIsSetIsRead();
    void settingReplacesValueAndTtl();
    void aTtlRunsDown();
    void anEntryEndsWithItsTtl();
    void aTtlOfNothingIsRefused();
    void answersKeepTheOrderOfTheirKeys();
    void nothingAskedGivesNothing();
    void callsUnderWayTogetherKeepTheirAnswers();

    // Leases
    void aMissTakesTheLease();
    void aValueIsReadInsteadOfLeasing();
    void anEmptyValueIsAValue();
    void aLeaseIsTakenOnce();
    void aKeyTwiceInOneCallIsLeasedOnce();
    void aLeaseEndsWithItsTime();

    // Compare and set
    void theHolderOfTheLeaseStores();
    void afterARemovalNothingIsStored();
    void anotherLeaseIsNotReplaced();
    void aLeaseThatEndedStoresNothing();
    void longExpectationsAreCompared();
    void withoutAValueItOnlyDeletes();
    void aConditionalTtlOfNothingIsRefused();
    void conditionsAreJudgedOneByOne();

    // Removal
    void removingCountsWhatExisted();
    void manyKeysAreRemoved();
    void aRemovalMayBeAnnounced();

    // Looking
    void aKeyIsDescribedWithoutItsValue();
    void manyKeysAreDescribed();
    void keysAreCounted();
    void aScanFindsEveryMatch_data();
    void aScanFindsEveryMatch();
    void aScanInStepsMissesNothing();
    void aScanOfNothingEnds();
    void theCacheTellsItsState();

private:
    CacheStoreFixture &m_fixture;
    std::unique_ptr<CacheStore> m_store;
};

} // namespace hrcache
