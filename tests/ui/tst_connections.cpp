#include "ui/MonitorTesting.h"

#include "ui/base/StateView.h"
#include "ui/connections/ConnectionForm.h"
#include "ui/connections/ConnectionList.h"
#include "ui/connections/ConnectionTestPanel.h"
#include "ui/connections/ConnectionsPage.h"
#include "ui/connections/FormField.h"
#include "ui/support/UiTestMain.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSpinBox>

using namespace hrcache;
using connectionquestions::Leave;

namespace {

/// A child by the class and the accessible name that a screen reader says.
template<typename T>
T *named(QWidget *in, const QString &name)
{
    const auto all = in->findChildren<T *>();
    for (T *one : all) {
        if (one->accessibleName() == name)
            return one;
    }
    qFatal("There is no \"%s\"", qPrintable(name));
}

QPushButton *button(QWidget *in, const QString &text)
{
    const auto all = in->findChildren<QPushButton *>();
    for (QPushButton *one : all) {
        if (one->text().remove(u'&') == text)
            return one;
    }
    qFatal("There is no button \"%s\"", qPrintable(text));
}

ConnectionsPage *open(TestMonitor &test)
{
    MainWindow &window = test.open().window();
    window.showPage(QStringLiteral("connections"));
    return qobject_cast<ConnectionsPage *>(window.currentPage());
}

void type(QLineEdit *edit, const QString &text)
{
    edit->selectAll();
    QTest::keyClicks(edit, text);
}

} // namespace

class ConnectionsTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void theSampleIsDescribedAndInUse();
    void aNewConnectionIsSavedAndFoundAgain();
    void whatIsWrongIsMarkedBesideTheField();
    void aPastedPasswordLeavesTheAddress();
    void withoutAKeychainAPasswordIsKeptForTheSession();
    void leavingAsks_data();
    void leavingAsks();
    void whatTheEnvironmentSetsCannotBeTyped();
    void aConnectionIsDeletedAfterAQuestion();
    void looksAreAppliedAtOnce();
    void aTestOfNothingSaysWhatIsMissing();
    void theTestStandsUnderTheFormWhereThereIsNoRoomBesideIt();
    void aTestIsGoneWithItsConnection();
};

void ConnectionsTest::theSampleIsDescribedAndInUse()
{
    TestMonitor test;
    ConnectionsPage *page = open(test);
    QVERIFY(page->list()->currentItem()->text().contains(u"in use"));
    QCOMPARE(page->findChild<StateView *>()->title(), QStringLiteral("Sample data, in use"));
    QVERIFY(!page->can(PageCommand::Save));
    QVERIFY(page->can(PageCommand::New));
}

void ConnectionsTest::aNewConnectionIsSavedAndFoundAgain()
{
    TestMonitor test;
    ConnectionsPage *page = open(test);
    page->perform(PageCommand::New);
    type(named<QLineEdit>(page, QStringLiteral("Name of this connection")), QStringLiteral("Office"));
    type(named<QLineEdit>(page, QStringLiteral("Address")), QStringLiteral("postgresql://hr@localhost/hr"));
    named<QSpinBox>(page, QStringLiteral("Port"))->setValue(6400);
    QVERIFY(page->isDirty());
    page->perform(PageCommand::Save);
    QVERIFY(!page->isDirty());
    QCOMPARE(page->list()->currentItem()->text(), QStringLiteral("Office"));
    page->list()->setCurrentRow(0);
    page->list()->setCurrentRow(1);
    QCOMPARE(page->form()->profile().redisPort, 6400);
    QVERIFY(QFile::exists(test.options.session.profileFolder + QStringLiteral("/Office.ini")));
}

void ConnectionsTest::whatIsWrongIsMarkedBesideTheField()
{
    TestMonitor test;
    ConnectionsPage *page = open(test);
    page->perform(PageCommand::New);
    type(named<QLineEdit>(page, QStringLiteral("Host")), QStringLiteral("two words"));
    page->perform(PageCommand::Save);
    QVERIFY(page->isDirty());
    int marked = 0;
    const auto fields = page->form()->findChildren<FormField *>();
    for (const FormField *field : fields)
        marked += field->hasProblem() ? 1 : 0;
    QCOMPARE(marked, 3); // name, host, address
    QVERIFY(QDir(test.options.session.profileFolder).entryList(QDir::Files).isEmpty());
}

void ConnectionsTest::aPastedPasswordLeavesTheAddress()
{
    TestMonitor test;
    ConnectionsPage *page = open(test);
    page->perform(PageCommand::New);
    auto *address = named<QLineEdit>(page, QStringLiteral("Address"));
    address->setText(QStringLiteral("postgresql://hr:s3cret@localhost/hr"));
    page->form()->settle();
    QCOMPARE(address->text(), QStringLiteral("postgresql://hr@localhost/hr"));
    QCOMPARE(page->form()->secrets().database, QStringLiteral("s3cret"));
}

void ConnectionsTest::withoutAKeychainAPasswordIsKeptForTheSession()
{
    TestMonitor test;
    ConnectionsPage *page = open(test);
    page->perform(PageCommand::New);
    type(named<QLineEdit>(page, QStringLiteral("Name of this connection")), QStringLiteral("Secret"));
    type(named<QLineEdit>(page, QStringLiteral("Address")),
         QStringLiteral("postgresql://hr:s3cret@localhost/hr"));
    page->perform(PageCommand::Save);
    auto &secrets = test.monitor->session().sessionSecrets();
    QTRY_VERIFY(page->strip().text.contains(u"keychain"));
    QCOMPARE(secrets.value(QStringLiteral("Secret/postgresql")), QStringLiteral("s3cret"));
    QFile file(test.options.session.profileFolder + QStringLiteral("/Secret.ini"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains("s3cret"));
}

void ConnectionsTest::leavingAsks_data()
{
    QTest::addColumn<int>("answer");
    QTest::addColumn<QString>("pageThen");
    QTest::addColumn<bool>("saved");
    QTest::newRow("keep editing") << int(Leave::KeepEditing) << QStringLiteral("connections") << false;
    QTest::newRow("discard") << int(Leave::Discard) << QStringLiteral("employees") << false;
    QTest::newRow("save") << int(Leave::Save) << QStringLiteral("employees") << true;
}

void ConnectionsTest::leavingAsks()
{
    QFETCH(int, answer);
    QFETCH(QString, pageThen);
    QFETCH(bool, saved);
    TestMonitor test;
    ConnectionsPage *page = open(test);
    page->perform(PageCommand::New);
    type(named<QLineEdit>(page, QStringLiteral("Name of this connection")), QStringLiteral("Half"));
    type(named<QLineEdit>(page, QStringLiteral("Address")), QStringLiteral("postgresql://hr@localhost/hr"));
    int asked = 0;
    page->askLeave = [&] {
        ++asked;
        return static_cast<Leave>(answer);
    };
    test.monitor->window().showPage(QStringLiteral("employees"));
    QCOMPARE(asked, 1);
    QCOMPARE(test.monitor->window().currentPage()->id(), pageThen);
    QCOMPARE(QFile::exists(test.options.session.profileFolder + QStringLiteral("/Half.ini")), saved);
    QCOMPARE(page->isDirty(), answer == int(Leave::KeepEditing));
    page->askLeave = [] { return Leave::Discard; };
}

void ConnectionsTest::whatTheEnvironmentSetsCannotBeTyped()
{
    TestMonitor test;
    auto &environment = test.options.session.environment;
    environment.insert(QStringLiteral("LISTENERS_REDIS_HOST"), QStringLiteral("outside.example"));
    test.options.choice = ConnectionChoice{};
    ConnectionsPage *page = open(test);
    page->perform(PageCommand::New);
    auto *host = named<QLineEdit>(page, QStringLiteral("Host"));
    QVERIFY(!host->isEnabled());
    const auto *field = qobject_cast<FormField *>(host->parentWidget());
    QVERIFY(field && field->note().contains(u"LISTENERS_REDIS_HOST"));
    QVERIFY(named<QSpinBox>(page, QStringLiteral("Port"))->isEnabled());
    QVERIFY(page->list()->select({ConnectionChoice::Kind::Environment, {}}));
    QCOMPARE(page->form()->profile().redisHost, QStringLiteral("outside.example"));
    QVERIFY(!page->can(PageCommand::Save));
}

void ConnectionsTest::aConnectionIsDeletedAfterAQuestion()
{
    TestMonitor test;
    ConnectionsPage *page = open(test);
    page->perform(PageCommand::New);
    type(named<QLineEdit>(page, QStringLiteral("Name of this connection")), QStringLiteral("Old"));
    type(named<QLineEdit>(page, QStringLiteral("Address")), QStringLiteral("postgresql://hr@localhost/hr"));
    page->perform(PageCommand::Save);
    QVERIFY(page->can(PageCommand::Delete));
    page->perform(PageCommand::Delete);
    auto *dialog = page->findChild<QMessageBox *>(QStringLiteral("delete-connection"));
    QVERIFY(dialog && dialog->isVisible());
    button(dialog, QStringLiteral("Delete"))->click();
    QTRY_COMPARE(page->list()->count(), 1);
    QVERIFY(!QFile::exists(test.options.session.profileFolder + QStringLiteral("/Old.ini")));
}

void ConnectionsTest::looksAreAppliedAtOnce()
{
    TestMonitor test;
    ConnectionsPage *page = open(test);
    Settings &settings = test.monitor->settings();
    const auto choose = [page](const QString &name, int row) {
        auto *box = named<QComboBox>(page, name);
        box->setCurrentIndex(row);
        emit box->activated(row);
    };
    choose(QStringLiteral("Theme"), 2);
    QCOMPARE(settings.get(setting::theme), QStringLiteral("dark"));
    QVERIFY(Theme::isDark(QApplication::palette()));
    choose(QStringLiteral("Theme"), 1);
    QVERIFY(!Theme::isDark(QApplication::palette()));
    choose(QStringLiteral("Density of tables"), 1);
    QVERIFY(settings.get(setting::compact));
    named<QCheckBox>(page, QStringLiteral("Reduced motion"))->click();
    QVERIFY(settings.get(setting::reducedMotion));
    choose(QStringLiteral("Employees"), 2);
    QCOMPARE(settings.viewState(QStringLiteral("employees"), QStringLiteral("auto_refresh")).toInt(), 30);
}

void ConnectionsTest::aTestOfNothingSaysWhatIsMissing()
{
    TestMonitor test;
    ConnectionsPage *page = open(test);
    page->perform(PageCommand::New);
    button(page, QStringLiteral("Test"))->click();
    const auto *field =
        qobject_cast<FormField *>(named<QLineEdit>(page, QStringLiteral("Address"))->parentWidget());
    QVERIFY(field && field->hasProblem());
}

void ConnectionsTest::theTestStandsUnderTheFormWhereThereIsNoRoomBesideIt()
{
    TestMonitor test;
    ConnectionsPage *page = open(test);
    page->askLeave = [] { return Leave::Discard; };
    page->perform(PageCommand::New);
    type(named<QLineEdit>(page, QStringLiteral("Address")), QStringLiteral("postgresql://hr@127.0.0.1:1/hr"));
    named<QSpinBox>(page, QStringLiteral("Port"))->setValue(1);
    button(page, QStringLiteral("Test"))->click();
    const auto formIsWhole = [page] {
        return named<QScrollArea>(page, QStringLiteral("Connection"))->horizontalScrollBar()->maximum() == 0;
    };
    const QWidget *panel = page->testPanel();
    const QWidget *form = page->findChild<StateView *>();
    page->window()->resize(1000, 680);
    QTRY_VERIFY(panel->isVisible() && panel->y() > form->geometry().bottom());
    QVERIFY(page->window()->width() <= 1000);
    QVERIFY(formIsWhole());
    page->window()->resize(1440, 900);
    QTRY_VERIFY(panel->x() > form->geometry().right());
    QVERIFY(formIsWhole());
}

void ConnectionsTest::aTestIsGoneWithItsConnection()
{
    TestMonitor test;
    ConnectionsPage *page = open(test);
    page->perform(PageCommand::New);
    type(named<QLineEdit>(page, QStringLiteral("Address")), QStringLiteral("postgresql://hr@127.0.0.1:1/hr"));
    named<QSpinBox>(page, QStringLiteral("Port"))->setValue(1);
    button(page, QStringLiteral("Test"))->click();
    QTRY_VERIFY(page->testPanel()->isVisible() && !page->testPanel()->isRunning());
    page->askLeave = [] { return Leave::Discard; };
    page->list()->setCurrentRow(0);
    QVERIFY(!page->testPanel()->isVisible());
}

QTEST_MAIN(ConnectionsTest)
#include "tst_connections.moc"
