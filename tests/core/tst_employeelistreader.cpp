#include "EmployeeListFixture.h"
#include "hr/RowPages.h"

#include <QSet>
#include <QTest>

using namespace hrcache;

/// What a window gets, and when.
class TestEmployeeListReader : public EmployeeListFixture
{
    Q_OBJECT

private slots:

    void init() { start(); }

    void cutsAListWithoutLosingARow_data();
    void cutsAListWithoutLosingARow();
    void refusesToCutWhatIsNoList();
    void aLongListIsKeptInPagesAndReadBack();
    void theFirstPageComesBeforeTheRest();
    void theFirstPageComesFromTheCacheToo();
    void aWholeEntryIsAHitWhateverItsLength();
    void aMissingPageIsNoHit();
    void aPageOfAnotherSnapshotIsNoHit();
    void whoIsNotListedIsRegisteredBeforeTheRowsAreRead();
    void aShortListOfWhoIsNotListedIsInvalidatedToo();
    void withoutAUserNothingIsStored();
    void aDatabaseErrorGivesEveryLeaseBack();
};

void TestEmployeeListReader::cutsAListWithoutLosingARow_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("perPage");
    QTest::addColumn<int>("pages");
    QTest::newRow("none") << 0 << 3 << 0;
    QTest::newRow("one") << 1 << 3 << 1;
    QTest::newRow("full") << 3 << 3 << 1;
    QTest::newRow("one more") << 4 << 3 << 2;
    QTest::newRow("many") << 100 << 7 << 15;
}

void TestEmployeeListReader::cutsAListWithoutLosingARow()
{
    QFETCH(int, rows);
    QFETCH(int, perPage);
    const auto cut = cutIntoPages(employees(rows).json, perPage);
    QVERIFY(cut);
    QTEST(static_cast<int>(cut->size()), "pages");
    int seen = 0;
    for (const HrRows &page : *cut) {
        const auto document = HrDocument::fromRows(HrQuery::Kind::EmployeesPage, page.json);
        QVERIFY(document);
        const EmployeeList list(*document);
        QCOMPARE(static_cast<qsizetype>(list.size()), page.count);
        for (size_t i = 0; i < list.size(); ++i)
            QCOMPARE(list.at(i).id(), QString::number(seen++));
    }
    QCOMPARE(seen, rows);
}

void TestEmployeeListReader::refusesToCutWhatIsNoList()
{
    QVERIFY(!cutIntoPages("{}", 10));
    QVERIFY(!cutIntoPages("[{\"id\": 1}", 10));
    QVERIFY(!cutIntoPages("", 10));
}

void TestEmployeeListReader::aLongListIsKeptInPagesAndReadBack()
{
    fillDatabase(2'500);
    const auto first = read();
    QVERIFY(first);
    QCOMPARE(first->from.source, Source::Database);
    QCOMPARE(first->data.pages.size(), size_t(3));
    QVERIFY(isIndex());
    const int reads = m_rows.reads;
    const auto second = read();
    QCOMPARE(second->from.reason, Reason::Hit);
    QCOMPARE(second->data.rowCount(), size_t(2'500));
    QVERIFY(second->from.ttlLeft);
    QCOMPARE(m_rows.reads, reads);
    QSet<QString> ids;
    for (const EmployeeList &page : second->data.pages) {
        for (size_t i = 0; i < page.size(); ++i)
            ids.insert(page.at(i).id());
    }
    QCOMPARE(ids.size(), 2'500);
}

void TestEmployeeListReader::theFirstPageComesBeforeTheRest()
{
    fillDatabase(2'500);
    QVERIFY(read());
    QCOMPARE(m_firstPage, size_t(employeesPerPage + 1));
}

void TestEmployeeListReader::theFirstPageComesFromTheCacheToo()
{
    fillDatabase(2'500);
    QVERIFY(read());
    m_firstPage = 0;
    QCOMPARE(read()->from.reason, Reason::Hit);
    QCOMPARE(m_firstPage, size_t(employeesPerPage));
}

void TestEmployeeListReader::aWholeEntryIsAHitWhateverItsLength()
{
    QVERIFY(awaitResult(m_manager->setCachedData(user, HrQuery::employees(company), employees(3'000).json)));
    const auto result = read();
    QCOMPARE(result->from.reason, Reason::Hit);
    QCOMPARE(result->data.rowCount(), size_t(3'000));
    QCOMPARE(m_rows.reads, 0);
}

void TestEmployeeListReader::aMissingPageIsNoHit()
{
    fillDatabase(2'500);
    QVERIFY(read());
    QVERIFY(awaitResult(m_store->remove({CacheKey::of(user, HrQuery::employeesPage(company, 1))}, {}, {})));
    const auto result = read();
    QVERIFY2(result, result ? "" : qPrintable(result.error().message + result.error().detail));
    QCOMPARE(result->from.source, Source::Database);
    QCOMPARE(result->data.rowCount(), size_t(2'500));
    QCOMPARE(read()->from.reason, Reason::Hit);
}

void TestEmployeeListReader::aPageOfAnotherSnapshotIsNoHit()
{
    fillDatabase(2'500);
    QVERIFY(read());
    const auto foreign = CacheEnvelope::compose(employees(1'000, "other").json, Clock::system().now(),
                                                std::chrono::seconds(60), "hr.employees:page:1", "abc");
    QVERIFY(awaitResult(m_store->set(CacheKey::of(user, HrQuery::employeesPage(company, 1)), foreign,
                                     std::chrono::seconds(60))));
    const auto result = read();
    QVERIFY2(result, result ? "" : qPrintable(result.error().message + result.error().detail));
    QCOMPARE(result->from.source, Source::Database);
    QVERIFY(result->data.pages.at(1).at(0).firstName() != QStringLiteral("other"));
}

void TestEmployeeListReader::whoIsNotListedIsRegisteredBeforeTheRowsAreRead()
{
    fillDatabase(2'500);
    m_rows.isListed = false;
    int registeredAt = 0;
    m_rows.beforeReadReturns = [&] {
        const auto infos = awaitResult(m_store->describe({UnlistedHolders::key(company)}));
        if (registeredAt == 0 && infos.front() && infos.front()->exists)
            registeredAt = m_rows.reads;
    };
    QVERIFY(read());
    QCOMPARE(registeredAt, 2); // after the head, and before the list was asked for
    m_rows.beforeReadReturns = {};
    QCOMPARE(read()->from.reason, Reason::Hit);

    HrWrite write;
    write.kind = HrWrite::Kind::CreateEmployee;
    write.company = company;
    const UserId listed = *UserId::parse(u"uid_listed", {});
    QVERIFY(
        awaitResult(m_manager->invalidate(company, {listed}, HrService::touchedBy(write, {}))).acknowledged);
    awaitResult(m_manager->idle());
    for (const HrQuery &query : {HrQuery::employees(company), HrQuery::employeesPage(company, 0),
                                 HrQuery::employeesPage(company, 2)})
        QVERIFY(!exists(query));
    QCOMPARE(read()->from.reason, Reason::Miss);
}

void TestEmployeeListReader::aShortListOfWhoIsNotListedIsInvalidatedToo()
{
    fillDatabase(10);
    m_rows.isListed = false;
    QVERIFY(read());
    QCOMPARE(read()->from.reason, Reason::Hit);
    const UserId listed = *UserId::parse(u"uid_listed", {});
    QVERIFY(
        awaitResult(m_manager->invalidate(company, {listed}, {HrQuery::employees(company)})).acknowledged);
    QVERIFY(!exists(HrQuery::employees(company)));
}

void TestEmployeeListReader::withoutAUserNothingIsStored()
{
    fillDatabase(2'500);
    const auto result = read(ReadMode::CacheFirst, {});
    QVERIFY(result);
    QCOMPARE(result->from.reason, Reason::NoUser);
    QCOMPARE(awaitResult(m_store->keyCount()).value(), qint64(0));
}

void TestEmployeeListReader::aDatabaseErrorGivesEveryLeaseBack()
{
    m_rows.answers[static_cast<int>(HrQuery::Kind::EmployeesHead)] =
        failure(ErrorCode::Unreachable, QStringLiteral("away"));
    QVERIFY(!read());
    QCOMPARE(awaitResult(m_store->keyCount()).value(), qint64(0));
    fillDatabase(2'500);
    m_rows.answers[static_cast<int>(HrQuery::Kind::Employees)] =
        failure(ErrorCode::Unreachable, QStringLiteral("away"));
    QVERIFY(!read());
    QCOMPARE(awaitResult(m_store->keyCount()).value(), qint64(0));
}

QTEST_GUILESS_MAIN(TestEmployeeListReader)
#include "tst_employeelistreader.moc"
