#include "FormTesting.h"

#include "cache/CacheInventory.h"
#include "support/Await.h"
#include "support/HrStack.h"
#include "support/PostgresProcess.h"
#include "support/RedisProcess.h"
#include "support/TestDatabase.h"
#include "support/TestServers.h"
#include "ui/base/SourceBadge.h"
#include "ui/support/UiTestMain.h"

#include <QMessageBox>
#include <QRadioButton>
#include <QTemporaryDir>

using namespace hrcache;

namespace {

const QString admin = QStringLiteral("uid_xyz123");
const QString company = QStringLiteral("11111111-1111-4111-8111-111111111111");
const QString jean = QStringLiteral("22222222-2222-4222-8222-000000000001");
const QString jeansContract = QStringLiteral("33333333-3333-4333-8333-000000000001");

/// A session on servers of its own.
class ServerSession final : public Session
{
public:
    ServerSession(std::uint16_t redisPort, const QString &databaseUrl)
        : m_stack(HrStack::redisAt(redisPort), databaseUrl)
        , m_inventory(m_stack.redis(), &m_stack.database())
        , m_settings(m_folder.filePath(QStringLiteral("settings.ini")))
    {
    }

    [[nodiscard]] HrService &service() override { return m_stack.service(); }

    [[nodiscard]] HrCacheManager &cache() override { return m_stack.cache(); }

    [[nodiscard]] CacheStore &cacheStore() override { return m_stack.redis(); }

    [[nodiscard]] CacheInventory &inventory() override { return m_inventory; }

    [[nodiscard]] const Clock &clock() const override { return Clock::system(); }

    [[nodiscard]] QString profileName() const override { return QStringLiteral("Test"); }

    [[nodiscard]] bool isEmbedded() const override { return false; }

    [[nodiscard]] UiContext context() { return {*this, m_settings}; }

    void enter(const QString &user)
    {
        setCompany(::company);
        setUser(userId(user));
        if (!QTest::qWaitFor([&] { return !isLoadingCompanies(); }, 10'000) || this->company().id.isEmpty())
            qFatal("%s has no access", qPrintable(user));
    }

    [[nodiscard]] HrStack &stack() { return m_stack; }

private:
    QTemporaryDir m_folder;
    HrStack m_stack;
    CacheInventory m_inventory;
    Settings m_settings;
};

} // namespace

/// The forms against a real Redis and a real PostgreSQL, which are killed under them.
class TestFormServers : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase();
    void cleanupTestCase();
    void init();
    void cleanup();

    void aNewEmployeeStandsInPostgreSql();
    void oneFieldIsChangedAndItsKeysAreGone();
    void anIdentifierInUseIsRefused();
    void aForeignUpdateIsAConflict_data();
    void aForeignUpdateIsAConflict();
    void aNewContractStandsInPostgreSql();
    void aContractKeepsItsOtherProvisions();
    void aViewerIsRefused();
    void withoutRedisWritingAnywayIsOffered();
    void withoutPostgreSqlNothingIsLost();
    void aDeletedEmployeeIsInactive();
    void theRowsBadgeTurnsStale_data();
    void theRowsBadgeTurnsStale();
    void theListsBadgeFollowsTheirKeys();

private:
    void edit();

    [[nodiscard]] static QByteArray keyOf(const QByteArray &type)
    {
        return "cache:uid_xyz123:" + company.toUtf8() + ":hr:" + type;
    }

    std::unique_ptr<RedisProcess> m_redis;
    std::unique_ptr<PostgresProcess> m_postgres;
    std::unique_ptr<TestDatabase> m_database;
    std::unique_ptr<ServerSession> m_session;
    std::unique_ptr<FormWindow> m_window;
};

void TestFormServers::initTestCase()
{
    prepareUiTest();
    m_redis = std::make_unique<RedisProcess>();
    m_postgres = std::make_unique<PostgresProcess>();
}

void TestFormServers::cleanupTestCase()
{
    m_postgres.reset();
    m_redis.reset();
}

void TestFormServers::init()
{
    m_database = std::make_unique<TestDatabase>(TestDatabase::Content::Sample, m_postgres->url());
    m_database->exec(QStringLiteral(
        "INSERT INTO core.users (id, firebase_uid) VALUES ('00000000-0000-4000-8000-00000000a009', 'looker');"
        "INSERT INTO core.account_access (user_id, account_id, access_type, user_profile) VALUES "
        "('00000000-0000-4000-8000-00000000a009', '00000000-0000-4000-8000-00000000b001', 'shared', "
        "'viewer')"));
    m_redis->peer().command({"FLUSHALL"});
    m_session = std::make_unique<ServerSession>(m_redis->port(), m_database->url());
    m_session->enter(admin);
    m_window = std::make_unique<FormWindow>(m_session->context());
}

void TestFormServers::cleanup()
{
    m_window.reset();
    m_session.reset();
    m_database.reset();
}

void TestFormServers::edit()
{
    m_window->forms().editEmployee(jean);
    QVERIFY(m_window->waitReady());
}

void TestFormServers::aNewEmployeeStandsInPostgreSql()
{
    m_window->forms().newEmployee();
    QVERIFY(m_window->waitReady());
    m_window->type("identifier", QStringLiteral("NEW-1"));
    m_window->type("first_name", QStringLiteral("Zoë"));
    m_window->type("last_name", QStringLiteral("O'Neil"));
    m_window->type("birth_date", QStringLiteral("31/12/1985"));
    m_window->choose("cluster_code", QStringLiteral("CH-GE"));
    m_window->type("hire_date", QStringLiteral("2024-02-29"));
    m_window->clickSave();
    QVERIFY(m_window->waitClosed());
    const auto rows =
        m_database->exec(QStringLiteral("SELECT first_name, last_name, birth_date::text, cluster_code, "
                                        "dependents::text, email, is_active::text "
                                        "FROM hr.employees WHERE identifier = 'NEW-1'"));
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows.first(),
             QStringList({QStringLiteral("Zoë"), QStringLiteral("O'Neil"), QStringLiteral("1985-12-31"),
                          QStringLiteral("CH-GE"), QStringLiteral("0"), QString(), QStringLiteral("true")}));
    QVERIFY(rows.first().at(5).isNull());
}

void TestFormServers::oneFieldIsChangedAndItsKeysAreGone()
{
    const QByteArray key = keyOf("employee:" + jean.toUtf8());
    edit();
    m_session->stack().settle();
    QVERIFY(!m_redis->peer().text({"GET", key}).isEmpty());
    const auto all = QStringLiteral("SELECT * FROM hr.employees WHERE id = '%1'").arg(jean);
    const QStringList before = m_database->exec(all).first();
    m_window->type("city", QStringLiteral("Carouge"));
    m_window->clickSave();
    QVERIFY(m_window->waitClosed());
    const QStringList after = m_database->exec(all).first();
    int changed = 0;
    for (qsizetype i = 0; i < before.size(); ++i)
        changed += before[i] != after[i] ? 1 : 0;
    QCOMPARE(changed, 2); // city and updated_at
    QVERIFY(after.contains(QStringLiteral("Carouge")));
    QVERIFY(m_redis->peer().text({"GET", key}).isEmpty());
}

void TestFormServers::anIdentifierInUseIsRefused()
{
    edit();
    m_window->type("identifier", QStringLiteral("EMP002"));
    m_window->clickSave();
    QTRY_COMPARE(m_window->field("identifier")->problem(),
                 QStringLiteral("Is already used by another employee of the company."));
    QCOMPARE(m_window->shown("identifier"), QStringLiteral("EMP002"));
}

void TestFormServers::aForeignUpdateIsAConflict_data()
{
    QTest::addColumn<bool>("mine");
    QTest::addRow("keep mine") << true;
    QTest::addRow("take theirs") << false;
}

void TestFormServers::aForeignUpdateIsAConflict()
{
    QFETCH(const bool, mine);
    edit();
    m_window->type("city", QStringLiteral("Mine"));
    m_database->exec(
        QStringLiteral("UPDATE hr.employees SET city = 'Theirs', phone = '222', updated_at = now() "
                       "WHERE id = '%1'")
            .arg(jean));
    m_window->clickSave();
    QDialog *dialog = m_window->waitDialog("conflict-dialog");
    QVERIFY(dialog);
    QCOMPARE(dialog->findChild<QRadioButton *>(QStringLiteral("theirs-city"))->text(),
             QStringLiteral("Theirs"));
    QVERIFY(dialog->findChild<QRadioButton *>(QStringLiteral("theirs-phone"))->isChecked());
    clickButton(dialog, mine ? "mine-city" : "theirs-city");
    clickButton(dialog, "conflict-save");
    if (mine)
        QVERIFY(m_window->waitClosed());
    else
        QTRY_VERIFY(m_window->message().contains(QStringLiteral("nothing left to save")));
    const auto row =
        m_database->exec(QStringLiteral("SELECT city, phone FROM hr.employees WHERE id = '%1'").arg(jean));
    QCOMPARE(row.first().at(0), mine ? QStringLiteral("Mine") : QStringLiteral("Theirs"));
    QCOMPARE(row.first().at(1), QStringLiteral("222"));
}

void TestFormServers::aNewContractStandsInPostgreSql()
{
    m_window->forms().newContract(jean);
    QVERIFY(m_window->waitReady());
    m_window->choose("contract_type", QStringLiteral("CDD"));
    m_window->type("start_date", QStringLiteral("01/03/2031"));
    m_window->type("base_salary", QStringLiteral("6,500.50"));
    m_window->type("work_rate", QStringLiteral("82.5"));
    m_window->type("bonus_target", QStringLiteral("10"));
    m_window->clickSave();
    QVERIFY(m_window->waitClosed());
    const auto rows = m_database->exec(
        QStringLiteral("SELECT contract_type, base_salary::text, work_rate::text, currency, country_code, "
                       "provisions->>'bonus_target' FROM hr.contracts WHERE start_date = '2031-03-01'"));
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows.first(),
             QStringList({QStringLiteral("CDD"), QStringLiteral("6500.50"), QStringLiteral("0.8250"),
                          QStringLiteral("CHF"), QStringLiteral("CH"), QStringLiteral("0.1")}));
}

void TestFormServers::aContractKeepsItsOtherProvisions()
{
    m_database->exec(
        QStringLiteral("UPDATE hr.contracts SET provisions = provisions || '{\"car\": {\"km\": 12}}' "
                       "WHERE id = '%1'")
            .arg(jeansContract));
    m_window->forms().editContract(jean, jeansContract);
    QVERIFY(m_window->waitReady());
    QCOMPARE(m_window->shown("bonus_target"), QStringLiteral("10"));
    m_window->type("bonus_type", QStringLiteral("TEAM"));
    m_window->clickSave();
    QVERIFY(m_window->waitClosed());
    const QString where = QStringLiteral(" FROM hr.contracts WHERE id = '%1'").arg(jeansContract);
    QCOMPARE(m_database->value(QStringLiteral("SELECT provisions->'car'->>'km'") + where),
             QStringLiteral("12"));
    QCOMPARE(m_database->value(QStringLiteral("SELECT provisions->>'bonus_type'") + where),
             QStringLiteral("TEAM"));
    QCOMPARE(m_database->value(QStringLiteral("SELECT provisions->>'thirteenth_month'") + where),
             QStringLiteral("true"));
    QCOMPARE(m_database->value(QStringLiteral("SELECT base_salary::text") + where),
             QStringLiteral("6500.00"));
}

void TestFormServers::aViewerIsRefused()
{
    m_session->enter(QStringLiteral("looker"));
    QVERIFY(!m_session->mayWrite());
    edit();
    m_window->type("city", QStringLiteral("Carouge"));
    m_window->clickSave();
    QTRY_VERIFY(m_window->message().contains(QStringLiteral("viewers may read but not write")));
    QCOMPARE(m_window->shown("city"), QStringLiteral("Carouge"));
    QCOMPARE(m_database->value(QStringLiteral("SELECT city FROM hr.employees WHERE id = '%1'").arg(jean)),
             QStringLiteral("Genève"));
}

void TestFormServers::withoutRedisWritingAnywayIsOffered()
{
    edit();
    m_window->type("city", QStringLiteral("Carouge"));
    m_redis->kill();
    m_window->clickSave();
    QTRY_VERIFY_WITH_TIMEOUT(m_window->message().contains(QStringLiteral("readers may see the old value")),
                             15'000);
    QCOMPARE(m_database->value(QStringLiteral("SELECT city FROM hr.employees WHERE id = '%1'").arg(jean)),
             QStringLiteral("Genève"));
    m_window->clickAction();
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->form(), 15'000);
    m_redis->restart();
    QCOMPARE(m_database->value(QStringLiteral("SELECT city FROM hr.employees WHERE id = '%1'").arg(jean)),
             QStringLiteral("Carouge"));
}

void TestFormServers::withoutPostgreSqlNothingIsLost()
{
    edit();
    m_window->type("city", QStringLiteral("Carouge"));
    m_postgres->kill();
    m_window->clickSave();
    QTRY_VERIFY_WITH_TIMEOUT(m_window->message().contains(QStringLiteral("what you typed is still here")),
                             15'000);
    QCOMPARE(m_window->shown("city"), QStringLiteral("Carouge"));
    m_postgres->restart();
    m_window->clickAction();
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->form(), 15'000);
    QCOMPARE(m_database->value(QStringLiteral("SELECT city FROM hr.employees WHERE id = '%1'").arg(jean)),
             QStringLiteral("Carouge"));
}

void TestFormServers::aDeletedEmployeeIsInactive()
{
    m_window->forms().deleteEmployee(jean);
    QDialog *dialog = m_window->waitDialog("delete-dialog");
    QVERIFY(dialog);
    auto *confirm = dialog->findChild<QPushButton *>(QStringLiteral("delete-confirm"));
    QTRY_VERIFY(confirm->isEnabled());
    QTest::mouseClick(confirm, Qt::LeftButton);
    QTRY_VERIFY(!m_window->forms().deleteDialog());
    QCOMPARE(m_database->value(
                 QStringLiteral("SELECT is_active::text FROM hr.employees WHERE id = '%1'").arg(jean)),
             QStringLiteral("false"));
    QCOMPARE(
        m_database->value(
            QStringLiteral("SELECT count(*)::text FROM hr.contracts WHERE employee_id = '%1'").arg(jean)),
        QStringLiteral("2"));
}

void TestFormServers::theRowsBadgeTurnsStale_data()
{
    QTest::addColumn<QByteArrayList>("words");
    QTest::addColumn<QString>("text");
    QTest::addRow("deleted") << QByteArrayList{"DEL"} << QStringLiteral("Stale · invalidated since");
    QTest::addRow("replaced") << QByteArrayList{"SET", "{}"}
                              << QStringLiteral("Stale · replaced in the cache since");
}

void TestFormServers::theRowsBadgeTurnsStale()
{
    QFETCH(QByteArrayList, words);
    QFETCH(const QString, text);
    edit();
    m_session->stack().settle();
    const SourceBadge *badge = m_window->form()->frame()->rowBadge();
    m_window->type("city", QStringLiteral("Carouge"));
    QTest::qWait(100);
    QCOMPARE(badge->source().state, SourceInfo::State::Database);
    words.insert(1, keyOf("employee:" + jean.toUtf8()));
    m_redis->peer().command(words);
    QTRY_VERIFY2_WITH_TIMEOUT(badge->text().startsWith(text), qPrintable(badge->text()), 1200);
    QCOMPARE(m_window->shown("city"), QStringLiteral("Carouge"));
    m_window->clickSave();
    QVERIFY(m_window->waitClosed());
}

void TestFormServers::theListsBadgeFollowsTheirKeys()
{
    edit();
    m_session->stack().settle();
    m_window->form()->reject();
    QVERIFY(m_window->waitClosed());
    edit();
    const SourceBadge *badge = m_window->form()->frame()->listBadge();
    QCOMPARE(badge->source().state, SourceInfo::State::Cache);
    QTest::qWait(100);
    m_redis->peer().command({"PERSIST", keyOf("clusters")});
    m_redis->peer().command({"PERSIST", keyOf("references:CH:en")});
    QTRY_VERIFY2_WITH_TIMEOUT(badge->text().endsWith(QStringLiteral("does not expire")),
                              qPrintable(badge->text()), 1200);
    m_redis->peer().command({"DEL", keyOf("clusters")});
    QTRY_VERIFY2_WITH_TIMEOUT(badge->text().startsWith(QStringLiteral("Stale · invalidated since")),
                              qPrintable(badge->text()), 1200);
}

QTEST_MAIN(TestFormServers)
#include "tst_formservers.moc"
