#include "FormTesting.h"

#include "sqlite/SampleData.h"
#include "support/Await.h"
#include "ui/base/SourceBadge.h"
#include "ui/forms/DeleteEmployeeDialog.h"
#include "ui/support/UiTestMain.h"

#include <QLineEdit>

using namespace hrcache;

namespace {

enum class Done { Deleted, Replaced, Renewed };

} // namespace

/// What the badges of the forms say when the keys do not stay what they were, whoever changed them.
class TestFormSources : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void init();
    void cleanup();

    void theRowTurnsStale_data();
    void theRowTurnsStale();
    void theListsTurnStale_data();
    void theListsTurnStale();
    void listsOfAnotherCountryHaveTheirOwnKeys();
    void anotherTtlOfTheListsIsShown();
    void theirVersionIsNewerThanTheForm();
    void theQuestionBeforeDeletingTurnsStale();
    void withTheServicesTheWatchEnds();

private:
    void open();
    [[nodiscard]] QByteArray key(const QByteArray &type) const;
    /// What `done` says, to `key`: by another program, or for Renewed by this one.
    void happens(const QByteArray &key, Done done);
    static void addChanges();

    [[nodiscard]] SourceBadge *row() { return m_window->form()->frame()->rowBadge(); }

    [[nodiscard]] SourceBadge *lists() { return m_window->form()->frame()->listBadge(); }

    std::unique_ptr<FakeSession> m_session;
    std::unique_ptr<FormWindow> m_window;
    QString m_employee;
    QByteArray m_row;
};

void TestFormSources::init()
{
    m_session = std::make_unique<FakeSession>();
    m_session->enter(sample::adminUser, sample::smallCompany);
    m_window = std::make_unique<FormWindow>(m_session->context());
    m_employee = employeeIdBy(*m_session, {});
    m_row = key("employee:" + m_employee.toLatin1());
}

void TestFormSources::cleanup()
{
    m_window.reset();
    m_session.reset();
}

QByteArray TestFormSources::key(const QByteArray &type) const
{
    return QByteArray("cache:") + sample::adminUser + ':' + sample::smallCompany + ":hr:" + type;
}

void TestFormSources::open()
{
    m_window->forms().editEmployee(m_employee);
    QVERIFY(m_window->waitReady());
    QTRY_VERIFY(awaitResult(m_session->foreignCache().describe({m_row})).front()->bytes > 100);
    QTest::qWait(50); // the watch learns what was stored
}

void TestFormSources::happens(const QByteArray &key, Done done)
{
    CacheStore &cache = m_session->foreignCache();
    const CacheKeyInfo before = *awaitResult(cache.describe({key})).front();
    QVERIFY2(before.exists, key.constData());
    switch (done) {
    case Done::Deleted:
        QVERIFY(awaitResult(cache.remove({key})).has_value());
        break;
    case Done::Replaced:
        QVERIFY(awaitResult(cache.set(key, "{}", std::chrono::seconds(600))).has_value());
        break;
    case Done::Renewed: {
        const auto id = *EmployeeId::parse(m_employee, {});
        const CompanyId company = m_session->companyId();
        const HrQuery query = key == m_row ? HrQuery::employeeById(company, id) : HrQuery::clusters(company);
        auto reading = m_session->service().read(m_session->user(), query, {ReadMode::Forced, {}});
        QVERIFY(awaitResult(std::move(reading)).has_value());
        break;
    }
    }
}

void TestFormSources::addChanges()
{
    QTest::addColumn<Done>("done");
    QTest::addColumn<QString>("words");
    QTest::addRow("deleted") << Done::Deleted << QStringLiteral("Stale · invalidated since");
    QTest::addRow("replaced") << Done::Replaced << QStringLiteral("Stale · replaced in the cache since");
}

void TestFormSources::theRowTurnsStale_data()
{
    addChanges();
    QTest::addRow("renewed") << Done::Renewed << QStringLiteral("Stale · ");
}

void TestFormSources::theRowTurnsStale()
{
    QFETCH(const Done, done);
    QFETCH(const QString, words);
    open();
    QCOMPARE(row()->source().state, SourceInfo::State::Database);
    m_window->field("city")->focusInput();
    auto *line = qobject_cast<QLineEdit *>(QApplication::focusWidget());
    QVERIFY(line);
    line->selectAll();
    QTest::keyClicks(line, QStringLiteral("Caro"));
    happens(m_row, done);
    QTRY_VERIFY2_WITH_TIMEOUT(row()->text().startsWith(words), qPrintable(row()->text()), 1200);
    // Whoever types is not disturbed.
    QCOMPARE(QApplication::focusWidget(), line);
    QTest::keyClicks(line, QStringLiteral("uge"));
    QCOMPARE(m_window->shown("city"), QStringLiteral("Carouge"));
    QCOMPARE(m_window->message(), QString());
    QVERIFY(lists()->source().state != SourceInfo::State::Stale);
    m_window->clickSave();
    QVERIFY(m_window->waitClosed());
    QCOMPARE(employeeInDatabase(*m_session, m_employee)->city, QStringLiteral("Carouge"));
}

void TestFormSources::theListsTurnStale_data()
{
    addChanges();
    QTest::addRow("renewed") << Done::Renewed << QStringLiteral("Stale · ");
}

void TestFormSources::theListsTurnStale()
{
    QFETCH(const Done, done);
    QFETCH(const QString, words);
    open();
    QVERIFY(lists()->source().state != SourceInfo::State::Stale);
    happens(key("clusters"), done);
    QTRY_VERIFY2_WITH_TIMEOUT(lists()->text().startsWith(words), qPrintable(lists()->text()), 1200);
    QCOMPARE(row()->source().state, SourceInfo::State::Database);
}

void TestFormSources::listsOfAnotherCountryHaveTheirOwnKeys()
{
    open();
    happens(key("references:CH:en"), Done::Deleted);
    QTRY_COMPARE_WITH_TIMEOUT(lists()->source().state, SourceInfo::State::Stale, 1200);
    m_window->choose("country_code", QStringLiteral("FR"));
    QTRY_VERIFY(lists()->source().state != SourceInfo::State::Stale);
    QTRY_VERIFY(awaitResult(m_session->foreignCache().describe({key("references:FR:en")})).front()->exists);
    QTest::qWait(50);
    happens(key("references:FR:en"), Done::Deleted);
    QTRY_COMPARE_WITH_TIMEOUT(lists()->source().state, SourceInfo::State::Stale, 1200);
}

void TestFormSources::anotherTtlOfTheListsIsShown()
{
    open();
    m_window->form()->reject();
    QVERIFY(m_window->waitClosed());
    open();
    QCOMPARE(lists()->source().state, SourceInfo::State::Cache);
    const QByteArray clusters = key("clusters");
    auto held = awaitResult(m_session->foreignCache().get({clusters}));
    const QByteArray value = held.front()->value.value();
    QVERIFY(
        awaitResult(m_session->foreignCache().set(clusters, value, std::chrono::seconds(90))).has_value());
    QTRY_VERIFY_WITH_TIMEOUT(lists()->source().ttlLeft(m_session->clock()) <= std::chrono::seconds(90), 1200);
    QCOMPARE(lists()->source().state, SourceInfo::State::Cache);
}

void TestFormSources::theirVersionIsNewerThanTheForm()
{
    open();
    m_window->type("city", QStringLiteral("Mine"));
    HrWrite write;
    write.kind = HrWrite::Kind::UpdateEmployee;
    write.company = m_session->companyId();
    write.employee = *EmployeeId::parse(m_employee, {});
    write.fields = {{"city", QByteArray("Theirs")}};
    m_session->writeBehindTheBack(write);
    m_window->clickSave();
    QDialog *dialog = m_window->waitDialog("conflict-dialog");
    QVERIFY(dialog);
    QVERIFY2(row()->text().startsWith(QStringLiteral("Stale · changed in the database since")),
             qPrintable(row()->text()));
    clickButton(dialog, "theirs-city");
    clickButton(dialog, "conflict-save");
    QTRY_VERIFY(m_window->message().contains(QStringLiteral("nothing left to save")));
    QCOMPARE(row()->source().state, SourceInfo::State::Database);
    QTest::qWait(50);
    // What is in the form now is watched as well.
    happens(m_row, Done::Deleted);
    QTRY_COMPARE_WITH_TIMEOUT(row()->source().state, SourceInfo::State::Stale, 1200);
}

void TestFormSources::theQuestionBeforeDeletingTurnsStale()
{
    m_window->forms().deleteEmployee(m_employee);
    QDialog *dialog = m_window->waitDialog("delete-dialog");
    QVERIFY(dialog);
    auto *badge = dialog->findChild<SourceBadge *>();
    QTRY_COMPARE(badge->source().state, SourceInfo::State::Database);
    QTest::qWait(50);
    happens(m_row, Done::Deleted);
    QTRY_VERIFY2_WITH_TIMEOUT(badge->text().startsWith(QStringLiteral("Stale · invalidated since")),
                              qPrintable(badge->text()), 1200);
}

void TestFormSources::withTheServicesTheWatchEnds()
{
    open();
    m_session->exchangeServices();
    QVERIFY(m_window->message().contains(QStringLiteral("The connection was changed")));
    const QString before = lists()->text();
    QTest::qWait(1000); // longer than a watch waits before it asks again
    QCOMPARE(lists()->source().state, SourceInfo::State::Database);
    QVERIFY(before.startsWith(QStringLiteral("Database")));
    m_window->form()->reject();
    QVERIFY(m_window->waitClosed());
}

QTEST_MAIN(TestFormSources)
#include "tst_formsources.moc"
