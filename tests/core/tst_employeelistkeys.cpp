#include "EmployeeListFixture.h"

#include <QTest>

using namespace hrcache;

/// Under which keys a list is kept, whole or in pages, and who makes it unreadable.
class TestEmployeeListKeys : public EmployeeListFixture
{
    Q_OBJECT

private slots:

    void init() { start(); }

    void aShortListLivesUnderTheContractsKey();
    void anInvalidationMeanwhileLeavesNoIndex();
    void aWriteDeletesEveryPage();
    void whoeverDeletesTheListsKeyMakesThePagesUnreadable();
    void aWholeReadTakesTheIndexForAMissAndReplacesIt();
    void aWholeReadThatIsTooLargeKeepsThePages();
    void aForcedWholeReadThatIsTooLargeRemovesThem();
    void aWholeEntryThatHasBecomeTooLargeGoesIntoPages();
    void aForcedReadReplacesAWholeEntryToo();
    void aShorterListLeavesNoOldPages();
};

void TestEmployeeListKeys::aShortListLivesUnderTheContractsKey()
{
    fillDatabase(employeesPerPage);
    const auto first = read();
    QVERIFY(first);
    QCOMPARE(first->from.reason, Reason::Miss);
    QCOMPARE(first->data.rowCount(), size_t(employeesPerPage));
    QVERIFY(exists(HrQuery::employees(company)));
    QVERIFY(!exists(HrQuery::employeesPage(company, 0)));
    QCOMPARE(read()->from.reason, Reason::Hit);
    QCOMPARE(m_firstPage, size_t(0));
}

void TestEmployeeListKeys::anInvalidationMeanwhileLeavesNoIndex()
{
    fillDatabase(2'500);
    m_rows.hold = true;
    auto reading = m_reader->read(user, company);
    m_rows.answerHeld(); // the head
    QVERIFY(awaitResult(m_manager->invalidate(company, {user}, {HrQuery::employees(company)})).acknowledged);
    m_rows.answerHeld(); // the whole list, of before
    QVERIFY(awaitResult(std::move(reading)));
    awaitResult(m_manager->idle());
    QVERIFY(!exists(HrQuery::employees(company)));
}

void TestEmployeeListKeys::aWriteDeletesEveryPage()
{
    fillDatabase(2'500);
    QVERIFY(read());
    QVERIFY(exists(HrQuery::employeesPage(company, 2)));
    HrWrite write;
    write.kind = HrWrite::Kind::CreateEmployee;
    write.company = company;
    QVERIFY(
        awaitResult(m_manager->invalidate(company, {user}, HrService::touchedBy(write, {}))).acknowledged);
    awaitResult(m_manager->idle());
    QCOMPARE(awaitResult(m_store->keyCount()).value(), qint64(0));
}

void TestEmployeeListKeys::whoeverDeletesTheListsKeyMakesThePagesUnreadable()
{
    fillDatabase(2'500);
    QVERIFY(read());
    // A program that knows the contract and nothing of pages: it wrote, and deletes what it knows.
    QVERIFY(awaitResult(m_store->remove({CacheKey::of(user, HrQuery::employees(company))}, {}, {})));
    QVERIFY(exists(HrQuery::employeesPage(company, 0)));
    m_rows.answers[static_cast<int>(HrQuery::Kind::Employees)] = employees(2'500, "New");
    const auto after = read();
    QCOMPARE(after->from.reason, Reason::Miss);
    QCOMPARE(after->data.pages.at(2).at(0).firstName(), QStringLiteral("New"));
    QCOMPARE(read()->from.reason, Reason::Hit);
}

void TestEmployeeListKeys::aWholeReadTakesTheIndexForAMissAndReplacesIt()
{
    fillDatabase(2'500);
    QVERIFY(read());
    HrService service(m_rows, *m_manager, Clock::system());
    const auto whole = awaitResult(service.read(user, HrQuery::employees(company)));
    QVERIFY(whole);
    QCOMPARE(whole->from.reason, Reason::InPages);
    QCOMPARE(whole->data.itemCount(), size_t(2'500));
    QVERIFY(whole->from.willStore);
    awaitResult(m_manager->idle());
    QVERIFY(!isIndex());
    // And such an entry is a HIT for the window, too.
    const auto after = read();
    QCOMPARE(after->from.reason, Reason::Hit);
    QCOMPARE(after->data.pages.size(), size_t(1));
    QCOMPARE(after->data.rowCount(), size_t(2'500));
}

void TestEmployeeListKeys::aWholeReadThatIsTooLargeKeepsThePages()
{
    fillDatabase(2'500);
    QVERIFY(read());
    CacheSettings settings;
    settings.maximumValueBytes = 200'000;
    m_manager->setSettings(settings);
    HrService service(m_rows, *m_manager, Clock::system());
    const auto whole = awaitResult(service.read(user, HrQuery::employees(company)));
    QVERIFY(whole);
    QVERIFY(!whole->from.willStore);
    awaitResult(m_manager->idle());
    QVERIFY(isIndex());
    QCOMPARE(read()->from.reason, Reason::Hit);
}

void TestEmployeeListKeys::aForcedWholeReadThatIsTooLargeRemovesThem()
{
    fillDatabase(2'500);
    QVERIFY(read());
    CacheSettings settings;
    settings.maximumValueBytes = 200'000;
    m_manager->setSettings(settings);
    HrService service(m_rows, *m_manager, Clock::system());
    ReadOptions forced;
    forced.mode = ReadMode::Forced;
    QVERIFY(awaitResult(service.read(user, HrQuery::employees(company), forced)));
    awaitResult(m_manager->idle());
    QVERIFY(!exists(HrQuery::employees(company)));
    QCOMPARE(read()->from.reason, Reason::Miss);
}

void TestEmployeeListKeys::aWholeEntryThatHasBecomeTooLargeGoesIntoPages()
{
    QVERIFY(awaitResult(
        m_manager->setCachedData(user, HrQuery::employees(company), employees(3'000, "old").json)));
    CacheSettings settings;
    settings.maximumValueBytes = 200'000;
    m_manager->setSettings(settings);
    fillDatabase(2'500);
    QVERIFY(read(ReadMode::Forced));
    QVERIFY(isIndex());
    const auto after = read();
    QCOMPARE(after->from.reason, Reason::Hit);
    QCOMPARE(after->data.pages.size(), size_t(3));
}

void TestEmployeeListKeys::aForcedReadReplacesAWholeEntryToo()
{
    QVERIFY(awaitResult(
        m_manager->setCachedData(user, HrQuery::employees(company), employees(3'000, "old").json)));
    fillDatabase(2'500);
    const auto forced = read(ReadMode::Forced);
    QVERIFY(forced);
    QCOMPARE(forced->from.reason, Reason::Forced);
    QCOMPARE(forced->data.rowCount(), size_t(2'500));
    const auto after = read();
    QVERIFY(after);
    QCOMPARE(after->from.reason, Reason::Hit);
    QCOMPARE(after->data.rowCount(), size_t(2'500));
    QVERIFY(after->data.pages.front().at(0).firstName() != QStringLiteral("old"));
}

void TestEmployeeListKeys::aShorterListLeavesNoOldPages()
{
    fillDatabase(2'500);
    QVERIFY(read());
    fillDatabase(10);
    QCOMPARE(read(ReadMode::Forced)->data.rowCount(), size_t(10));
    QVERIFY(!isIndex());
    // Another program deletes the contract's key alone.
    QVERIFY(awaitResult(m_store->remove({CacheKey::of(user, HrQuery::employees(company))}, {}, {})));
    const auto after = read();
    QCOMPARE(after->from.reason, Reason::Miss);
    QCOMPARE(after->data.rowCount(), size_t(10));
}

QTEST_GUILESS_MAIN(TestEmployeeListKeys)
#include "tst_employeelistkeys.moc"
