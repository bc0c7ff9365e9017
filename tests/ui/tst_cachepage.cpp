#include "cache/CacheEnvelope.h"
#include "ui/CachePageFixture.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTreeView>

using namespace hrcache;
using namespace std::chrono_literals;

class TestCachePage : public QObject, private CachePageFixture
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void init() { begin(); }

    void cleanup() { end(); }

    void theSoonestToExpireComesFirst();
    void theBasisOfTheListIsSaid();
    void theValueOfTheChosenKeyIsShown();
    void aLargeValueIsReadOnlyOnDemand();
    void aLeaseIsShownAsALease();
    void aKeyThatWentIsSaidToBeGone();
    void whatTheProgramDoesShowsAtOnce();
    void whatOthersDoShowsWithThePoll();
    void anExpiredKeyLeavesTheList();
    void typingFilters();
    void theTypeFilters();
    void anUnreachableCacheIsAmberAndKeepsTheRows();
    void anUnreachableCacheWithoutRowsIsAnError();
    void aRefreshKeepsSelectionAndOrder();
    void anotherUserHasOtherKeys();
    void otherServicesAreSurvived();
    void withoutAUserItAsksForOne();
    void theDetailCanBeHidden();
    void everyControlHasAName();
    void tabLeavesTheTable();
};

void TestCachePage::theSoonestToExpireComesFirst()
{
    enter();
    put("employees", R"([{"id":"1"}])", 3000s);
    put("clusters", R"([{"id":"1"}])", 50s);
    put("references:CH:fr", R"({"a":[]})", 900s);
    showPage();
    const QAbstractItemModelTester tester(table()->model(),
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    QCOMPARE(rows(), 3);
    QCOMPARE(cell(0, KeyTableModel::Type), QStringLiteral("Clusters"));
    QCOMPARE(cell(1, KeyTableModel::Type), QStringLiteral("References"));
    QVERIFY(cell(0, KeyTableModel::Ttl).startsWith(u"0:"));
    QVERIFY(cell(2, KeyTableModel::Ttl).startsWith(u"49:") || cell(2, KeyTableModel::Ttl) == u"50:00");
    QCOMPARE(cell(0, KeyTableModel::Age), QStringLiteral("0 s"));
}

void TestCachePage::theBasisOfTheListIsSaid()
{
    enter();
    put("employees", R"([{"id":"1"}])");
    put("employee:99999999-0000-4000-8000-000000000000", R"({"id":"1"})");
    showPage();
    QCOMPARE(rows(), 2);
    const QString basis = label("cache-basis");
    QVERIFY2(basis.startsWith(u"Complete: the whole server was walked (2 keys)"), qPrintable(basis));
    QVERIFY(basis.contains(u"1 follow from rows"));
    QVERIFY(basis.contains(u"1 were found only by walking"));
}

void TestCachePage::theValueOfTheChosenKeyIsShown()
{
    enter();
    put("employees", R"([{"id":"7","last_name":"Muster"},{"id":"8","last_name":"Esempio"}])");
    put("clusters", R"([{"id":"1"}])", 50s);
    showPage();
    QVERIFY(label("value-key").isEmpty());
    choose("employees");
    QTRY_COMPARE(label("value-key"), QString::fromLatin1(keyOf("employees")));
    QCOMPARE(label("value-holds"), QStringLiteral("2 rows"));
    QCOMPARE(label("value-source"), QStringLiteral("hr.employees"));
    QCOMPARE(label("value-schema"), QStringLiteral("version 1"));
    QVERIFY(label("value-left").endsWith(u" of 1:00:00"));
    auto *tree = m_page->findChild<QTreeView *>(QStringLiteral("value-tree"));
    QVERIFY(tree->model()->rowCount() >= 4);
    const QModelIndex data = tree->model()->index(1, 0);
    QCOMPARE(data.data().toString(), QStringLiteral("data"));
    QVERIFY(tree->isExpanded(data));
    QCOMPARE(tree->model()->index(0, 1, data).data().toString(), QStringLiteral("Muster"));
    auto *text = m_page->findChild<QPlainTextEdit *>(QStringLiteral("value-text"));
    QVERIFY(text->toPlainText().contains(u"\"last_name\": \"Esempio\""));
    click("copy-value");
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(u"{\"data\": [{\"id\":\"7\""));
    choose("clusters");
    QTRY_COMPARE(label("value-holds"), QStringLiteral("1 row"));
}

void TestCachePage::aLargeValueIsReadOnlyOnDemand()
{
    enter();
    put("employees", '[' + QByteArray(R"({"id":"0123456789"},)").repeated(30'000) + "{}]");
    showPage();
    choose("employees");
    auto *pane = value()->findChild<StateView *>();
    QCOMPARE(pane->shown(), StateView::Shown::Notice);
    QVERIFY2(pane->sentence().startsWith(u"It has 586.1"), qPrintable(pane->sentence()));
    QVERIFY(value()->contents().json.isEmpty());
    QTest::mouseClick(pane->actionButton(), Qt::LeftButton);
    QTRY_COMPARE(pane->shown(), StateView::Shown::Content);
    QCOMPARE(label("value-holds"), QStringLiteral("30,001 rows"));
    QVERIFY(label("value-note").contains(u"beginning"));
}

void TestCachePage::aLeaseIsShownAsALease()
{
    enter();
    put("employees", R"([{"id":"1"}])");
    showPage();
    choose("employees");
    QTRY_COMPARE(label("value-holds"), QStringLiteral("1 row"));
    const auto lease = CacheEnvelope::composeLease(Clock::system().now());
    value()->showKey(std::nullopt);
    QVERIFY(awaitResult(m_session->foreignCache().set(keyOf("employees"), lease, 10s)).has_value());
    KeyRow row;
    row.key = keyOf("employees");
    value()->showKey(row);
    QTRY_VERIFY(label("value-note").startsWith(u"A lease: somebody is filling this key"));
    QVERIFY(!m_page->findChild<QLabel *>(QStringLiteral("value-holds"))->isVisible());
}

void TestCachePage::aKeyThatWentIsSaidToBeGone()
{
    enter();
    put("employees", R"([{"id":"1"}])");
    showPage();
    QVERIFY(awaitResult(m_session->foreignCache().remove({keyOf("employees")})).has_value());
    choose("employees");
    QTRY_COMPARE(value()->findChild<StateView *>()->title(), QStringLiteral("The key is gone"));
}

void TestCachePage::whatTheProgramDoesShowsAtOnce()
{
    enter();
    put("clusters", R"([{"id":"1"}])");
    showPage();
    QCOMPARE(rows(), 1);
    read(HrQuery::employees(m_company));
    QTRY_COMPARE_WITH_TIMEOUT(rows(), 2, 2000);
    auto cleared = m_session->cache().invalidateCache(m_session->user(), HrQuery::employees(m_company));
    QCOMPARE(awaitResult(std::move(cleared)).deleted, 1);
    QTRY_COMPARE_WITH_TIMEOUT(rows(), 1, 2000);
}

void TestCachePage::whatOthersDoShowsWithThePoll()
{
    enter();
    put("employees", R"([{"id":"1"}])");
    put("clusters", R"([{"id":"1"}])");
    showPage();
    choose("employees");
    QTRY_COMPARE(label("value-holds"), QStringLiteral("1 row"));
    QSignalSpy resets(table()->model(), &QAbstractItemModel::modelReset);
    put("employees", R"([{"id":"1"},{"id":"2"},{"id":"3"}])");
    QVERIFY(awaitResult(m_session->foreignCache().remove({keyOf("clusters")})).has_value());
    QTRY_COMPARE_WITH_TIMEOUT(label("value-holds"), QStringLiteral("3 rows"), 8000);
    QCOMPARE(rows(), 1);
    QCOMPARE(resets.count(), 0);
}

void TestCachePage::anExpiredKeyLeavesTheList()
{
    enter();
    put("employees", R"([{"id":"1"}])", 1s);
    put("clusters", R"([{"id":"1"}])");
    showPage();
    QCOMPARE(rows(), 2);
    QTRY_COMPARE_WITH_TIMEOUT(rows(), 1, 5000);
    QCOMPARE(cell(0, KeyTableModel::Type), QStringLiteral("Clusters"));
}

void TestCachePage::typingFilters()
{
    enter();
    put("employees", R"([{"id":"1"}])");
    put("clusters", R"([{"id":"1"}])");
    showPage();
    auto *filter = m_page->findChild<QLineEdit *>(QStringLiteral("cache-filter"));
    m_page->perform(PageCommand::Filter);
    QTest::keyClicks(filter, QStringLiteral("clus"));
    QTRY_COMPARE(rows(), 1);
    QVERIFY(m_page->statusText().startsWith(u"1 of 2 keys"));
    QTest::keyClicks(filter, QStringLiteral("xyz"));
    QTRY_COMPARE(states()->shown(), StateView::Shown::NoMatch);
    QCOMPARE(states()->title(), QStringLiteral("No key matches 'clusxyz'"));
    QTest::mouseClick(states()->actionButton(), Qt::LeftButton);
    QCOMPARE(rows(), 2);
    QTest::keyClicks(filter, QStringLiteral("clus"));
    QTRY_COMPARE(rows(), 1);
    QVERIFY(m_page->escape());
    QCOMPARE(rows(), 2);
    QVERIFY(!m_page->escape());
}

void TestCachePage::theTypeFilters()
{
    enter();
    put("employees", R"([{"id":"1"}])");
    put("clusters", R"([{"id":"1"}])");
    showPage();
    auto *type = m_page->findChild<QComboBox *>(QStringLiteral("cache-type"));
    type->setFocus();
    QTest::keyClicks(type, QStringLiteral("Clus"));
    QTRY_COMPARE(rows(), 1);
    QCOMPARE(cell(0, KeyTableModel::Type), QStringLiteral("Clusters"));
    QTest::keyClicks(type, QStringLiteral("Ref"));
    type->setCurrentIndex(type->findData(QByteArray("references")));
    QCOMPARE(states()->shown(), StateView::Shown::NoMatch);
}

void TestCachePage::anUnreachableCacheIsAmberAndKeepsTheRows()
{
    enter();
    put("employees", R"([{"id":"1"}])");
    showPage();
    m_session->cacheGate().failWith(
        Error::make(ErrorCode::Unreachable, QStringLiteral("The cache does not answer.")));
    m_page->refresh();
    QTRY_VERIFY(!m_page->strip().text.isEmpty());
    QCOMPARE(m_page->strip().level, StripMessage::Level::Warning);
    QVERIFY(m_page->strip().text.contains(u"The cache does not answer."));
    QVERIFY(m_page->strip().text.contains(u"Reads go to the database"));
    QVERIFY(m_page->strip().text.contains(u"what was known last"));
    QCOMPARE(rows(), 1);
    choose("employees");
    QVERIFY(!m_page->can(PageCommand::Delete));
    m_session->cacheGate().failWith(std::nullopt);
    m_page->strip().action();
    QTRY_VERIFY(m_page->strip().text.isEmpty());
    QVERIFY(m_page->can(PageCommand::Delete));
}

void TestCachePage::anUnreachableCacheWithoutRowsIsAnError()
{
    enter();
    m_session->cacheGate().failWith(
        Error::make(ErrorCode::Unreachable, QStringLiteral("The cache does not answer.")));
    showPage();
    QTRY_COMPARE(states()->shown(), StateView::Shown::Error);
    QCOMPARE(m_page->strip().level, StripMessage::Level::Warning);
    m_session->cacheGate().failWith(std::nullopt);
    put("employees", R"([{"id":"1"}])");
    m_session->sayCache(LinkHealth::State::Good);
    QTRY_COMPARE(rows(), 1);
    QVERIFY(m_page->strip().text.isEmpty());
}

void TestCachePage::aRefreshKeepsSelectionAndOrder()
{
    enter();
    put("employees", R"([{"id":"1"}])");
    put("clusters", R"([{"id":"1"}])", 500s);
    put("clusters:CH", R"([{"id":"1"}])", 700s);
    showPage();
    choose("clusters:CH");
    table()->sortByColumn(KeyTableModel::Key, Qt::DescendingOrder);
    const QString first = cell(0, KeyTableModel::Key);
    put("employees", R"([{"id":"1"},{"id":"2"}])");
    m_page->refresh();
    QTRY_VERIFY(!m_page->isLoading());
    QCOMPARE(cell(0, KeyTableModel::Key), first);
    QCOMPARE(cell(table()->currentIndex().row(), KeyTableModel::Key),
             QString::fromLatin1(keyOf("clusters:CH")));
    QCOMPARE(table()->selectionModel()->selectedRows().size(), 1);

    m_page->saveState();
    m_page.reset();
    showPage();
    QCOMPARE(table()->horizontalHeader()->sortIndicatorOrder(), Qt::DescendingOrder);
    QCOMPARE(cell(table()->currentIndex().row(), KeyTableModel::Key),
             QString::fromLatin1(keyOf("clusters:CH")));
}

void TestCachePage::anotherUserHasOtherKeys()
{
    enter();
    put("employees", R"([{"id":"1"}])");
    put("clusters", R"([{"id":"1"}])", 3600s, sample::viewerUser);
    showPage();
    QCOMPARE(rows(), 1);
    QCOMPARE(cell(0, KeyTableModel::Type), QStringLiteral("Employees"));
    m_session->enter(sample::viewerUser, sample::smallCompany);
    QTRY_COMPARE(rows(), 1);
    QTRY_COMPARE(cell(0, KeyTableModel::Type), QStringLiteral("Clusters"));
}

void TestCachePage::otherServicesAreSurvived()
{
    enter();
    put("employees", R"([{"id":"1"}])");
    showPage();
    choose("employees");
    m_session->database().reads.hold();
    m_page->refresh();
    m_session->exchangeServices();
    enter();
    QTRY_VERIFY(!m_page->isLoading());
    QCOMPARE(rows(), 0);
    put("clusters", R"([{"id":"1"}])");
    m_page->refresh();
    QTRY_COMPARE(rows(), 1);
    read(HrQuery::employees(m_company));
    QTRY_COMPARE_WITH_TIMEOUT(rows(), 2, 2000);
}

void TestCachePage::withoutAUserItAsksForOne()
{
    showPage();
    QCOMPARE(states()->shown(), StateView::Shown::Notice);
    QCOMPARE(states()->title(), QStringLiteral("Nobody is chosen"));
    QVERIFY(!m_page->findChild<QPushButton *>(QStringLiteral("cache-warm"))->isEnabled());
    QVERIFY(!m_page->findChild<QPushButton *>(QStringLiteral("cache-invalidate-all"))->isEnabled());
}

void TestCachePage::theDetailCanBeHidden()
{
    enter();
    put("employees", R"([{"id":"1"}])");
    showPage();
    QVERIFY(value()->isVisible());
    m_page->perform(PageCommand::ToggleDetail);
    QVERIFY(!value()->isVisible());
    m_page->perform(PageCommand::ToggleDetail);
    QVERIFY(value()->isVisible());
}

void TestCachePage::everyControlHasAName()
{
    enter();
    put("employees", R"([{"id":"1"}])");
    showPage();
    choose("employees");
    QTRY_COMPARE(label("value-holds"), QStringLiteral("1 row"));
    int controls = 0;
    for (QWidget *widget : m_page->findChildren<QWidget *>()) {
        if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus ||
            qobject_cast<QHeaderView *>(widget))
            continue;
        const auto *accessible = QAccessible::queryAccessibleInterface(widget);
        QVERIFY(accessible != nullptr);
        const bool named = !accessible->text(QAccessible::Name).isEmpty();
        QVERIFY2(named, widget->metaObject()->className() + QByteArray(" ") + widget->objectName().toUtf8());
        ++controls;
    }
    QVERIFY(controls >= 8);
    const auto *grid = QAccessible::queryAccessibleInterface(table())->tableInterface();
    const QString ttl = grid->cellAt(0, KeyTableModel::Ttl)->text(QAccessible::Name);
    QVERIFY2(ttl.endsWith(u"left of 1 hour"), qPrintable(ttl));
    QCOMPARE(grid->cellAt(0, KeyTableModel::Key)->text(QAccessible::Name),
             QString::fromLatin1(keyOf("employees")));
}

void TestCachePage::tabLeavesTheTable()
{
    enter();
    put("employees", R"([{"id":"1"}])");
    showPage();
    table()->setFocus();
    QTRY_VERIFY(table()->hasFocus());
    QTest::keyClick(table(), Qt::Key_Tab);
    QVERIFY(!table()->hasFocus());
    QVERIFY(QApplication::focusWidget() != nullptr);
}

QTEST_MAIN(TestCachePage)
#include "tst_cachepage.moc"
