#pragma once

#include "contract/HrStoreFixture.h"

#include <QJsonValue>
#include <QObject>

#include <memory>

namespace hrcache {

/// What every HrStore must do, tried on a fixture's database:
///     HrStoreContract suite(fixture); return QTest::qExec(&suite, argc, argv);
class HrStoreContract : public QObject
{
    Q_OBJECT

public:
    /// The fixture must live longer than the suite.
    explicit HrStoreContract(HrStoreFixture &fixture);
    ~HrStoreContract() override;

private slots:
    void init();
    void cleanup();

    // Reads
    void aRecordedReadIsReproduced_data();
    void aRecordedReadIsReproduced();
    void anotherCompanysEmployeeGivesNothing();
    void unknownIdsGiveNothing();
    void aCompanyWithoutEmployeesGivesAnEmptyList();
    void anInactiveEmployeeIsNotListedButCanBeRead();
    void employeesAreOrderedByLastThenFirstName();
    void contractsComeNewestFirst();
    void theActiveContractFollowsTheDates_data();
    void theActiveContractFollowsTheDates();
    void theNewestOfTwoActiveContractsIsTheActiveOne();
    void contractsOfOneDayAreOrderedByTheirId();
    void labelsFollowTheLanguage_data();
    void labelsFollowTheLanguage();
    void aMissingLabelFallsBackToFrenchThenToTheCode();
    void referencesOfAnUnknownCountryAreEmpty();
    void referencesAreOrderedBySortOrderThenCode();
    void clustersFollowTheCountry();
    void inactiveClustersAreNotListed();
    void payrollResultsFollowTheirFilters();
    void payrollResultsOfOneMonthAreOrderedByTheirId();
    void everyEmployeeHasAnId();
    void additionalColumnsAreCarriedAlong();
    void aMissingColumnIsNamed();

    // Who may see what
    void theAccountContextNamesTheProfile_data();
    void theAccountContextNamesTheProfile();
    void theAccountContextHasTheClusterOfItsRegion_data();
    void theAccountContextHasTheClusterOfItsRegion();
    void onlyAccessibleCompaniesAreListed();
    void aMandateNamesItsCompany();
    void aMandateOfAClosedCompanyNamesNone();
    void everybodyWithACopyIsAHolder();

    // Tasks
    void severalQueriesAreAnsweredInTheirOrder();
    void contractsOfManyEmployeesAreThoseOfEach();
    void contractsOfManyEmployeesFailTogether();
    void oneFailingQueryLeavesTheOthersAlone();
    void manyReadsAtOnceAreAllAnswered();
    void aReadThatWasCancelledBeforeIsNotDone();
    void aCancelledReadGivesWayAtOnce();
    void aStoreThatGoesAwayFailsWhatIsUnderWay();
    void preparingIsOptionalAndRepeatable();
    void checkDescribesTheDatabase();
    void checkNamesMissingTables();

    // Facts before a write
    void factsForANewEmployee();
    void factsNameTheCallersProfile_data();
    void factsNameTheCallersProfile();
    void factsSayWhetherTheIdentifierIsTaken_data();
    void factsSayWhetherTheIdentifierIsTaken();
    void factsSayWhetherTheClusterIsKnown_data();
    void factsSayWhetherTheClusterIsKnown();
    void factsShowTheEmployeeAsItIs();
    void factsShowTheContractAsItIs();
    void factsForWhatDoesNotExist_data();
    void factsForWhatDoesNotExist();
    void factsHaveTheReferenceCodes();

    // Writes
    void aNewEmployeeCanBeRead();
    void anEmployeeWithTheLeastHasDefaults();
    void anyTextComesBackAsItWasWritten_data();
    void anyTextComesBackAsItWasWritten();
    void anUpdateChangesOnlyItsFields();
    void anUpdateCanSetNull();
    void anEndedEmployeeLeavesTheList();
    void deletingAnEmployeeKeepsTheRow();
    void aNewContractCanBeRead();
    void aContractWithTheLeastHasDefaults();
    void provisionsComeBackAsTheDatabasePrintsThem_data();
    void provisionsComeBackAsTheDatabasePrintsThem();
    void amountsAreRoundedAsTheColumnWantsIt();
    void anUpdatedContractCanBeRead();
    void aWriteIsSeenByTheNextReader();

    // Writes that are refused
    void aChangedRowIsAConflict();
    void oneOfTwoRacingUpdatesIsAConflict();
    void aTakenIdentifierNamesItsField();
    void oneOfTwoRacingEmployeesGetsTheIdentifier();
    void anUnknownClusterNamesItsField();
    void whatDoesNotExistCannotBeWritten_data();
    void whatDoesNotExistCannotBeWritten();
    void aValueThatTheColumnCannotHoldWritesNothing_data();
    void aValueThatTheColumnCannotHoldWritesNothing();

private:
    /// Runs one query; Undefined, with a message, if it fails.
    [[nodiscard]] QJsonValue data(const HrQuery &query);
    [[nodiscard]] Result<HrRows> readOne(HrStore &store, const HrQuery &query);
    [[nodiscard]] Result<WriteFacts> facts(HrWrite write, const char *user = nullptr);
    [[nodiscard]] Result<WriteOutcome> write(HrWrite write);
    void execute(const QByteArray &sql);
    /// The company's employees, active or not, as compact JSON; to see that nothing was written.
    [[nodiscard]] QByteArray everything();

    HrStoreFixture &m_fixture;
    std::unique_ptr<HrStore> m_store;
};

} // namespace hrcache
