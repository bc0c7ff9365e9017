#include "support/Await.h"
#include "ui/EmployeesTesting.h"
#include "ui/MainWindow.h"
#include "ui/base/MessageStrip.h"
#include "ui/base/RefreshButton.h"
#include "ui/base/SourceBadge.h"
#include "ui/base/Toast.h"
#include "ui/window/PageHeader.h"
#include "ui/window/PlaceChooser.h"
#include "ui/window/Rail.h"
#include "ui/window/RailButton.h"
#include "ui/window/WindowActions.h"

#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QScreen>
#include <QSignalSpy>
#include <QTest>

using namespace hrcache;

namespace {

/// A page without anything, which counts what it is asked for.
class PlainPage final : public PageBase
{
public:
    using PageBase::PageBase;

    void refresh() override { ++refreshed; }

    void readThrough() override {}

    bool mayLeave() override { return leavable; }

    int refreshed = 0;
    bool leavable = true;
};

std::vector<PageFactory> pages()
{
    return {{QStringLiteral("plain"), QStringLiteral("Plain"), QStringLiteral("list"), 2,
             [](UiContext context, QWidget *parent) -> PageBase * {
                 return new PlainPage(context, QStringLiteral("plain"), parent);
             }},
            {QStringLiteral("employees"), QStringLiteral("Employees"), QStringLiteral("users"), 1,
             [](UiContext context, QWidget *parent) -> PageBase * {
                 return new EmployeesPage(context, parent);
             }}};
}

struct Opened
{
    explicit Opened(FakeSession &fake)
        : session(fake)
        , window(fake.context(), pages())
    {
        window.show();
        QApplication::setActiveWindow(&window);
    }

    [[nodiscard]] EmployeesPage *employees() const
    {
        return qobject_cast<EmployeesPage *>(window.page(QStringLiteral("employees")));
    }

    FakeSession &session;
    MainWindow window;
};

/// Every control under `parent` that can have the focus and has no name for a screen reader.
QStringList unnamed(const QWidget *parent)
{
    QStringList found;
    for (QWidget *widget : parent->findChildren<QWidget *>()) {
        if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus || widget->focusProxy() ||
            widget->inherits("QScrollArea") || widget->inherits("QStackedWidget"))
            continue;
        QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(widget);
        if (!accessible || accessible->text(QAccessible::Name).isEmpty())
            found << QString::fromLatin1(widget->metaObject()->className()) + u'/' + widget->objectName();
    }
    return found;
}

} // namespace

class MainWindowTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void theRailShowsThePagesThatExistInOrder();
    void shortcutsChangeThePageAndRefreshIt();
    void assistiveTechnologyChangesThePageByTheRail();
    void aPageThatMayNotBeLeftStays();
    void pageUserCompanyAndRailAreFoundAgain();
    void choosingAViewerTakesTheEditActionsAway();
    void aTypedUserIsAddedAndAsked();
    void theHeaderFollowsThePageAndEscapeCancels();
    void invalidatingThePagesKeysMakesItStaleAndSaysSo();
    void theStripSaysWhatIsAwayAndTheWelcomeIsToldOnce();
    void theStripSaysOnceThatTheDatabaseIsAway();
    void whatFailedIsReadAgainWhenTheDatabaseIsBack();
    void thePopoverStaysOnTheScreen();
    void textStandsOffItsIcon();
    void everyControlHasAName();
    void itClosesAtOnceWithARequestUnderWay();
};

void MainWindowTest::theRailShowsThePagesThatExistInOrder()
{
    FakeSession session;
    Opened opened(session);
    QCOMPARE(opened.window.pageIds(), (QStringList{QStringLiteral("employees"), QStringLiteral("plain")}));
    QCOMPARE(opened.window.currentPage()->id(), QStringLiteral("employees"));
    QVERIFY(opened.window.rail()->button(QStringLiteral("employees"))->isChecked());
    QVERIFY(!opened.window.showPage(QStringLiteral("nowhere")));
    // A page is made when it is shown first.
    QVERIFY(!opened.window.page(QStringLiteral("plain")));
}

void MainWindowTest::shortcutsChangeThePageAndRefreshIt()
{
    FakeSession session;
    Opened opened(session);
    QTest::keyClick(&opened.window, Qt::Key_2, Qt::ControlModifier);
    QCOMPARE(opened.window.currentPage()->id(), QStringLiteral("plain"));
    auto *plain = dynamic_cast<PlainPage *>(opened.window.currentPage());
    QTest::keyClick(&opened.window, Qt::Key_F5);
    QTest::keyClick(&opened.window, Qt::Key_R, Qt::ControlModifier);
    QTest::mouseClick(opened.window.header()->refreshButton(), Qt::LeftButton, {}, QPoint(10, 10));
    QCOMPARE(plain->refreshed, 3);
    QTest::mouseClick(opened.window.rail()->button(QStringLiteral("employees")), Qt::LeftButton);
    QCOMPARE(opened.window.currentPage()->id(), QStringLiteral("employees"));
    QTest::keyClick(&opened.window, Qt::Key_F, Qt::ControlModifier);
    QVERIFY(opened.employees()->filterBar()->textField()->hasFocus());
}

void MainWindowTest::assistiveTechnologyChangesThePageByTheRail()
{
    FakeSession session;
    Opened opened(session);
    RailButton *button = opened.window.rail()->button(QStringLiteral("plain"));
    QAccessibleActionInterface *offered = QAccessible::queryAccessibleInterface(button)->actionInterface();
    QVERIFY(!offered->actionNames().isEmpty());
    offered->doAction(offered->actionNames().constFirst());
    QTRY_COMPARE(opened.window.currentPage()->id(), QStringLiteral("plain"));
    QVERIFY(button->isChecked());
    QVERIFY(!opened.window.rail()->button(QStringLiteral("employees"))->isChecked());
}

void MainWindowTest::aPageThatMayNotBeLeftStays()
{
    FakeSession session;
    Opened opened(session);
    QVERIFY(opened.window.showPage(QStringLiteral("plain")));
    auto *plain = dynamic_cast<PlainPage *>(opened.window.currentPage());
    plain->leavable = false;
    QVERIFY(!opened.window.showPage(QStringLiteral("employees")));
    QTest::mouseClick(opened.window.rail()->button(QStringLiteral("employees")), Qt::LeftButton);
    QVERIFY(opened.window.rail()->button(QStringLiteral("plain"))->isChecked());
    QVERIFY(!opened.window.close());
    plain->leavable = true;
    QVERIFY(opened.window.close());
}

void MainWindowTest::pageUserCompanyAndRailAreFoundAgain()
{
    FakeSession session;
    {
        Opened opened(session);
        session.enter(sample::adminUser, sample::largeCompany);
        QVERIFY(opened.window.showPage(QStringLiteral("plain")));
        opened.window.rail()->setCollapsed(true);
        QVERIFY(opened.window.close());
    }
    Opened opened(session);
    QCOMPARE(opened.window.currentPage()->id(), QStringLiteral("plain"));
    QVERIFY(opened.window.rail()->isCollapsed());
    QCOMPARE(session.settings().get(setting::company), QString::fromLatin1(sample::largeCompany));
    QCOMPARE(session.settings().get(setting::user), QString::fromLatin1(sample::adminUser));
}

void MainWindowTest::choosingAViewerTakesTheEditActionsAway()
{
    FakeSession session;
    Opened opened(session);
    session.enter(sample::adminUser, sample::smallCompany);
    QTRY_VERIFY(opened.employees()->model()->rowCount() > 0);
    QAction *create = opened.window.actions()->action(PageCommand::New);
    QVERIFY(create->isEnabled());
    QComboBox *users = opened.window.rail()->chooser()->userBox();
    users->setCurrentIndex(1);
    emit users->activated(1);
    QTRY_COMPARE(session.company().profile, QStringLiteral("viewer"));
    QTRY_VERIFY(opened.employees()->model()->rowCount() > 0);
    QVERIFY(!create->isEnabled());
    QTest::keyClick(&opened.window, Qt::Key_N, Qt::ControlModifier);
    QCOMPARE(opened.window.findChild<Toast *>()->text(), session.whyNoWrite());
    QCOMPARE(opened.window.rail()->chooser()->companyBox()->count(), 1);
}

void MainWindowTest::aTypedUserIsAddedAndAsked()
{
    FakeSession session;
    Opened opened(session);
    QLineEdit *field = opened.window.rail()->chooser()->userBox()->lineEdit();
    field->setFocus();
    QTest::keyClicks(field, QStringLiteral("somebody-new"));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(session.user().toString(), QStringLiteral("somebody-new"));
    QTRY_VERIFY(!session.isLoadingCompanies());
    QTRY_COMPARE(opened.employees()->stateView()->title(), QStringLiteral("No access to any company"));
}

void MainWindowTest::theHeaderFollowsThePageAndEscapeCancels()
{
    FakeSession session;
    Opened opened(session);
    session.enter(sample::adminUser, sample::smallCompany);
    QTRY_VERIFY(opened.employees()->model()->rowCount() > 0 && !opened.employees()->isLoading());
    SourceBadge *badge = opened.window.header()->badge();
    QVERIFY(badge->isVisible());
    QVERIFY2(badge->text().startsWith(QStringLiteral("Database · MISS")), qPrintable(badge->text()));
    QCOMPARE(QAccessible::queryAccessibleInterface(badge)->text(QAccessible::Name), badge->text());
    QVERIFY(badge->details().contains(QStringLiteral("hr:employees")));
    session.database().reads.hold();
    QTest::keyClick(&opened.window, Qt::Key_F5);
    QVERIFY(opened.employees()->isLoading());
    QTest::keyClick(&opened.window, Qt::Key_Escape);
    QVERIFY(!opened.employees()->isLoading());
    session.database().reads.open();
}

void MainWindowTest::invalidatingThePagesKeysMakesItStaleAndSaysSo()
{
    FakeSession session;
    Opened opened(session);
    session.enter(sample::adminUser, sample::smallCompany);
    QTRY_VERIFY(opened.employees()->model()->rowCount() > 0 && !opened.employees()->isLoading());
    awaitResult(session.cache().idle());
    opened.window.header()->refreshButton()->invalidateAction()->trigger();
    QTRY_COMPARE(opened.employees()->source().state, SourceInfo::State::Stale);
    QVERIFY(opened.window.toast()->text().contains(QStringLiteral("1 key")));
    QVERIFY(opened.window.header()->badge()->text().startsWith(QStringLiteral("Stale")));
}

void MainWindowTest::theStripSaysWhatIsAwayAndTheWelcomeIsToldOnce()
{
    FakeSession session;
    Opened opened(session);
    MessageStrip *strip = opened.window.strip();
    QVERIFY(strip->message().text.contains(QStringLiteral("sample data")));
    session.sayCache(LinkHealth::State::Lost);
    QVERIFY(strip->message().text.contains(QStringLiteral("cache cannot be reached")));
    session.sayDatabase(LinkHealth::State::Lost);
    QVERIFY(strip->message().text.startsWith(QStringLiteral("Neither")));
    session.sayCache(LinkHealth::State::Good);
    session.sayDatabase(LinkHealth::State::Good);
    QVERIFY(strip->message().text.contains(QStringLiteral("sample data")));
    emit strip->dismissed();
    QVERIFY(!strip->isVisible());
    QVERIFY(session.settings().get(setting::welcomeDismissed));
}

void MainWindowTest::theStripSaysOnceThatTheDatabaseIsAway()
{
    FakeSession session;
    session.settings().set(setting::welcomeDismissed, true);
    Opened opened(session);
    session.enter(sample::adminUser, sample::smallCompany);
    QTRY_VERIFY(opened.employees()->model()->rowCount() > 0 && !opened.employees()->isLoading());
    const QString words = QStringLiteral("The database server cannot be reached.");
    session.database().reads.failWith(Error::make(ErrorCode::Unreachable, words));
    QTest::keyClick(&opened.window, Qt::Key_F5);
    MessageStrip *strip = opened.window.strip();
    QTRY_COMPARE(strip->message().text, words);
    session.sayDatabase(LinkHealth::State::Lost, words);
    QCOMPARE(strip->message().text,
             words + QStringLiteral(" What is on screen may be old, and nothing can be changed."));
    emit strip->dismissed();
    QVERIFY2(!strip->isVisible(), qPrintable(strip->message().text));
}

void MainWindowTest::whatFailedIsReadAgainWhenTheDatabaseIsBack()
{
    FakeSession session;
    Opened opened(session);
    const Error away = Error::make(ErrorCode::Unreachable, QStringLiteral("Away."));
    session.database().reads.failWith(away);
    session.setUser(*UserId::parse(QString::fromLatin1(sample::adminUser), {}));
    QTRY_VERIFY(session.companiesError().has_value());
    session.sayDatabase(LinkHealth::State::Lost, away.message);
    session.database().reads.failWith(std::nullopt);
    session.sayDatabase(LinkHealth::State::Good);
    QTRY_VERIFY(opened.employees()->model()->rowCount() > 0 && !opened.employees()->isLoading());
    QVERIFY(!session.companiesError());
    // A forced read that fails takes a fill that is under way along.
    awaitResult(session.cache().idle());

    session.database().reads.failWith(away);
    QTest::keyClick(&opened.window, Qt::Key_F5);
    QTRY_COMPARE(opened.employees()->source().state, SourceInfo::State::Offline);
    session.sayDatabase(LinkHealth::State::Lost, away.message);
    session.database().reads.failWith(std::nullopt);
    session.sayDatabase(LinkHealth::State::Good);
    QTRY_COMPARE(opened.employees()->source().state, SourceInfo::State::Cache);
    QVERIFY(opened.employees()->strip().text.isEmpty());
}

void MainWindowTest::thePopoverStaysOnTheScreen()
{
    SourceBadge badge(Clock::system());
    Provenance from;
    from.key = "cache:" + QByteArray(80, 'x');
    badge.setSource(SourceInfo::of(from, Clock::system()));
    const QRect room = badge.screen()->availableGeometry();
    badge.setWindowFlag(Qt::FramelessWindowHint);
    badge.resize(badge.sizeHint());
    badge.move(room.bottomRight() - QPoint(badge.width(), badge.height()));
    badge.show();
    QVERIFY(QTest::qWaitForWindowExposed(&badge));
    badge.click();
    const auto *popover = badge.findChild<QWidget *>(QStringLiteral("source-popover"));
    QVERIFY(popover && popover->isVisible());
    QVERIFY2(room.contains(popover->geometry()), qPrintable(QDebug::toString(popover->geometry())));
    // The key takes the lines that it needs.
    const QList<QLabel *> labels = popover->findChildren<QLabel *>();
    const auto key = std::find_if(labels.begin(), labels.end(), [&](const QLabel *label) {
        return label->text() == QString::fromUtf8(from.key);
    });
    QVERIFY(key != labels.end());
    QVERIFY((*key)->height() >= 2 * (*key)->fontMetrics().height());
    QVERIFY(!popover->geometry().intersects(badge.geometry()));
}

void MainWindowTest::textStandsOffItsIcon()
{
    RefreshButton button;
    QCOMPARE(button.toolButtonStyle(), Qt::ToolButtonTextBesideIcon);
    const QImage icon = button.icon().pixmap(button.iconSize()).toImage();
    QCOMPARE(icon.size(), QSize(20, 16));
    bool drawn = false;
    for (int y = 0; y < icon.height(); ++y) {
        for (int x = 0; x < icon.width(); ++x) {
            const bool ink = icon.pixelColor(x, y).alpha() > 0;
            drawn = drawn || ink;
            QVERIFY(!ink || x < 16);
        }
    }
    QVERIFY(drawn);
}

void MainWindowTest::everyControlHasAName()
{
    FakeSession session;
    Opened opened(session);
    session.enter(sample::adminUser, sample::smallCompany);
    QTRY_VERIFY(opened.employees()->model()->rowCount() > 0);
    opened.employees()->table()->select(0);
    QTRY_COMPARE(opened.employees()->detail()->stateView()->shown(), StateView::Shown::Content);
    const QStringList found = unnamed(&opened.window);
    QVERIFY2(found.isEmpty(), qPrintable(found.join(QStringLiteral(", "))));
    // A screen reader reads a cell by its place.
    auto *table = QAccessible::queryAccessibleInterface(opened.employees()->table());
    QVERIFY(table->tableInterface());
    QCOMPARE(table->tableInterface()->cellAt(0, 1)->text(QAccessible::Name),
             opened.employees()->model()->index(0, 1).data().toString());
}

void MainWindowTest::itClosesAtOnceWithARequestUnderWay()
{
    FakeSession session;
    auto opened = std::make_unique<Opened>(session);
    session.enter(sample::adminUser, sample::largeCompany);
    session.database().reads.hold();
    opened->employees()->refresh();
    QElapsedTimer time;
    time.start();
    QVERIFY(opened->window.close());
    opened.reset();
    QVERIFY2(time.elapsed() < 1000, qPrintable(QString::number(time.elapsed())));
    session.database().reads.open();
}

QTEST_MAIN(MainWindowTest)
#include "tst_mainwindow.moc"
