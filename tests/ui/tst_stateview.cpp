#include "ui/base/StateView.h"
#include "ui/support/UiTestMain.h"

#include <QApplication>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <QToolButton>
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
    void whoComesBackToTheWindowIsWhereHeWouldBe();
    void whoReadsTheDetailsOfAnErrorKeepsThem();
    void itSaysWhatItShows();

private:
    void fail()
    {
        m_view->showError(
            Error::make(ErrorCode::Unreachable, QStringLiteral("Away."), QStringLiteral("refused")), m_retry);
    }

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

void StateViewTest::whoComesBackToTheWindowIsWhereHeWouldBe()
{
    m_view->showContent();
    m_rows->setFocus();
    QWidget another;
    const auto meanwhile = [&](const std::function<void()> &change) {
        another.show();
        another.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&another));
        change();
        another.hide();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    };
    meanwhile([this] { fail(); });
    QCOMPARE(QApplication::focusWidget(), m_view->actionButton());
    meanwhile([this] { m_view->showLoading(QStringLiteral("Loading rows…")); });
    QCOMPARE(QApplication::focusWidget(), m_view);
    fail();
    meanwhile([this] { m_view->showContent(); });
    QCOMPARE(QApplication::focusWidget(), m_rows);
    m_other->setFocus();
    meanwhile([this] { fail(); });
    QCOMPARE(QApplication::focusWidget(), m_other);
}

void StateViewTest::whoReadsTheDetailsOfAnErrorKeepsThem()
{
    fail();
    auto *more = m_view->findChild<QToolButton *>();
    more->setFocus();
    QTest::keyClick(more, Qt::Key_Space);
    auto *details = m_view->findChild<QPlainTextEdit *>();
    QVERIFY(details && details->isVisible());
    fail();
    QVERIFY(details->isVisible());
    QCOMPARE(QApplication::focusWidget(), more);
    // Another error has others.
    m_view->showError(Error::make(ErrorCode::Timeout, QStringLiteral("Away."), QStringLiteral("late")),
                      m_retry);
    QVERIFY(!details->isVisible());
    QCOMPARE(QApplication::focusWidget(), m_view->actionButton());
}

void StateViewTest::itSaysWhatItShows()
{
    m_view->showEmpty(QStringLiteral("No rows yet"), {});
    QCOMPARE(m_view->accessibleName(), QStringLiteral("No rows yet"));
    m_view->showContent();
    QCOMPARE(m_view->accessibleName(), QString());
}

QTEST_MAIN(StateViewTest)
#include "tst_stateview.moc"
