#include "ui/base/ArrangedModel.h"
#include "ui/base/FilterBar.h"
#include "ui/base/StateView.h"
#include "ui/contracts/ContractsPage.h"
#include "ui/employees/EmployeesPage.h"
#include "ui/support/ShownTable.h"
#include "ui/support/UiTestMain.h"

#include "support/Await.h"

#include <QAbstractButton>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace hrcache;

namespace {

std::unique_ptr<TablePage> makePage(UiContext context)
{
    QFETCH_GLOBAL(QString, pageId);
    if (pageId == QStringLiteral("employees"))
        return std::make_unique<EmployeesPage>(context);
    return std::make_unique<ContractsPage>(context);
}

struct ShownList : ShownTable
{
    ShownList()
        : ShownTable(makePage)
    {
    }

    /// Whose row it is.
    [[nodiscard]] QString employeeAt(int row) const
    {
        if (const auto *contracts = qobject_cast<const ContractsModel *>(&model()))
            return contracts->employeeAt(row).id();
        return model().index(row, 0).data(tabletext::IdRole).toString();
    }

    [[nodiscard]] bool shows(const QString &text) const
    {
        for (int row = 0; row < model().rowCount(); ++row) {
            for (int column = 0; column < model().columnCount(); ++column) {
                if (model().index(row, column).data().toString().contains(text))
                    return true;
            }
        }
        return false;
    }
};

} // namespace

/// What the pages of employees and of contracts have in common; each test is of both.
class TablePageTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase_data();

    void initTestCase() { prepareUiTest(); }

    void withoutAUserSomebodyIsToBeChosen();
    void nothingMatchingOffersToClearTheFilter();
    void whatMatchesNothingKeepsTheFocusInTheFilter();
    void downInTheFilterLeadsIntoTheTable();
    void escapeClearsTheFilter();
    void ctrlEInTheFilterIsLeftToTheWindow();
    void noMnemonicMeansTwoThings();
    void tabGoesFromTheFilterOverTheActionsIntoTheTable();
    void theDensityChangesTheRowsAtOnce();
    void cancellingKeepsTheRows();
    void cancellingTheFirstLoadOffersToLoad();
    void aFailedRefreshKeepsTheRowsAsAnOfflineCopy();
    void aFailedFirstLoadShowsTheCauseAndRetries();
    void aLostDatabaseMakesAnOfflineCopy();
    void withoutACacheTheDatabaseAnswersAndTheBadgeSaysWhy();
    void exchangingTheServicesLoadsAnew();
    void aReadFromBeforeAWriteElsewhereIsReadAgain();
};

void TablePageTest::initTestCase_data()
{
    QTest::addColumn<QString>("pageId");
    QTest::newRow("employees") << QStringLiteral("employees");
    QTest::newRow("contracts") << QStringLiteral("contracts");
}

void TablePageTest::withoutAUserSomebodyIsToBeChosen()
{
    FakeSession session;
    const auto page = makePage(session.context());
    page->show();
    page->setActive(true);
    QCOMPARE(page->stateView()->shown(), StateView::Shown::Notice);
    QVERIFY(page->stateView()->sentence().contains(QStringLiteral("user")));
}

void TablePageTest::nothingMatchingOffersToClearTheFilter()
{
    ShownList shown;
    shown.load();
    QTest::keyClicks(shown.bar().textField(), QStringLiteral("zzzz"));
    QTRY_COMPARE(shown.list().stateView()->shown(), StateView::Shown::NoMatch);
    QVERIFY(shown.list().stateView()->title().contains(QStringLiteral("zzzz")));
    QCOMPARE(shown.list().statusText(),
             QStringLiteral("0 of %1 %2").arg(QString::number(shown.rows), shown.list().id()));
    QTest::mouseClick(shown.list().stateView()->actionButton(), Qt::LeftButton);
    QCOMPARE(shown.model().rowCount(), shown.rows);
    QVERIFY(shown.bar().textField()->text().isEmpty());
}

void TablePageTest::whatMatchesNothingKeepsTheFocusInTheFilter()
{
    ShownList shown;
    shown.load();
    shown.list().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&shown.list()));
    shown.list().perform(PageCommand::Filter);
    QLineEdit *field = shown.bar().textField();
    QTest::keyClicks(field, QStringLiteral("qqq"));
    QTRY_COMPARE(shown.model().rowCount(), 0);
    QTest::keyClick(field, Qt::Key_Down);
    field->clear();
    QTRY_VERIFY(shown.model().rowCount() > 0);
    QVERIFY(field->hasFocus());
}

void TablePageTest::downInTheFilterLeadsIntoTheTable()
{
    ShownList shown;
    shown.load();
    shown.list().perform(PageCommand::Filter);
    QTest::keyClick(shown.bar().textField(), Qt::Key_Down);
    QCOMPARE(shown.list().table()->selectedRows(), QList<int>{0});
}

void TablePageTest::escapeClearsTheFilter()
{
    ShownList shown;
    shown.load();
    QVERIFY(!shown.list().escape());
    QTest::keyClicks(shown.bar().textField(), QStringLiteral("qqq"));
    QTRY_COMPARE(shown.model().rowCount(), 0);
    QVERIFY(shown.list().escape());
    QTRY_COMPARE(shown.model().rowCount(), shown.rows);
    QVERIFY(!shown.list().escape());
}

void TablePageTest::ctrlEInTheFilterIsLeftToTheWindow()
{
    ShownList shown;
    shown.load();
    shown.list().perform(PageCommand::Filter);
    QKeyEvent asked(QEvent::ShortcutOverride, Qt::Key_E, Qt::ControlModifier);
    QApplication::sendEvent(shown.bar().textField(), &asked);
    QVERIFY(!asked.isAccepted());
}

void TablePageTest::noMnemonicMeansTwoThings()
{
    ShownList shown;
    shown.load();
    shown.list().table()->select(0);
    // Those of the menus and of the choosers beside the page: File, Edit, View, Data, Help, User, Company.
    QString taken = QStringLiteral("FEVDHUC");
    for (const auto *button : shown.list().findChildren<QAbstractButton *>()) {
        const QString key = QKeySequence::mnemonic(button->text()).toString().right(1);
        QVERIFY2(key.isEmpty() || !taken.contains(key), qPrintable(button->text()));
        taken += key;
    }
}

void TablePageTest::tabGoesFromTheFilterOverTheActionsIntoTheTable()
{
    ShownList shown;
    shown.load();
    shown.list().table()->select(0);
    QStringList way;
    for (QWidget *widget = shown.bar().textField(); widget != shown.list().table();
         widget = widget->nextInFocusChain()) {
        QVERIFY(way.size() < 20);
        if (widget->isVisible() && widget->focusPolicy() & Qt::TabFocus) {
            const auto *button = qobject_cast<const QAbstractButton *>(widget);
            way << (widget->accessibleName().isEmpty() && button ? button->text().remove(u'&')
                                                                 : widget->accessibleName());
        }
    }
    QFETCH_GLOBAL(QString, pageId);
    const QString expected = pageId == QStringLiteral("employees")
                                 ? QStringLiteral("Filter employees|Cluster|State|New…|Export")
                                 : QStringLiteral("Filter contracts|Type|State|Ending soon|Show employee|"
                                                  "New…|Export");
    QCOMPARE(way.join(u'|'), expected);
}

void TablePageTest::theDensityChangesTheRowsAtOnce()
{
    ShownList shown;
    shown.load();
    const int usual = shown.list().table()->rowHeight(0);
    shown.session.settings().set(setting::compact, true);
    QVERIFY(shown.list().table()->rowHeight(0) < usual);
    shown.session.settings().set(setting::compact, false);
    QCOMPARE(shown.list().table()->rowHeight(0), usual);
}

void TablePageTest::cancellingKeepsTheRows()
{
    ShownList shown;
    shown.load();
    Gate &gate = shown.session.database().reads;
    gate.hold();
    shown.list().refresh();
    QVERIFY(shown.list().isLoading());
    QVERIFY(shown.list().escape());
    QVERIFY(!shown.list().isLoading());
    QCOMPARE(shown.model().rowCount(), shown.rows);
    QCOMPARE(shown.list().source().state, SourceInfo::State::Database);
    gate.open();
}

void TablePageTest::cancellingTheFirstLoadOffersToLoad()
{
    ShownList shown;
    Gate &gate = shown.session.database().reads;
    gate.hold();
    shown.list().setActive(true);
    QCOMPARE(shown.list().stateView()->shown(), StateView::Shown::Loading);
    shown.list().cancel();
    QCOMPARE(shown.list().stateView()->shown(), StateView::Shown::Notice);
    gate.open();
    QTest::mouseClick(shown.list().stateView()->actionButton(), Qt::LeftButton);
    QTRY_VERIFY(shown.model().rowCount() > 0);
    QCOMPARE(shown.list().stateView()->shown(), StateView::Shown::Content);
}

void TablePageTest::aFailedRefreshKeepsTheRowsAsAnOfflineCopy()
{
    ShownList shown;
    shown.load();
    shown.list().table()->select(4);
    Gate &gate = shown.session.database().reads;
    gate.failWith(databaseAway);
    shown.list().refresh();
    QTRY_COMPARE(shown.list().source().state, SourceInfo::State::Offline);
    QCOMPARE(shown.model().rowCount(), shown.rows);
    QCOMPARE(shown.list().table()->selectedRows(), QList<int>{4});
    QCOMPARE(shown.list().strip().text, databaseAway.message);
    QVERIFY(shown.badge().startsWith(QStringLiteral("Offline copy")));
    gate.failWith(std::nullopt);
    shown.list().strip().action();
    QTRY_COMPARE(shown.list().source().state, SourceInfo::State::Database);
    QVERIFY(shown.list().strip().text.isEmpty());
}

void TablePageTest::aFailedFirstLoadShowsTheCauseAndRetries()
{
    ShownList shown;
    Gate &gate = shown.session.database().reads;
    gate.failWith(databaseAway);
    shown.list().setActive(true);
    QTRY_COMPARE(shown.list().stateView()->shown(), StateView::Shown::Error);
    QCOMPARE(shown.list().stateView()->sentence(), databaseAway.message);
    QCOMPARE(shown.list().source().state, SourceInfo::State::Error);
    gate.failWith(std::nullopt);
    QTest::mouseClick(shown.list().stateView()->actionButton(), Qt::LeftButton);
    QTRY_VERIFY(shown.model().rowCount() > 0);
}

void TablePageTest::aLostDatabaseMakesAnOfflineCopy()
{
    ShownList shown;
    shown.load();
    shown.session.sayDatabase(LinkHealth::State::Lost);
    QCOMPARE(shown.list().source().state, SourceInfo::State::Offline);
    QCOMPARE(shown.model().rowCount(), shown.rows);
}

void TablePageTest::withoutACacheTheDatabaseAnswersAndTheBadgeSaysWhy()
{
    ShownList shown;
    shown.session.cacheGate().failWith(
        Error::make(ErrorCode::Unreachable, QStringLiteral("Redis cannot be reached.")));
    shown.load();
    QCOMPARE(shown.list().source().parts.front().reason, Reason::CacheUnreachable);
    QVERIFY2(shown.badge().contains(QStringLiteral("cache unreachable")), qPrintable(shown.badge()));
}

void TablePageTest::exchangingTheServicesLoadsAnew()
{
    ShownList shown;
    shown.load();
    shown.list().table()->select(2);
    shown.list().refresh();
    shown.session.exchangeServices();
    QCOMPARE(shown.model().rowCount(), 0);
    shown.session.enter(sample::adminUser, sample::smallCompany);
    QTRY_COMPARE(shown.model().rowCount(), shown.rows);
}

void TablePageTest::aReadFromBeforeAWriteElsewhereIsReadAgain()
{
    ShownList shown;
    shown.load();
    awaitResult(shown.session.cache().idle());
    const HrWrite write = rename(shown, shown.employeeAt(5), "Newer");
    Gate &gate = shown.session.database().reads;
    gate.hold();
    shown.list().refresh();
    QTRY_VERIFY(gate.waiting() > 0);
    // It is read already, and the answer on its way.
    shown.list().setActive(false);
    shown.session.writeBehindTheBack(write);
    QVERIFY(awaitResult(shown.session.cache().invalidateKeys(shown.session.companyId(), {shown.listKey()}))
                .acknowledged);
    shown.list().dataWrittenElsewhere();
    shown.list().setActive(true);
    gate.open();
    QTRY_VERIFY(shown.shows(QStringLiteral("Newer")));
}

QTEST_MAIN(TablePageTest)
#include "tst_tablepage.moc"
