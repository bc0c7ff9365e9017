#include "cache/CacheEnvelope.h"
#include "sqlite/SampleData.h"
#include "support/Await.h"
#include "ui/overview/ChartPanel.h"
#include "ui/overview/OverviewPage.h"
#include "ui/overview/StatCard.h"
#include "ui/support/FakeSession.h"
#include "ui/support/UiTestMain.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace hrcache;
using namespace std::chrono_literals;

class TestOverview : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void init();
    void cleanup();

    void nothingHappenedYet();
    void lookupsAreCountedBeforeThePageIsSeen();
    void forcedReadsAreNeitherHitNorMiss();
    void keysAreCounted();
    void whatChangesIsCountedAgain();
    void theSoonestToExpireComesFirst();
    void lastEventsAreNewestFirst();
    void anUnreachableCacheIsAmber();
    void keysThatAreNotKnownAreNotNone();
    void theServersAreShown();
    void otherServicesBeginAnew();
    void withoutAUserItSaysSo();
    void tablesAreRemembered();
    void itLeadsToTheKeys();
    void everyControlHasAName();
    void aHiddenPageAsksNothing();

private:
    void showPage();
    void read(const HrQuery &query, ReadMode mode = ReadMode::CacheFirst);

    [[nodiscard]] StatCard *card(const char *name) const
    {
        return m_page->findChild<StatCard *>(QLatin1String(name));
    }

    [[nodiscard]] ChartPanel *panel(const char *name) const
    {
        return m_page->findChild<ChartPanel *>(QLatin1String(name));
    }

    [[nodiscard]] QTableView *table(const char *name) const
    {
        return m_page->findChild<QTableView *>(QLatin1String(name));
    }

    [[nodiscard]] QString cell(const char *name, int row, int column) const
    {
        return table(name)->model()->index(row, column).data().toString();
    }

    CompanyId m_company = *CompanyId::parse(QString::fromLatin1(sample::smallCompany), {});
    std::unique_ptr<FakeSession> m_session;
    std::unique_ptr<PageFactory> m_factory;
    std::unique_ptr<PageBase> m_page;
};

void TestOverview::init()
{
    m_session = std::make_unique<FakeSession>();
    m_factory = std::make_unique<PageFactory>(overviewPageFactory(*m_session));
}

void TestOverview::cleanup()
{
    m_page.reset();
    m_factory.reset();
    m_session.reset();
}

void TestOverview::showPage()
{
    m_page.reset(m_factory->create(m_session->context(), nullptr));
    m_page->resize(1100, 760);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    m_page->setActive(true);
    QTRY_VERIFY(!m_page->isLoading());
}

void TestOverview::read(const HrQuery &query, ReadMode mode)
{
    const auto answer = awaitResult(m_session->service().read(m_session->user(), query, {mode, {}}));
    QVERIFY(answer.has_value());
    awaitResult(m_session->cache().idle());
}

void TestOverview::nothingHappenedYet()
{
    m_session->enter(sample::adminUser, sample::smallCompany);
    showPage();
    QCOMPARE(card("card-hit-rate")->value(), QString(QChar(0x2013)));
    QVERIFY(card("card-hit-rate")->basis().startsWith(u"no lookups yet since "));
    QCOMPARE(card("card-keys")->value(), QStringLiteral("0"));
    QCOMPARE(card("card-oldest")->basis(), QStringLiteral("no entries"));
    QVERIFY(!panel("panel-lookups")->chart()->data().hasValues());
}

void TestOverview::lookupsAreCountedBeforeThePageIsSeen()
{
    m_session->enter(sample::adminUser, sample::smallCompany);
    read(HrQuery::employees(m_company));
    read(HrQuery::employees(m_company));
    read(HrQuery::employees(m_company));
    read(HrQuery::clusters(m_company));
    showPage();
    QCOMPARE(card("card-hit-rate")->value(), QStringLiteral("50 %"));
    QVERIFY(card("card-hit-rate")->basis().startsWith(u"of 4 lookups of this program since "));
    QCOMPARE(card("card-hits")->value(), QStringLiteral("2 / 2"));
    QVERIFY(card("card-cache")->value().endsWith(u"ms"));
    QVERIFY(card("card-cache")->basis().contains(u"of 4 lookups"));
    QVERIFY(card("card-database")->basis().startsWith(u"p95 "));
    const ChartData &data = panel("panel-lookups")->chart()->data();
    QVERIFY2(data.description.contains(u"2 hits and 2 misses"), qPrintable(data.description));
    QVERIFY(panel("panel-latency")->chart()->data().description.contains(u"answers of the database"));
    read(HrQuery::employees(m_company));
    QTRY_COMPARE_WITH_TIMEOUT(card("card-hits")->value(), QStringLiteral("3 / 2"), 3000);
}

void TestOverview::forcedReadsAreNeitherHitNorMiss()
{
    m_session->enter(sample::adminUser, sample::smallCompany);
    read(HrQuery::employees(m_company));
    read(HrQuery::employees(m_company), ReadMode::Forced);
    showPage();
    QCOMPARE(card("card-hits")->value(), QStringLiteral("0 / 1"));
    QCOMPARE(card("card-hits")->basis(), QStringLiteral("forced reads, which count as neither: 1"));
}

void TestOverview::keysAreCounted()
{
    m_session->enter(sample::adminUser, sample::smallCompany);
    read(HrQuery::employees(m_company));
    read(HrQuery::clusters(m_company, "CH"));
    read(HrQuery::references(m_company, "CH", "fr"));
    showPage();
    QCOMPARE(card("card-keys")->value(), QStringLiteral("3"));
    QVERIFY(card("card-keys")->basis().contains(u"the whole server was walked"));
    QVERIFY(card("card-bytes")->value().endsWith(u"kB"));
    QCOMPARE(card("card-oldest")->value(), QStringLiteral("just now"));
    QVERIFY(m_page->statusText().startsWith(u"3 keys · "));
    const ChartData &types = panel("panel-types")->chart()->data();
    QCOMPARE(types.categories.size(), 3);
    QVERIFY(types.description.contains(u"Employees 1"));
}

void TestOverview::whatChangesIsCountedAgain()
{
    m_session->enter(sample::adminUser, sample::smallCompany);
    showPage();
    QCOMPARE(card("card-keys")->value(), QStringLiteral("0"));
    read(HrQuery::employees(m_company));
    QTRY_COMPARE_WITH_TIMEOUT(card("card-keys")->value(), QStringLiteral("1"), 3000);
    auto cleared = m_session->cache().invalidateCache(m_session->user(), HrQuery::employees(m_company));
    QCOMPARE(awaitResult(std::move(cleared)).deleted, 1);
    QTRY_COMPARE_WITH_TIMEOUT(card("card-keys")->value(), QStringLiteral("0"), 3000);
}

void TestOverview::theSoonestToExpireComesFirst()
{
    m_session->enter(sample::adminUser, sample::smallCompany);
    for (int i = 0; i < 12; ++i) {
        const QByteArray key = QByteArray("cache:") + sample::adminUser + ':' + sample::smallCompany +
                               ":hr:employee:" + QByteArray::number(i);
        auto entry = CacheEnvelope::compose("{\"id\":1}", Clock::system().now(), 3600s, "hr.employee");
        const auto ttl = std::chrono::seconds(100 * (12 - i));
        QVERIFY(awaitResult(m_session->foreignCache().set(key, entry, ttl)).has_value());
    }
    showPage();
    const QAbstractItemModelTester tester(table("ending-table")->model(),
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    QCOMPARE(table("ending-table")->model()->rowCount(), 8);
    QVERIFY(cell("ending-table", 0, 1).endsWith(u":employee:11"));
    QVERIFY(cell("ending-table", 0, 2).startsWith(u"1:"));
    QVERIFY(cell("ending-table", 1, 1).endsWith(u":employee:10"));
    const QString before = cell("ending-table", 0, 2);
    QTRY_VERIFY_WITH_TIMEOUT(cell("ending-table", 0, 2) != before, 3000);
}

void TestOverview::lastEventsAreNewestFirst()
{
    m_session->enter(sample::adminUser, sample::smallCompany);
    read(HrQuery::employees(m_company));
    read(HrQuery::employees(m_company));
    showPage();
    QCOMPARE(table("events-table")->model()->rowCount(), 3);
    QCOMPARE(cell("events-table", 0, 1), QStringLiteral("HIT"));
    QCOMPARE(cell("events-table", 1, 1), QStringLiteral("STORE"));
    QCOMPARE(cell("events-table", 2, 1), QStringLiteral("MISS"));
    QVERIFY(cell("events-table", 0, 2).endsWith(u":hr:employees"));
    for (int i = 0; i < 80; ++i)
        read(HrQuery::employees(m_company));
    QTRY_COMPARE_WITH_TIMEOUT(table("events-table")->model()->rowCount(), 50, 3000);
}

void TestOverview::anUnreachableCacheIsAmber()
{
    m_session->enter(sample::adminUser, sample::smallCompany);
    read(HrQuery::employees(m_company));
    showPage();
    m_session->cacheGate().failWith(Error::make(ErrorCode::Unreachable, QStringLiteral("No answer.")));
    m_page->refresh();
    QTRY_VERIFY(m_page->strip().text.contains(u"No answer."));
    QCOMPARE(m_page->strip().level, StripMessage::Level::Warning);
    QCOMPARE(card("card-keys")->value(), QStringLiteral("1"));
    m_session->cacheGate().failWith(std::nullopt);
    m_page->strip().action();
    QTRY_VERIFY(m_page->strip().text.isEmpty());
}

void TestOverview::keysThatAreNotKnownAreNotNone()
{
    m_session->enter(sample::adminUser, sample::smallCompany);
    m_session->cacheGate().failWith(Error::make(ErrorCode::Unreachable, QStringLiteral("No answer.")));
    showPage();
    QTRY_COMPARE(panel("panel-types")->chart()->data().empty, QStringLiteral("the cache cannot be read"));
    m_session->cacheGate().failWith(std::nullopt);
    m_page->refresh();
    QTRY_COMPARE(panel("panel-types")->chart()->data().empty,
                 QStringLiteral("No keys of this user and company"));
}

void TestOverview::theServersAreShown()
{
    m_session->enter(sample::adminUser, sample::smallCompany);
    showPage();
    const auto text = [this](const char *name) {
        return m_page->findChild<QLabel *>(QLatin1String(name))->text();
    };
    QCOMPARE(text("health-cache"), QStringLiteral("memory: in this program"));
    QCOMPARE(text("health-database"), QStringLiteral("SQLite: in this program"));
    m_session->sayDatabase(LinkHealth::State::Lost);
    QCOMPARE(text("health-database"), QStringLiteral("SQLite: not reachable"));
}

void TestOverview::otherServicesBeginAnew()
{
    m_session->enter(sample::adminUser, sample::smallCompany);
    read(HrQuery::employees(m_company));
    showPage();
    QCOMPARE(card("card-hits")->value(), QStringLiteral("0 / 1"));
    m_page->refresh();
    m_session->exchangeServices();
    m_session->enter(sample::adminUser, sample::smallCompany);
    QTRY_COMPARE_WITH_TIMEOUT(card("card-hits")->value(), QStringLiteral("0 / 0"), 3000);
    read(HrQuery::employees(m_company));
    QTRY_COMPARE_WITH_TIMEOUT(card("card-hits")->value(), QStringLiteral("0 / 1"), 3000);
    QTRY_VERIFY(card("card-database")->basis().startsWith(u"p95 "));
    QTRY_COMPARE_WITH_TIMEOUT(card("card-keys")->value(), QStringLiteral("1"), 3000);
}

void TestOverview::withoutAUserItSaysSo()
{
    showPage();
    QCOMPARE(card("card-keys")->basis(), QStringLiteral("choose a user at the top of the rail"));
    m_session->enter(sample::adminUser, sample::smallCompany);
    QTRY_COMPARE_WITH_TIMEOUT(card("card-keys")->value(), QStringLiteral("0"), 3000);
}

void TestOverview::tablesAreRemembered()
{
    m_session->enter(sample::adminUser, sample::smallCompany);
    showPage();
    QTest::mouseClick(panel("panel-types")->tableButton(), Qt::LeftButton);
    QVERIFY(panel("panel-types")->isTableShown());
    m_page->saveState();
    showPage();
    QVERIFY(panel("panel-types")->isTableShown());
    QVERIFY(!panel("panel-latency")->isTableShown());
}

void TestOverview::itLeadsToTheKeys()
{
    m_session->enter(sample::adminUser, sample::smallCompany);
    showPage();
    QSignalSpy requested(m_page.get(), &PageBase::pageRequested);
    m_page->findChild<QToolButton *>(QStringLiteral("all-keys"))->click();
    QCOMPARE(requested.count(), 1);
    QCOMPARE(requested[0][0].toString(), QStringLiteral("cache"));
}

void TestOverview::everyControlHasAName()
{
    m_session->enter(sample::adminUser, sample::smallCompany);
    read(HrQuery::employees(m_company));
    showPage();
    int controls = 0;
    for (QWidget *widget : m_page->findChildren<QWidget *>()) {
        if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus ||
            qobject_cast<QHeaderView *>(widget) != nullptr || qobject_cast<QScrollArea *>(widget) != nullptr)
            continue;
        const auto *accessible = QAccessible::queryAccessibleInterface(widget);
        QVERIFY(accessible != nullptr);
        QVERIFY2(!accessible->text(QAccessible::Name).isEmpty(),
                 widget->metaObject()->className() + QByteArray(" ") + widget->objectName().toUtf8());
        ++controls;
    }
    QVERIFY(controls >= 9);
}

void TestOverview::aHiddenPageAsksNothing()
{
    m_session->enter(sample::adminUser, sample::smallCompany);
    showPage();
    m_page->setActive(false);
    read(HrQuery::employees(m_company));
    QTest::qWait(800);
    QCOMPARE(card("card-keys")->value(), QStringLiteral("0"));
    m_page->setActive(true);
    QTRY_COMPARE(card("card-keys")->value(), QStringLiteral("1"));
}

QTEST_MAIN(TestOverview)
#include "tst_overview.moc"
