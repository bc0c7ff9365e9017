#include "ui/ContractsTesting.h"

#include "cache/CacheEnvelope.h"
#include "ui/base/SourcePopover.h"

using namespace hrcache;

/// What the page loads, and what its badge says of it.
class ContractsPageTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void theFirstReadIsAMissThatWarmsTheEntries();
    void theBadgeTellsTheMix();
    void whatAnotherProgramIsFillingIsOneOfThePagesKeys();
    void aForcedReadSaysSoAndReplacesTheEntries();
    void theBadgeTurnsStaleWhenAnotherClientDeletesAKey();
    void theBadgeTurnsStaleWhenAnotherClientReplacesAValue();
    void theBadgeFollowsATtlThatAnotherClientChanges();
    void whatTheDatabaseGaveIsWatchedFromWhenItWasStored();
    void theBadgeTurnsStaleWhenThisProgramInvalidatesAnyKey();
    void anEntryThatIsReadElsewhereIsReadAgain();
    void ofALongListTheRowsInViewAreWatched();
    void aLateAnswerNeverReplacesANewerOne();
    void whatTheCacheHasIsShownWhenTheDatabaseIsAway();
    void aWriteElsewhereIsReadWhenThePageIsShownAgain();
};

void ContractsPageTest::theFirstReadIsAMissThatWarmsTheEntries()
{
    ShownContracts shown;
    shown.load();
    QCOMPARE(shown.page.source().state, SourceInfo::State::Database);
    QVERIFY2(shown.badge().startsWith(QStringLiteral("Database · MISS")), qPrintable(shown.badge()));
    QVERIFY(shown.page.statusText().startsWith(QStringLiteral("%1 contract").arg(shown.rows)));
    awaitResult(shown.session.cache().idle());
    for (int row = 0; row < shown.rows; ++row) {
        const auto stored = awaitResult(shown.session.foreignCache().get({shown.keyAt(row)}));
        QVERIFY(stored.front() && stored.front()->value);
        QVERIFY(stored.front()->value->contains(shown.contractAt(row).toUtf8()));
    }
    shown.page.readThrough();
    QTRY_COMPARE(shown.page.source().state, SourceInfo::State::Cache);
    QVERIFY2(shown.badge().startsWith(QStringLiteral("Cache · just now · ")), qPrintable(shown.badge()));
    QVERIFY(shown.badge().contains(QStringLiteral("left")));
    QCOMPARE(shown.page.model()->rowCount(), shown.rows);
}

void ContractsPageTest::theBadgeTellsTheMix()
{
    ShownContracts shown;
    shown.load();
    awaitResult(shown.session.cache().idle());
    const int people = shown.page.source().fromDatabase();
    QVERIFY(people > 20);
    QVERIFY(awaitResult(shown.session.foreignCache().remove({shown.keyAt(0), shown.keyAt(shown.rows - 1)})));
    shown.page.readThrough();
    QTRY_COMPARE(shown.page.source().fromDatabase(), 2);
    QCOMPARE(shown.page.source().fromCache(), people - 2);
    QVERIFY2(shown.badge().startsWith(QStringLiteral("Cache %1 · Database 2").arg(people - 2)),
             qPrintable(shown.badge()));
    const auto facts = SourcePopover::facts(shown.page.source(), shown.session.clock());
    const auto fact = [&](const QString &name) {
        for (const auto &[key, value] : facts) {
            if (key == name)
                return value;
        }
        return QString();
    };
    QCOMPARE(fact(QStringLiteral("From the cache")), QString::number(people - 2));
    QCOMPARE(fact(QStringLiteral("From the database")), QStringLiteral("2"));
    QCOMPARE(fact(QStringLiteral("Reason")), QStringLiteral("MISS"));
    QVERIFY(!fact(QStringLiteral("First to expire")).isEmpty());
    // The list of employees, and one key for each of them.
    const KeysInView keys = shown.page.keysInView();
    QCOMPARE(keys.count, static_cast<size_t>(people) + 1);
    const KeysInView::Keys named = keys.name();
    QCOMPARE(named->size(), keys.count);
    QCOMPARE(std::count(named->begin(), named->end(), shown.keyAt(0)), 1);
}

void ContractsPageTest::whatAnotherProgramIsFillingIsOneOfThePagesKeys()
{
    ShownContracts shown;
    shown.loadFromCache();
    const auto before = shown.page.keysInView().count;
    const QByteArray lease = CacheEnvelope::composeLease(shown.session.clock().now());
    QVERIFY(awaitResult(shown.session.foreignCache().set(shown.keyAt(0), lease, std::chrono::seconds(10))));
    shown.page.readThrough();
    QTRY_COMPARE(shown.page.source().fromDatabase(), 1);
    // To delete it keeps the other program from storing what it has read.
    const KeysInView keys = shown.page.keysInView();
    QCOMPARE(keys.count, before);
    const KeysInView::Keys named = keys.name();
    QCOMPARE(std::count(named->begin(), named->end(), shown.keyAt(0)), 1);
}

void ContractsPageTest::aForcedReadSaysSoAndReplacesTheEntries()
{
    ShownContracts shown;
    shown.loadFromCache();
    const QString id = shown.contractAt(3);
    shown.session.writeBehindTheBack(shown.retitle(3, "Astronaut"));
    shown.page.readThrough();
    QTRY_VERIFY(!shown.page.isLoading());
    const auto title = [&] { return shown.text(shown.page.model()->rowOf(id), ContractColumn::JobTitle); };
    QVERIFY(title() != QStringLiteral("Astronaut"));
    const int reads = shown.session.database().reads.calls();
    shown.page.refresh();
    shown.page.refresh();
    QTRY_COMPARE(title(), QStringLiteral("Astronaut"));
    QCOMPARE(shown.session.database().reads.calls() - reads, 2); // the employees, and all contracts, once
    QVERIFY2(shown.badge().startsWith(QStringLiteral("Database · forced")), qPrintable(shown.badge()));
    const int row = shown.page.model()->rowOf(id);
    QVERIFY(shown.page.model()
                ->index(row, static_cast<int>(ContractColumn::JobTitle))
                .data(tabletext::GlowRole)
                .toDouble() > 0);
    QCOMPARE(shown.page.model()
                 ->index(row, static_cast<int>(ContractColumn::Salary))
                 .data(tabletext::GlowRole)
                 .toDouble(),
             0.0);
    awaitResult(shown.session.cache().idle());
    const auto stored = awaitResult(shown.session.foreignCache().get({shown.keyAt(row)}));
    QVERIFY(stored.front()->value->contains("Astronaut"));
}

void ContractsPageTest::theBadgeTurnsStaleWhenAnotherClientDeletesAKey()
{
    ShownContracts shown;
    shown.loadFromCache();
    QCOMPARE(shown.page.source().state, SourceInfo::State::Cache);
    QVERIFY(awaitResult(shown.session.foreignCache().remove({shown.keyAt(shown.rows - 1)})));
    QTRY_COMPARE_WITH_TIMEOUT(shown.page.source().state, SourceInfo::State::Stale, 1500);
    QVERIFY2(shown.badge().contains(QStringLiteral("invalidated")), qPrintable(shown.badge()));
}

void ContractsPageTest::theBadgeTurnsStaleWhenAnotherClientReplacesAValue()
{
    ShownContracts shown;
    shown.loadFromCache();
    const auto value = awaitResult(shown.session.foreignCache().get({shown.keyAt(5)}));
    QByteArray other = *value.front()->value;
    other.replace("\"cached_at\"", "\"cached_at\" ");
    QVERIFY(awaitResult(shown.session.foreignCache().set(shown.keyAt(5), other, std::chrono::hours(1))));
    QTRY_COMPARE_WITH_TIMEOUT(shown.page.source().state, SourceInfo::State::Stale, 1500);
    QVERIFY2(shown.badge().contains(QStringLiteral("replaced")), qPrintable(shown.badge()));
}

void ContractsPageTest::theBadgeFollowsATtlThatAnotherClientChanges()
{
    ShownContracts shown;
    shown.loadFromCache();
    const auto left = [&] { return shown.page.source().ttlLeft(shown.session.clock()).value(); };
    const auto giveTtl = [&](int row, std::chrono::seconds ttl) {
        const auto value = awaitResult(shown.session.foreignCache().get({shown.keyAt(row)}));
        QVERIFY(awaitResult(shown.session.foreignCache().set(shown.keyAt(row), *value.front()->value, ttl)));
    };
    QVERIFY(left() > std::chrono::minutes(59));
    giveTtl(5, std::chrono::minutes(10));
    QTRY_VERIFY_WITH_TIMEOUT(left() <= std::chrono::minutes(10), 1500);
    QVERIFY(left() > std::chrono::minutes(9));
    // The entry that ends first lives longer again: the next one counts.
    giveTtl(5, std::chrono::hours(2));
    QTRY_VERIFY_WITH_TIMEOUT(left() > std::chrono::minutes(50), 1500);
    QVERIFY(left() <= std::chrono::hours(1));
    QCOMPARE(shown.page.source().state, SourceInfo::State::Cache);
}

void ContractsPageTest::whatTheDatabaseGaveIsWatchedFromWhenItWasStored()
{
    ShownContracts shown;
    shown.load();
    awaitResult(shown.session.cache().idle());
    QTest::qWait(50);
    QCOMPARE(shown.page.source().state, SourceInfo::State::Database);
    QVERIFY(awaitResult(shown.session.foreignCache().remove({shown.keyAt(2)})));
    QTRY_COMPARE_WITH_TIMEOUT(shown.page.source().state, SourceInfo::State::Stale, 1500);
}

void ContractsPageTest::theBadgeTurnsStaleWhenThisProgramInvalidatesAnyKey()
{
    ShownContracts shown(sample::largeCompany);
    shown.load();
    awaitResult(shown.session.cache().idle());
    const int row = shown.rows - 1;
    QVERIFY(!shown.page.watch()->isWatching(shown.page.model()->at(row).person()));
    const auto receipt =
        awaitResult(shown.session.cache().invalidateKeys(shown.session.companyId(), {shown.keyAt(row)}));
    QVERIFY(receipt.acknowledged);
    QCOMPARE(shown.page.source().state, SourceInfo::State::Stale);
}

void ContractsPageTest::anEntryThatIsReadElsewhereIsReadAgain()
{
    ShownContracts shown;
    shown.loadFromCache();
    const QString id = shown.contractAt(4);
    shown.session.writeBehindTheBack(shown.retitle(4, "Astronaut"));
    const auto query =
        HrQuery::contracts(shown.session.companyId(), *EmployeeId::parse(shown.employeeAt(4), {}));
    QVERIFY(awaitResult(shown.session.service().read(shown.session.user(), query, {ReadMode::Forced, {}})));
    QTRY_COMPARE(shown.text(shown.page.model()->rowOf(id), ContractColumn::JobTitle),
                 QStringLiteral("Astronaut"));
    QTRY_COMPARE(shown.page.source().state, SourceInfo::State::Cache);
}

void ContractsPageTest::ofALongListTheRowsInViewAreWatched()
{
    ShownContracts shown(sample::largeCompany);
    shown.loadFromCache();
    ContractsModel *model = shown.page.model();
    const int last = shown.rows - 1;
    QTRY_VERIFY(shown.page.watch()->isWatching(model->at(0).person()));
    QVERIFY(!shown.page.watch()->isWatching(model->at(last).person()));
    shown.page.table()->scrollToBottom();
    QTRY_VERIFY(shown.page.watch()->isWatching(model->at(last).person()));
    QVERIFY(!shown.page.watch()->isWatching(model->at(0).person()));
    QTest::qWait(50);
    QVERIFY(awaitResult(shown.session.foreignCache().remove({shown.keyAt(last)})));
    QTRY_COMPARE_WITH_TIMEOUT(shown.page.source().state, SourceInfo::State::Stale, 1500);
}

void ContractsPageTest::aLateAnswerNeverReplacesANewerOne()
{
    ShownContracts shown;
    shown.load();
    awaitResult(shown.session.cache().idle());
    const QString id = shown.contractAt(5);
    Gate &gate = shown.session.database().reads;
    gate.hold();
    shown.page.refresh();
    QTRY_COMPARE(gate.waiting(), size_t(1));
    gate.letPass(0);
    QTRY_COMPARE(gate.waiting(), size_t(1)); // the contracts, as they were
    shown.page.cancel();
    shown.session.writeBehindTheBack(shown.retitle(5, "Newer"));
    shown.page.refresh();
    QTRY_COMPARE(gate.waiting(), size_t(2));
    gate.letPass(1);
    QTRY_COMPARE(gate.waiting(), size_t(2));
    gate.letPass(1);
    QTRY_VERIFY(!shown.page.isLoading());
    const auto title = [&] { return shown.text(shown.page.model()->rowOf(id), ContractColumn::JobTitle); };
    QCOMPARE(title(), QStringLiteral("Newer"));
    gate.letPass(0);
    QTest::qWait(50);
    QCOMPARE(title(), QStringLiteral("Newer"));
}

void ContractsPageTest::whatTheCacheHasIsShownWhenTheDatabaseIsAway()
{
    ShownContracts first;
    first.loadFromCache();
    // The next window finds one entry missing, and no database.
    const QByteArray gone = first.keyAt(0);
    const QString employee = first.employeeAt(0);
    QVERIFY(awaitResult(first.session.foreignCache().remove({gone})));
    first.session.database().reads.failWith(databaseAway);
    ContractsPage page(first.session.context());
    page.resize(1300, 700);
    page.show();
    page.setActive(true);
    QTRY_COMPARE(page.source().state, SourceInfo::State::Offline);
    QVERIFY(page.model()->rowCount() > 20);
    QCOMPARE(page.model()->rowOfEmployee(employee), -1);
    QVERIFY2(page.strip().text.contains(QStringLiteral("1 employee")), qPrintable(page.strip().text));
    QVERIFY(page.strip().text.contains(databaseAway.message));
    first.session.database().reads.failWith(std::nullopt);
    page.strip().action();
    QTRY_COMPARE(page.model()->rowCount(), first.rows);
    QVERIFY(page.strip().text.isEmpty());
}

void ContractsPageTest::aWriteElsewhereIsReadWhenThePageIsShownAgain()
{
    ShownContracts shown;
    shown.loadFromCache();
    const QString id = shown.contractAt(7);
    shown.page.setActive(false);
    QVERIFY(awaitResult(shown.session.service().write(shown.session.user(), shown.retitle(7, "Astronaut"))));
    shown.page.dataWrittenElsewhere();
    const auto title = [&] { return shown.text(shown.page.model()->rowOf(id), ContractColumn::JobTitle); };
    QVERIFY(title() != QStringLiteral("Astronaut"));
    shown.page.setActive(true);
    QTRY_COMPARE(title(), QStringLiteral("Astronaut"));
    // Only the employee whose contract it was.
    QCOMPARE(shown.page.source().fromDatabase(), 1);
}

QTEST_MAIN(ContractsPageTest)
#include "tst_contractspage.moc"
