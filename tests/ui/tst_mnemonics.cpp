#include "ui/MonitorTesting.h"

#include "ui/base/SourceBadge.h"
#include "ui/cache/CachePage.h"
#include "ui/connections/ConnectionsPage.h"
#include "ui/contracts/ContractsPage.h"
#include "ui/employees/EmployeesPage.h"
#include "ui/support/UiTestMain.h"
#include "ui/window/PageHeader.h"
#include "ui/window/WindowActions.h"

#include <QAbstractButton>
#include <QApplication>
#include <QLabel>
#include <QMenuBar>
#include <QPushButton>
#include <QTabBar>
#include <QTableView>

using namespace hrcache;

namespace {

/// Who reacts to Alt and a letter while `window` is the active one: letter by letter.
class Letters
{
public:
    explicit Letters(const QWidget *window)
    {
        for (const QMenuBar *bar : window->findChildren<QMenuBar *>()) {
            for (const QAction *action : bar->actions())
                add(action->text());
        }
        for (const QWidget *widget : window->findChildren<QWidget *>()) {
            if (!widget->isVisibleTo(window) || widget->window() != window)
                continue;
            if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
                add(button->text());
            else if (const auto *label = qobject_cast<const QLabel *>(widget); label && label->buddy())
                add(label->text());
            else if (const auto *tabs = qobject_cast<const QTabBar *>(widget)) {
                for (int tab = 0; tab < tabs->count(); ++tab)
                    add(tabs->tabText(tab));
            }
        }
    }

    explicit Letters(const QMenu *menu)
    {
        for (const QAction *action : menu->actions())
            add(action->text());
    }

    /// "S: &Save, &Servers"
    [[nodiscard]] QStringList collisions() const
    {
        QStringList found;
        for (auto it = m_texts.cbegin(); it != m_texts.cend(); ++it) {
            if (it->size() > 1)
                found << QStringLiteral("%1: %2").arg(it.key(), it->join(QStringLiteral(", ")));
        }
        return found;
    }

    [[nodiscard]] qsizetype count() const { return m_texts.size(); }

private:
    void add(const QString &text)
    {
        const QString letter = QKeySequence::mnemonic(text).toString().section(u'+', -1);
        if (!letter.isEmpty())
            m_texts[letter] << text;
    }

    QMap<QString, QStringList> m_texts;
};

void noCollision(const QWidget *window, const QString &where)
{
    const QStringList found = Letters(window).collisions();
    if (!found.isEmpty())
        QTest::qFail(qPrintable(where + QStringLiteral(": ") + found.join(QStringLiteral("; "))), __FILE__,
                     __LINE__);
}

QPushButton *button(const QWidget *in, const QString &text)
{
    for (QPushButton *one : in->findChildren<QPushButton *>()) {
        if (one->isVisible() && one->text().remove(u'&').startsWith(text))
            return one;
    }
    qFatal("There is no button \"%s\"", qPrintable(text));
}

} // namespace

/// Alt and a letter means one thing among what is visible at once.
class MnemonicsTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void onEveryPage();
    void onTheConnectionsPage();
    void inDialogs();
    void inMenus();

private:
    /// The window with a page whose rows have come.
    static MainWindow &open(TestMonitor &test, const char *page);
    static bool waitForRows(const PageBase *page);
};

bool MnemonicsTest::waitForRows(const PageBase *page)
{
    const auto *table = page->findChild<QTableView *>(page->id() + QStringLiteral("-table"));
    return !table || QTest::qWaitFor([&] { return table->model()->rowCount() > 0; }, 10'000);
}

MainWindow &MnemonicsTest::open(TestMonitor &test, const char *page)
{
    MainWindow &window = test.open().window();
    window.resize(1300, 900);
    if (!window.showPage(QString::fromLatin1(page)) || !waitForRows(window.currentPage()))
        qFatal("The page %s has no rows", page);
    return window;
}

void MnemonicsTest::onEveryPage()
{
    TestMonitor test;
    MainWindow &window = open(test, "employees");
    for (const QString &id : window.pageIds()) {
        QVERIFY(window.showPage(id));
        QVERIFY(waitForRows(window.currentPage()));
        if (auto *table = window.currentPage()->findChild<QTableView *>(id + QStringLiteral("-table"))) {
            table->selectRow(0);
            if (auto *employees = qobject_cast<EmployeesPage *>(window.currentPage()))
                QTRY_VERIFY(employees->detail()->personBlock() && !employees->detail()->isAwaiting());
            if (auto *cache = qobject_cast<CachePage *>(window.currentPage()))
                QTRY_VERIFY(!cache->isLoading());
        }
        QVERIFY(Letters(&window).count() > 5);
        noCollision(&window, id);
    }
}

void MnemonicsTest::onTheConnectionsPage()
{
    TestMonitor test;
    MainWindow &window = open(test, "connections");
    auto *page = qobject_cast<ConnectionsPage *>(window.currentPage());
    page->askLeave = [] { return connectionquestions::Leave::Discard; };
    page->perform(PageCommand::New);
    noCollision(&window, QStringLiteral("new connection"));
    for (int tab = 0; tab < page->tabs()->count(); ++tab) {
        page->tabs()->setCurrentIndex(tab);
        noCollision(&window, page->tabs()->tabText(tab));
    }
    page->tabs()->setCurrentIndex(0);
    button(page, QStringLiteral("Test"))->click();
    noCollision(&window, QStringLiteral("test"));
}

void MnemonicsTest::inDialogs()
{
    const auto check = [](MainWindow &window, const QString &where) {
        QWidget *dialog = nullptr;
        QTRY_VERIFY2((dialog = QApplication::activePopupWidget()) ||
                         (dialog = QApplication::activeModalWidget()) ||
                         ((dialog = QApplication::activeWindow()) && dialog != &window),
                     qPrintable(where));
        noCollision(dialog, where);
        dialog->close();
        QTRY_VERIFY(!dialog->isVisible());
    };
    TestMonitor test;
    MainWindow &window = open(test, "employees");
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    auto *employees = qobject_cast<EmployeesPage *>(window.currentPage());
    employees->table()->select(0);
    for (const auto &[command, name] :
         {std::pair(PageCommand::New, "new employee"), std::pair(PageCommand::Edit, "edit employee"),
          std::pair(PageCommand::Delete, "delete employee")}) {
        employees->perform(command);
        check(window, QString::fromLatin1(name));
    }
    emit employees->newContractRequested(employees->detail()->employeeId());
    check(window, QStringLiteral("new contract"));
    QTRY_VERIFY(!employees->isLoading());
    window.header()->badge()->click();
    check(window, QStringLiteral("source"));
    emit window.actions()->shortcutsRequested();
    check(window, QStringLiteral("shortcuts"));
    QVERIFY(window.showPage(QStringLiteral("cache")));
    QVERIFY(waitForRows(window.currentPage()));
    QTRY_VERIFY(!window.currentPage()->isLoading());
    button(window.currentPage(), QStringLiteral("Invalidate all"))->click();
    check(window, QStringLiteral("invalidate all"));
}

void MnemonicsTest::inMenus()
{
    TestMonitor test;
    MainWindow &window = open(test, "employees");
    for (const QString &id : window.pageIds())
        QVERIFY(window.showPage(id));
    int menus = 0;
    for (const QMenu *menu : window.findChildren<QMenu *>()) {
        ++menus;
        const QStringList found = Letters(menu).collisions();
        QVERIFY2(found.isEmpty(), qPrintable(menu->title() + found.join(QStringLiteral("; "))));
    }
    QVERIFY(menus > 8);
}

QTEST_MAIN(MnemonicsTest)
#include "tst_mnemonics.moc"
