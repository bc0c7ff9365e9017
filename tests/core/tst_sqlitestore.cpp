#include "core/SqliteTesting.h"
#include "sqlite/SqliteConnection.h"
#include "sqlite/SqliteResult.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <csignal>
#include <sys/resource.h>

using namespace hrcache;
using namespace std::chrono_literals;

/// How the store behaves while its thread is busy, waits or fails.
class SqliteStoreTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void theEventLoopTicksWhileAStatementIsSlow();
    void aCancelledCallerDoesNotWaitForASlowStatement();
    void aListIsCancelledBetweenItsRows();
    void aWriterWaitsForAnotherProgram();
    void aWriterDoesNotWaitForEver();
    void goingAwayDoesNotWaitForALock();
    void readsGoOnWhileSomebodyWrites();
    void aFullDiskIsNamedAndNothingIsHalfWritten();
    void changesAreTimedByTheClock();
    void theActiveContractFollowsTheClock();

private:
    /// Makes hr_clusters a view that takes about a second to read.
    void makeClustersSlow() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    std::unique_ptr<SqliteHrStore> m_store;
    CompanyId m_company = sampleCompany(sample::smallCompany);
    EmployeeId m_employee;
};

void SqliteStoreTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->filePath(QStringLiteral("hr.sqlite"));
    m_store = std::make_unique<SqliteHrStore>(
        SqliteHrStore::Options{.path = m_path, .writePatience = std::chrono::seconds(20)});
    const auto rows = readOne(*m_store, HrQuery::employees(m_company));
    QVERIFY(rows);
    m_employee = EmployeeId::parse(QJsonDocument::fromJson(rows->json)[0][u"id"].toString(), {}).value();
}

void SqliteStoreTest::cleanup()
{
    m_store.reset();
    m_folder.reset();
}

void SqliteStoreTest::makeClustersSlow() const
{
    const SideConnection side(m_path);
    side.execute(QStringLiteral("ALTER TABLE hr_clusters RENAME TO all_clusters"));
    side.execute(QStringLiteral("CREATE VIEW hr_clusters AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
                                "SELECT i + 1 FROM n WHERE i < 4000000) "
                                "SELECT c.* FROM all_clusters c WHERE (SELECT max(i) FROM n) > 0"));
}

void SqliteStoreTest::theEventLoopTicksWhileAStatementIsSlow()
{
    makeClustersSlow();
    QElapsedTimer sinceTick;
    qint64 longestGap = 0;
    int ticks = 0;
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, [&] {
        longestGap = std::max(longestGap, sinceTick.restart());
        ++ticks;
    });
    timer.start(1);

    QElapsedTimer whole;
    whole.start();
    auto task = m_store->read({HrQuery::clusters({})});
    const qint64 called = whole.elapsed();
    sinceTick.start();
    const auto rows = awaitResult(std::move(task));
    const qint64 answered = whole.elapsed();
    QVERIFY(rows[0]);
    QVERIFY(rows[0]->count > 30);
    QVERIFY2(answered > 200, qPrintable(QString::number(answered)));
    QVERIFY2(called < answered / 10, qPrintable(QString::number(called)));
    QVERIFY2(longestGap < answered / 2, qPrintable(QString::number(longestGap)));
    QVERIFY2(ticks > answered / 20, qPrintable(QString::number(ticks)));
}

void SqliteStoreTest::aCancelledCallerDoesNotWaitForASlowStatement()
{
    makeClustersSlow();
    QElapsedTimer timer;
    timer.start();
    QVERIFY(readOne(*m_store, HrQuery::clusters({})));
    const qint64 whole = timer.restart();

    std::stop_source source;
    auto task = m_store->read({HrQuery::clusters({}), HrQuery::employees(m_company)}, source.get_token());
    QTimer::singleShot(0, this, [&] { source.request_stop(); });
    const auto results = awaitResult(std::move(task));
    const qint64 cancelled = timer.elapsed();
    for (const auto &result : results) {
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::Cancelled);
    }
    QVERIFY2(cancelled < whole / 2, qPrintable(QString::number(cancelled)));
    const auto next = readOne(*m_store, HrQuery::employees(m_company));
    QVERIFY(next);
    QVERIFY(next->count > 0);
}

void SqliteStoreTest::aListIsCancelledBetweenItsRows()
{
    auto connection =
        SqliteConnection::open(QStringLiteral(":memory:"), SqliteContents::Sample, QDate(2026, 1, 1), {});
    QVERIFY(connection);
    auto query = (*connection)->execute(QStringLiteral("SELECT code FROM hr_clusters"));
    QVERIFY(query);
    std::stop_source source;
    source.request_stop();
    const auto rows = SqliteResult::fetch(**connection, *query, source.get_token());
    QVERIFY(!rows);
    QCOMPARE(rows.error().code, ErrorCode::Cancelled);
    // Given up, the statement does not stand in anybody's way.
    auto again = (*connection)->execute(QStringLiteral("SELECT code FROM hr_clusters"));
    QVERIFY(again);
    const auto all = SqliteResult::fetch(**connection, *again, {});
    QVERIFY(all);
    QVERIFY(all->rowCount() > 30);
}

void SqliteStoreTest::aWriterWaitsForAnotherProgram()
{
    const SideConnection other(m_path);
    other.execute(QStringLiteral("BEGIN IMMEDIATE"));
    auto task = m_store->write(moveTo(m_company, m_employee, "Nyon"));
    QTimer::singleShot(500, this, [&] { other.execute(QStringLiteral("COMMIT")); });
    QVERIFY(awaitResult(std::move(task)));
    QVERIFY(readOne(*m_store, HrQuery::employeeById(m_company, m_employee))->json.contains("Nyon"));
}

void SqliteStoreTest::aWriterDoesNotWaitForEver()
{
    SqliteHrStore hasty(SqliteHrStore::Options{.path = m_path, .writePatience = 300ms});
    QVERIFY(readOne(hasty, HrQuery::employees(m_company)));
    {
        const SideConnection other(m_path);
        other.execute(QStringLiteral("BEGIN IMMEDIATE"));
        const auto outcome = awaitResult(hasty.write(moveTo(m_company, m_employee, "Nyon")));
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, ErrorCode::Timeout);
        QVERIFY(outcome.error().retryable);
        QVERIFY2(outcome.error().message.contains(u"another program"), qPrintable(outcome.error().message));
        other.execute(QStringLiteral("ROLLBACK"));
    }
    QVERIFY(!readOne(hasty, HrQuery::employeeById(m_company, m_employee))->json.contains("Nyon"));
    QVERIFY(awaitResult(hasty.write(moveTo(m_company, m_employee, "Nyon"))));
}

void SqliteStoreTest::goingAwayDoesNotWaitForALock()
{
    const SideConnection other(m_path);
    other.execute(QStringLiteral("BEGIN IMMEDIATE"));
    auto task = m_store->write(moveTo(m_company, m_employee, "Nyon"));
    QElapsedTimer timer;
    QTimer::singleShot(200, this, [&] {
        timer.start();
        m_store.reset();
    });
    const auto outcome = awaitResult(std::move(task));
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::Cancelled);
    // The store itself would have waited for 20 s.
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    other.execute(QStringLiteral("ROLLBACK"));
    const SideConnection later(m_path);
    QCOMPARE(later.execute(QStringLiteral("SELECT city FROM hr_employees WHERE id = '%1' AND city = 'Nyon'")
                               .arg(m_employee.toString())),
             QVariant());
}

void SqliteStoreTest::readsGoOnWhileSomebodyWrites()
{
    const SideConnection other(m_path);
    other.execute(QStringLiteral("BEGIN IMMEDIATE"));
    other.execute(QStringLiteral("UPDATE hr_employees SET city = 'Nowhere'"));
    const auto rows = readOne(*m_store, HrQuery::employeeById(m_company, m_employee));
    QVERIFY(rows);
    QVERIFY(!rows->json.contains("Nowhere"));
    other.execute(QStringLiteral("COMMIT"));
    QVERIFY(readOne(*m_store, HrQuery::employeeById(m_company, m_employee))->json.contains("Nowhere"));
}

void SqliteStoreTest::aFullDiskIsNamedAndNothingIsHalfWritten()
{
    const auto query = HrQuery::employeeById(m_company, m_employee);
    const QByteArray before = readOne(*m_store, query)->json;
    HrWrite write = moveTo(m_company, m_employee, "Nyon");
    write.fields.push_back({"address", QByteArray(2'000'000, 'x')});

    // A limit of the process stands for the disk: beyond it nothing more can be written to any file.
    rlimit unlimited{};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &unlimited), 0);
    const auto formerHandler = std::signal(SIGXFSZ, SIG_IGN);
    rlimit limit = unlimited;
    limit.rlim_cur = 512 * 1024;
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &limit), 0);
    const auto outcome = awaitResult(m_store->write(write));
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &unlimited), 0);
    std::signal(SIGXFSZ, formerHandler);

    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::Storage);
    QVERIFY(!outcome.error().message.isEmpty());
    QCOMPARE(readOne(*m_store, query)->json, before);
    QVERIFY(awaitResult(m_store->write(write)));
    QVERIFY(readOne(*m_store, query)->json.contains("Nyon"));
    QCOMPARE(SideConnection(m_path).execute(QStringLiteral("PRAGMA integrity_check")).toString(),
             QStringLiteral("ok"));
}

void SqliteStoreTest::changesAreTimedByTheClock()
{
    using namespace std::chrono;
    ManualClock clock(sys_days(2031y / May / 4) + 5h + 6min + 7s + 89us);
    SqliteHrStore store(SqliteHrStore::Options{.path = m_path}, clock);
    const auto query = HrQuery::employeeById(m_company, m_employee);
    const auto updatedAt = [&] {
        return QJsonDocument::fromJson(readOne(store, query)->json)[u"updated_at"].toString().toUtf8();
    };
    QVERIFY(awaitResult(store.write(moveTo(m_company, m_employee, "Nyon"))));
    QCOMPARE(updatedAt(), "2031-05-04T05:06:07.000089+00:00");
    // Two changes at one moment can still be told apart.
    QVERIFY(awaitResult(store.write(moveTo(m_company, m_employee, "Morges"))));
    QCOMPARE(updatedAt(), "2031-05-04T05:06:07.000090+00:00");
    clock.advance(1s);
    QVERIFY(awaitResult(store.write(moveTo(m_company, m_employee, "Vevey"))));
    QCOMPARE(updatedAt(), "2031-05-04T05:06:08.000089+00:00");
}

void SqliteStoreTest::theActiveContractFollowsTheClock()
{
    const SideConnection side(m_path);
    side.execute(QStringLiteral("DELETE FROM hr_payroll_results"));
    side.execute(QStringLiteral("DELETE FROM hr_contracts"));
    side.execute(QStringLiteral("INSERT INTO hr_contracts (employee_id, contract_type, start_date, end_date, "
                                "base_salary) VALUES ('%1', 'CDD', '2031-05-04', '2031-05-06', 5000)")
                     .arg(m_employee.toString()));
    ManualClock clock(WallTime(std::chrono::sys_days(std::chrono::year(2031) / 5 / 3) + 12h));
    SqliteHrStore store(SqliteHrStore::Options{.path = m_path}, clock);
    const auto query = HrQuery::activeContract(m_company, m_employee);
    for (const int count : {0, 1, 1, 1, 0}) {
        const auto rows = readOne(store, query);
        QVERIFY(rows);
        QCOMPARE(rows->count, count);
        clock.advance(24h);
    }
}

QTEST_GUILESS_MAIN(SqliteStoreTest)
#include "tst_sqlitestore.moc"
