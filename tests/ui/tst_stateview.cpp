#include "ui/base/StateView.h"
#include "ui/support/UiTestMain.h"

#include <QApplication>
#include <QListWidget>
#include <QPushButton>
#include <QTest>
#include <QVBoxLayout>

using namespace hrcache;

/// Where the keyboard is while a view shows something else than its rows.
class StateViewTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void init();
    void whoIsSentThereGetsTheRows();
    void whoWaitsForRowsGetsThemWhenTheyCome();
    void whoWaitsForRowsGetsTheButtonIfTheyDoNotCome();
    void whoRetriesFromTheKeyboardEndsInTheRows();
    void whoIsInRowsThatGoGetsTheButton();
    void whoIsElsewhereStaysThere();
    void itSaysWhatItShows();

private:
    void fail() { m_view->showError(Error::make(ErrorCode::Unreachable, QStringLiteral("Away.")), m_retry); }

    std::unique_ptr<QWidget> m_window;
    QPushButton *m_other = nullptr;
    QListWidget *m_rows = nullptr;
    StateView *m_view = nullptr;
    std::function<void()> m_retry;
};

void StateViewTest::init()
{
    m_window = std::make_unique<QWidget>();
    m_other = new QPushButton(QStringLiteral("Other"));
    m_rows = new QListWidget;
    m_rows->addItem(QStringLiteral("A row"));
    m_view = new StateView(m_rows);
    m_retry = [this] { m_view->showLoading(QStringLiteral("Loading rows…")); };
    auto *layout = new QVBoxLayout(m_window.get());
    layout->addWidget(m_other);
    layout->addWidget(m_view);
    m_view->showLoading(QStringLiteral("Loading rows…"));
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_other->setFocus();
    QCOMPARE(QApplication::focusWidget(), m_other);
}

void StateViewTest::whoIsSentThereGetsTheRows()
{
    m_view->showContent();
    m_view->setFocus();
    QCOMPARE(QApplication::focusWidget(), m_rows);
}

void StateViewTest::whoWaitsForRowsGetsThemWhenTheyCome()
{
    m_view->setFocus();
    QCOMPARE(QApplication::focusWidget(), m_view);
    m_view->showContent();
    QCOMPARE(QApplication::focusWidget(), m_rows);
}

void StateViewTest::whoWaitsForRowsGetsTheButtonIfTheyDoNotCome()
{
    m_view->setFocus();
    fail();
    QCOMPARE(QApplication::focusWidget(), m_view->actionButton());
}

void StateViewTest::whoRetriesFromTheKeyboardEndsInTheRows()
{
    m_view->setFocus();
    fail();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QCOMPARE(m_view->shown(), StateView::Shown::Loading);
    fail();
    QCOMPARE(QApplication::focusWidget(), m_view->actionButton());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QCOMPARE(QApplication::focusWidget(), m_view);
    m_view->showContent();
    QCOMPARE(QApplication::focusWidget(), m_rows);
}

void StateViewTest::whoIsInRowsThatGoGetsTheButton()
{
    m_view->showContent();
    m_rows->setFocus();
    m_view->showEmpty(QStringLiteral("No rows yet"), {}, QStringLiteral("New…"), [] {});
    QCOMPARE(QApplication::focusWidget(), m_view->actionButton());
    m_view->showNotice({}, QStringLiteral("Choose somebody"), {});
    QCOMPARE(QApplication::focusWidget(), m_view);
}

void StateViewTest::whoIsElsewhereStaysThere()
{
    m_view->showContent();
    QCOMPARE(QApplication::focusWidget(), m_other);
    fail();
    QCOMPARE(QApplication::focusWidget(), m_other);
    m_view->showLoading(QStringLiteral("Loading rows…"));
    QCOMPARE(QApplication::focusWidget(), m_other);
    m_view->showContent();
    QCOMPARE(QApplication::focusWidget(), m_other);
}

void StateViewTest::itSaysWhatItShows()
{
    m_view->showEmpty(QStringLiteral("No rows yet"), {});
    QCOMPARE(m_view->accessibleName(), QStringLiteral("No rows yet"));
}

QTEST_MAIN(StateViewTest)
#include "tst_stateview.moc"
