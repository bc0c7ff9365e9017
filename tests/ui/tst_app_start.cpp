#include "support/DelayProxy.h"
#include "support/RedisProcess.h"
#include "support/TestDatabase.h"
#include "ui/MonitorTesting.h"
#include "ui/ServerProfile.h"
#include "ui/base/Session.h"
#include "ui/employees/DetailBlock.h"
#include "ui/employees/EmployeeDetail.h"
#include "ui/employees/EmployeesPage.h"
#include "ui/support/UiTestMain.h"
#include "ui/window/PlaceChooser.h"
#include "ui/window/Rail.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QUrl>
#include <QWheelEvent>

using namespace hrcache;
using namespace std::chrono_literals;

namespace {

/// The window on a Redis of its own and the sample rows in PostgreSQL, named by the environment.
struct Servers
{
    Servers()
        : proxy(QStringLiteral("127.0.0.1"), static_cast<std::uint16_t>(QUrl(database.url()).port()), 0ms)
    {
        QUrl url(database.url());
        url.setPort(proxy.port());
        QProcessEnvironment &environment = test.options.session.environment;
        environment.insert(QStringLiteral("LISTENERS_REDIS_HOST"), QStringLiteral("127.0.0.1"));
        environment.insert(QStringLiteral("LISTENERS_REDIS_PORT"), QString::number(redis.port()));
        environment.insert(QStringLiteral("NEON_DATABASE_URL"), url.toString(QUrl::FullyEncoded));
        environment.insert(QStringLiteral("HRCACHE_USER"), someUserOf(database));
    }

    [[nodiscard]] BackendSession &session() const { return test.monitor->session(); }

    [[nodiscard]] EmployeesPage &page() const
    {
        return *qobject_cast<EmployeesPage *>(test.monitor->window().page(QStringLiteral("employees")));
    }

    [[nodiscard]] int rows() const { return page().table()->model()->rowCount(); }

    const TestDatabase database{TestDatabase::Content::Sample};
    RedisProcess redis;
    DelayProxy proxy;
    TestMonitor test;
};

} // namespace

/// What the program shows when it is started again.
class AppStartTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void theCompanyOfLastTimeIsThereAtOnce();
    void aCompanyThatHasOtherRightsNowIsShownWithThem();
    void whoLostAccessSeesNothing();
    void theCachedRowsAreThereWhenTheDatabaseIsNot();
    void theKnownCompanyIsNobodyElses();
    void theKeyboardBeginsInTheTable();
    void aTurnOfTheWheelChoosesNobody();
    void whoIsTypedAndNotEnteredIsNotChosen();
    void whatIsSelectedInAFieldOfTheDetailIsCopied();
};

void AppStartTest::theCompanyOfLastTimeIsThereAtOnce()
{
    TestMonitor test;
    test.open();
    QTRY_COMPARE(test.monitor->session().companies().size(), size_t(3));
    const QString company = QString::fromLatin1(sample::largeCompany);
    test.monitor->session().setCompany(company);
    test.quit();

    BackendSession &session = test.open().session();
    QSignalSpy changed(&session, &Session::companyChanged);
    QCOMPARE(session.company().id, company);
    QVERIFY(session.isLoadingCompanies());
    QVERIFY(test.monitor->window().currentPage()->isLoading());
    QTRY_COMPARE(session.companies().size(), size_t(3));
    // What was known was right: nothing on screen is taken away again.
    QCOMPARE(changed.count(), 0);
    QCOMPARE(session.company().id, company);
}

void AppStartTest::aCompanyThatHasOtherRightsNowIsShownWithThem()
{
    Servers servers;
    servers.test.open();
    QTRY_VERIFY(servers.rows() > 0);
    QVERIFY(servers.session().mayWrite());
    servers.test.quit();
    servers.database.exec(QStringLiteral("UPDATE core.account_access SET user_profile = 'viewer'"));
    servers.test.open();
    QTRY_VERIFY(!servers.session().mayWrite());
    QTRY_VERIFY(servers.rows() > 0);
}

void AppStartTest::whoLostAccessSeesNothing()
{
    Servers servers;
    servers.test.open();
    QTRY_VERIFY(servers.rows() > 0);
    servers.test.quit();
    servers.database.exec(QStringLiteral("UPDATE core.account_access SET is_active = false"));
    servers.test.open();
    QSignalSpy shown(servers.page().table()->model(), &QAbstractItemModel::rowsInserted);
    QTRY_VERIFY(!servers.session().isLoadingCompanies());
    QTRY_VERIFY(servers.session().company().id.isEmpty());
    QCOMPARE(shown.count(), 0);
    QCOMPARE(servers.rows(), 0);
    QCOMPARE(servers.session().companies().size(), size_t(0));
}

void AppStartTest::theCachedRowsAreThereWhenTheDatabaseIsNot()
{
    Servers servers;
    servers.test.open();
    QTRY_VERIFY(servers.rows() > 0);
    const int rows = servers.rows();
    QTRY_VERIFY(servers.redis.peer().number({"DBSIZE"}) > 0);
    servers.test.quit();
    servers.proxy.setListening(false);
    servers.proxy.kill();

    servers.test.open();
    QTRY_COMPARE(servers.rows(), rows);
    QCOMPARE(servers.page().source().state, SourceInfo::State::Cache);
    QTRY_VERIFY(servers.session().companiesError());
    QCOMPARE(servers.rows(), rows);
    QTRY_VERIFY(!servers.session().whyNoWrite().isEmpty());

    servers.proxy.setListening(true);
    servers.session().reloadCompanies();
    QTRY_VERIFY(!servers.session().companiesError() && !servers.session().isLoadingCompanies());
    QCOMPARE(servers.rows(), rows);
}

void AppStartTest::theKnownCompanyIsNobodyElses()
{
    Servers servers;
    servers.test.open();
    QTRY_VERIFY(servers.rows() > 0);
    servers.test.quit();
    servers.test.options.session.environment.insert(QStringLiteral("HRCACHE_USER"),
                                                    QStringLiteral("uid_nobody"));
    servers.test.open();
    QVERIFY(servers.session().company().id.isEmpty());
    QTRY_VERIFY(!servers.session().isLoadingCompanies());
    QVERIFY(servers.session().company().id.isEmpty());
}

void AppStartTest::theKeyboardBeginsInTheTable()
{
    TestMonitor test;
    MainWindow &window = test.open().window();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    const UserId user = test.monitor->session().user();
    const auto table = [&] {
        return qobject_cast<EmployeesPage *>(window.page(QStringLiteral("employees")))->table();
    };
    // Whatever is pressed before the rows are there chooses nobody else.
    QTest::keyClick(&window, Qt::Key_Down);
    QTRY_COMPARE(window.focusWidget(), table());
    QCOMPARE(test.monitor->session().user(), user);
    // From page to page, too.
    QTest::keyClick(&window, Qt::Key_3, Qt::ControlModifier);
    QTRY_VERIFY(window.currentPage()->isAncestorOf(window.focusWidget()));
    QTest::keyClick(&window, Qt::Key_2, Qt::ControlModifier);
    QTRY_COMPARE(window.focusWidget(), table());
}

void AppStartTest::aTurnOfTheWheelChoosesNobody()
{
    TestMonitor test;
    MainWindow &window = test.open().window();
    BackendSession &session = test.monitor->session();
    QTRY_COMPARE(session.companies().size(), size_t(3));
    const QString company = session.company().id;
    const UserId user = session.user();
    for (QComboBox *box : {window.rail()->chooser()->userBox(), window.rail()->chooser()->companyBox()}) {
        box->setFocus();
        const QPointF at = box->rect().center();
        QWheelEvent wheel(at, box->mapToGlobal(at), {}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(box, &wheel);
        QTest::keyClick(box, Qt::Key_Down);
        QVERIFY(box->view()->isVisible());
        box->hidePopup();
    }
    QCOMPARE(session.company().id, company);
    QCOMPARE(session.user(), user);
}

void AppStartTest::whoIsTypedAndNotEnteredIsNotChosen()
{
    TestMonitor test;
    MainWindow &window = test.open().window();
    BackendSession &session = test.monitor->session();
    QTRY_COMPARE(session.companies().size(), size_t(3));
    const UserId user = session.user();
    QLineEdit *field = window.rail()->chooser()->userBox()->lineEdit();
    const QString shown = field->text();
    field->setFocus();
    QTest::keyClicks(field, QStringLiteral("mul"));
    // Companies that come now leave alone what is being typed.
    const QString typed = field->text();
    session.reloadCompanies();
    QTRY_VERIFY(!session.isLoadingCompanies());
    QCOMPARE(field->text(), typed);
    window.currentPage()->setFocus();
    QCOMPARE(session.user(), user);
    QCOMPARE(field->text(), shown);
}

void AppStartTest::whatIsSelectedInAFieldOfTheDetailIsCopied()
{
    TestMonitor test;
    MainWindow &window = test.open().window();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    auto *page = qobject_cast<EmployeesPage *>(window.page(QStringLiteral("employees")));
    QTRY_VERIFY(page->table()->model()->rowCount() > 0);
    page->table()->select(0);
    QTRY_VERIFY(page->detail()->personBlock());
    QLabel *field = nullptr;
    QTRY_VERIFY([&] {
        for (QLabel *label : page->detail()->personBlock()->findChildren<QLabel *>()) {
            if (label->isVisible() && label->textInteractionFlags() & Qt::TextSelectableByMouse &&
                label->text() == page->detail()->fieldText(QStringLiteral("hire_date")))
                field = label;
        }
        return field && field->text().size() > 4;
    }());
    field->setFocus();
    field->setSelection(0, 4);
    QTest::keyClick(field, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), field->text().left(4));
}

QTEST_MAIN(AppStartTest)
#include "tst_app_start.moc"
