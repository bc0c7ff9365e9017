#include "cache/CacheEnvelope.h"
#include "support/Await.h"
#include "support/PostgresProcess.h"
#include "support/RedisProcess.h"
#include "ui/ServerProfile.h"
#include "ui/base/SourceBadge.h"
#include "ui/base/StateView.h"
#include "ui/contracts/ContractFilterBar.h"
#include "ui/contracts/ContractWatch.h"
#include "ui/contracts/ContractsPage.h"
#include "ui/employees/EmployeesPage.h"
#include "ui/forms/FormFrame.h"
#include "ui/forms/FormsController.h"
#include "ui/forms/RecordField.h"
#include "ui/forms/RecordForm.h"
#include "ui/support/UiTestMain.h"
#include "ui/window/PageHeader.h"

#include <QApplication>
#include <QPushButton>

using namespace hrcache;

namespace {

const QString company = QStringLiteral("11111111-1111-4111-8111-111111111111");
const QString jean = QStringLiteral("22222222-2222-4222-8222-000000000001");
const QString jeansContract = QStringLiteral("33333333-3333-4333-8333-000000000001");
const QByteArray jeansKey = "cache:uid_xyz123:" + company.toUtf8() + ":hr:contracts:" + jean.toUtf8();

} // namespace

/// The whole window on a real Redis and a real PostgreSQL, which others change and which are killed.
class ContractsServersTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void init();
    void cleanup();

    void ctrl3ShowsThemAndWarmsTheEntries();
    void anEditIsShownAndInvalidatesItsKeyAlone();
    void f5ReplacesWhatAnotherProgramChanged();
    void anotherClientsInvalidationIsSaidWithinASecond();
    void theListOfPeopleIsWatchedAfterAForcedRead();
    void whatAnotherProgramWasFillingIsTakenFromTheCacheWithinASecond();
    void ofALongListWhatAnotherProgramWasFillingIsNotStale();
    void theEmployeeOfAContractIsShown();
    void aViewerEditsNothing();
    void withoutPostgreSqlTheRowsStayAsAnOfflineCopy();
    void withoutRedisTheDatabaseAnswers();

private:
    /// Opens the page by its key and waits for its rows.
    void show();
    [[nodiscard]] ContractsPage *page() const;

    [[nodiscard]] MainWindow &window() const { return m_test->monitor->window(); }

    [[nodiscard]] QString badge() const { return window().header()->badge()->text(); }

    [[nodiscard]] QString title() const
    {
        const int row = page()->model()->rowOf(jeansContract);
        return row < 0 ? QString() : page()->model()->at(row).jobTitle();
    }

    std::unique_ptr<RedisProcess> m_redis;
    std::unique_ptr<PostgresProcess> m_postgres;
    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<TestMonitor> m_test;
};

void ContractsServersTest::initTestCase()
{
    prepareUiTest();
    m_redis = std::make_unique<RedisProcess>();
    m_postgres = std::make_unique<PostgresProcess>();
}

void ContractsServersTest::cleanupTestCase()
{
    m_postgres.reset();
    m_redis.reset();
}

void ContractsServersTest::init()
{
    m_database = std::make_unique<TestDatabase>(TestDatabase::Content::Sample, m_postgres->url());
    // The other two have none yet, and rows without an entry are read from the database each time.
    m_database->exec(QStringLiteral(
        "INSERT INTO hr.contracts (employee_id, contract_type, start_date, end_date, base_salary) "
        "SELECT id, 'CDD', '2024-01-01', current_date + 30, 4000 FROM hr.employees "
        "WHERE company_id = '11111111-1111-4111-8111-111111111111' AND identifier <> 'EMP001'"));
    m_redis->peer().command({"FLUSHALL"});
    m_test = std::make_unique<TestMonitor>();
    BackendSession &session = m_test->open().session();
    addProfile(*m_test, QStringLiteral("Servers"), m_redis->port(), *m_database);
    QVERIFY(awaitResult(session.use(profileNamed(QStringLiteral("Servers")))).has_value());
    session.setUser(*UserId::parse(u"uid_xyz123", {}));
    session.setCompany(company);
    QTRY_COMPARE(session.company().id, company);
    QVERIFY(QTest::qWaitForWindowActive(&window()));
}

void ContractsServersTest::cleanup()
{
    m_test.reset();
    m_database.reset();
}

ContractsPage *ContractsServersTest::page() const
{
    return qobject_cast<ContractsPage *>(window().page(QStringLiteral("contracts")));
}

void ContractsServersTest::show()
{
    QTest::keyClick(&window(), Qt::Key_3, Qt::ControlModifier);
    QVERIFY(page() && page()->isActive());
    QTRY_VERIFY(page()->model()->rowCount() > 0 && !page()->isLoading() && page()->areWordsLoaded());
    awaitResult(m_test->monitor->session().cache().idle());
}

void ContractsServersTest::ctrl3ShowsThemAndWarmsTheEntries()
{
    show();
    const int people = page()->source().fromDatabase();
    QCOMPARE(people, m_database
                         ->value(QStringLiteral("SELECT count(*) FROM hr.employees WHERE is_active AND "
                                                "company_id = '%1'")
                                     .arg(company))
                         .toInt());
    QVERIFY2(badge().startsWith(QStringLiteral("Database · MISS")), qPrintable(badge()));
    QCOMPARE(title(), QStringLiteral("Comptable"));
    RedisPeer peer = m_redis->peer();
    const QByteArray pattern = "cache:uid_xyz123:*:hr:contracts:*";
    QTRY_COMPARE(peer.command({"KEYS", pattern}).toList().size(), people);
    page()->readThrough();
    QTRY_VERIFY2(badge().startsWith(QStringLiteral("Cache · ")), qPrintable(badge()));
    peer.command({"DEL", jeansKey});
    page()->readThrough();
    QTRY_VERIFY2(badge().startsWith(QStringLiteral("Cache %1 · Database 1").arg(people - 1)),
                 qPrintable(badge()));
}

void ContractsServersTest::anEditIsShownAndInvalidatesItsKeyAlone()
{
    show();
    page()->readThrough();
    QTRY_COMPARE(page()->source().state, SourceInfo::State::Cache);
    RedisPeer peer = m_redis->peer();
    const QByteArray other =
        "cache:uid_xyz123:" + company.toUtf8() + ":hr:contracts:" + "22222222-2222-4222-8222-000000000002";
    const QByteArray otherBefore = peer.text({"GET", other});
    QVERIFY(!otherBefore.isEmpty());
    page()->table()->select(page()->model()->rowOf(jeansContract));
    QTest::keyClick(page()->table(), Qt::Key_Return);
    FormsController *forms = m_test->monitor->forms();
    QTRY_VERIFY(forms->form() && forms->form()->isActiveWindow() &&
                forms->form()->frame()->listBadge()->isVisible());
    RecordForm *form = forms->form();
    form->field("job_title")->focusInput();
    QWidget *input = QApplication::focusWidget();
    QVERIFY(input && form->isAncestorOf(input));
    QTest::keyClick(input, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(input, QStringLiteral("Pilot"));
    QTest::keyClick(input, Qt::Key_Tab);
    QTest::mouseClick(form->frame()->saveButton(), Qt::LeftButton);
    QTRY_VERIFY(!forms->form());
    QCOMPARE(m_database->value(
                 QStringLiteral("SELECT job_title FROM hr.contracts WHERE id = '%1'").arg(jeansContract)),
             QStringLiteral("Pilot"));
    QTRY_COMPARE(title(), QStringLiteral("Pilot"));
    QTRY_COMPARE(page()->table()->currentId(), jeansContract);
    QCOMPARE(peer.text({"GET", other}), otherBefore);
    QTRY_VERIFY(peer.text({"GET", jeansKey}).contains("Pilot"));
}

void ContractsServersTest::f5ReplacesWhatAnotherProgramChanged()
{
    show();
    m_database->exec(
        QStringLiteral("UPDATE hr.contracts SET job_title = 'Astronaut' WHERE id = '%1'").arg(jeansContract));
    page()->readThrough();
    QTRY_COMPARE(page()->source().state, SourceInfo::State::Cache);
    QCOMPARE(title(), QStringLiteral("Comptable"));
    QTest::keyClick(&window(), Qt::Key_F5);
    QTRY_COMPARE(title(), QStringLiteral("Astronaut"));
    QVERIFY2(badge().startsWith(QStringLiteral("Database · forced")), qPrintable(badge()));
    RedisPeer peer = m_redis->peer();
    QTRY_VERIFY(peer.text({"GET", jeansKey}).contains("Astronaut"));
}

void ContractsServersTest::anotherClientsInvalidationIsSaidWithinASecond()
{
    show();
    page()->readThrough();
    QTRY_COMPARE(page()->source().state, SourceInfo::State::Cache);
    QTest::qWait(50);
    QCOMPARE(m_redis->peer().number({"DEL", jeansKey}), 1);
    QTRY_VERIFY_WITH_TIMEOUT(badge().startsWith(QStringLiteral("Stale")), 1'200);
}

void ContractsServersTest::theListOfPeopleIsWatchedAfterAForcedRead()
{
    show();
    page()->refresh();
    QTRY_VERIFY2(badge().startsWith(QStringLiteral("Database · forced")), qPrintable(badge()));
    awaitResult(m_test->monitor->session().cache().idle());
    m_redis->peer().command({"DEL", "cache:uid_xyz123:" + company.toUtf8() + ":hr:employees"});
    QTRY_VERIFY2(badge().startsWith(QStringLiteral("Stale")), qPrintable(badge()));
}

void ContractsServersTest::whatAnotherProgramWasFillingIsTakenFromTheCacheWithinASecond()
{
    show();
    RedisPeer peer = m_redis->peer();
    const QByteArray value = peer.text({"GET", jeansKey});
    QVERIFY(!value.isEmpty());
    const QByteArray lease = CacheEnvelope::composeLease(Clock::system().now());
    QCOMPARE(peer.text({"SET", jeansKey, lease, "PX", "10000"}), QByteArray("OK"));
    page()->readThrough();
    QTRY_VERIFY2(badge().contains(QStringLiteral("Database 1")), qPrintable(badge()));
    QTest::qWait(50);
    QCOMPARE(peer.text({"SET", jeansKey, value, "EX", "3600"}), QByteArray("OK"));
    QTRY_COMPARE_WITH_TIMEOUT(page()->source().state, SourceInfo::State::Cache, 1'200);
}

void ContractsServersTest::ofALongListWhatAnotherProgramWasFillingIsNotStale()
{
    QTRY_VERIFY(window().currentPage() && !window().currentPage()->isLoading());
    awaitResult(m_test->monitor->session().cache().idle());
    // More than are read again because of one.
    m_database->exec(
        QStringLiteral("WITH people AS (INSERT INTO hr.employees (company_id, identifier, first_name, "
                       "last_name, birth_date, cluster_code, hire_date) SELECT '%1', 'X' || n, "
                       "'Anna', 'Z' || n, '1990-01-01', 'CH-GE', '2020-01-01' FROM "
                       "generate_series(1, 2100) n RETURNING id) "
                       "INSERT INTO hr.contracts (employee_id, contract_type, start_date, "
                       "base_salary) SELECT id, 'CDI', '2024-01-01', 4000 FROM people")
            .arg(company));
    // The list was shorter.
    m_redis->peer().command({"FLUSHALL"});
    show();
    QVERIFY(page()->source().fromDatabase() > static_cast<int>(ContractWatch::mostReadAgain));
    RedisPeer peer = m_redis->peer();
    const QByteArray value = peer.text({"GET", jeansKey});
    QVERIFY(!value.isEmpty());
    const auto fill = [&](const QByteArray &entry) {
        const QByteArray lease = CacheEnvelope::composeLease(Clock::system().now());
        QCOMPARE(peer.text({"SET", jeansKey, lease, "PX", "10000"}), QByteArray("OK"));
        page()->readThrough();
        QTRY_VERIFY2(badge().contains(QStringLiteral("Database 1")), qPrintable(badge()));
        page()->table()->select(page()->model()->rowOf(jeansContract));
        page()->table()->scrollTo(page()->table()->currentIndex());
        const uint32_t person = page()->model()->at(page()->model()->rowOf(jeansContract)).person();
        QTRY_VERIFY(page()->watch()->isWatching(person));
        QTest::qWait(100);
        if (entry.isEmpty())
            QCOMPARE(peer.number({"DEL", jeansKey}), 1);
        else
            QCOMPARE(peer.text({"SET", jeansKey, entry, "EX", "3600"}), QByteArray("OK"));
    };
    fill(value);
    QTest::qWait(1'200);
    QVERIFY2(badge().contains(QStringLiteral("Database 1")), qPrintable(badge()));
    // That one is watched from then on.
    QCOMPARE(peer.number({"DEL", jeansKey}), 1);
    QTRY_VERIFY_WITH_TIMEOUT(badge().startsWith(QStringLiteral("Stale")), 1'200);
    fill({});
    QTRY_VERIFY_WITH_TIMEOUT(badge().startsWith(QStringLiteral("Stale")), 1'200);
}

void ContractsServersTest::theEmployeeOfAContractIsShown()
{
    show();
    page()->table()->select(page()->model()->rowOf(jeansContract));
    QTest::mouseClick(page()->filterBar()->employeeButton(), Qt::LeftButton);
    auto *employees = qobject_cast<EmployeesPage *>(window().currentPage());
    QVERIFY(employees);
    QTRY_COMPARE(employees->table()->currentId(), jean);
}

void ContractsServersTest::aViewerEditsNothing()
{
    m_database->exec(QStringLiteral(
        "INSERT INTO core.users (id, firebase_uid) VALUES ('00000000-0000-4000-8000-00000000a009', 'looker');"
        "INSERT INTO core.account_access (user_id, account_id, access_type, user_profile) VALUES "
        "('00000000-0000-4000-8000-00000000a009', '00000000-0000-4000-8000-00000000b001', 'shared', "
        "'viewer')"));
    m_test->monitor->session().setUser(*UserId::parse(u"looker", {}));
    QTRY_VERIFY(m_test->monitor->session().company().id == company &&
                !m_test->monitor->session().isLoadingCompanies());
    show();
    page()->table()->select(0);
    QVERIFY(!page()->can(PageCommand::Edit));
    QTest::keyClick(page()->table(), Qt::Key_Return);
    QVERIFY(!m_test->monitor->forms()->form());
    QVERIFY(!page()->filterBar()->newButton()->isEnabled());
}

void ContractsServersTest::withoutPostgreSqlTheRowsStayAsAnOfflineCopy()
{
    show();
    const int rows = page()->model()->rowCount();
    m_postgres->kill();
    QTest::keyClick(&window(), Qt::Key_R, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(badge().startsWith(QStringLiteral("Offline copy")), 15'000);
    QCOMPARE(page()->model()->rowCount(), rows);
    QVERIFY(!page()->strip().text.isEmpty());
    // What the cache has is still there for whoever reads through it.
    page()->readThrough();
    QTRY_VERIFY(badge().startsWith(QStringLiteral("Cache · ")));
    m_postgres->restart();
    page()->refresh();
    QTRY_VERIFY_WITH_TIMEOUT(badge().startsWith(QStringLiteral("Database · forced")), 15'000);
    QVERIFY(page()->strip().text.isEmpty());
}

void ContractsServersTest::withoutRedisTheDatabaseAnswers()
{
    show();
    m_redis->kill();
    page()->readThrough();
    QTRY_VERIFY2(badge().startsWith(QStringLiteral("Database · cache unreachable")), qPrintable(badge()));
    QCOMPARE(title(), QStringLiteral("Comptable"));
    m_redis->restart();
    const auto storedAgain = [this] {
        page()->readThrough();
        return QTest::qWaitFor([this] { return !page()->isLoading(); }) &&
               badge().startsWith(QStringLiteral("Cache · "));
    };
    QTRY_VERIFY_WITH_TIMEOUT(storedAgain(), 20'000);
}

QTEST_MAIN(ContractsServersTest)
#include "tst_contractsservers.moc"
