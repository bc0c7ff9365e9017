#include "ui/MonitorTesting.h"

#include "ui/support/UiTestMain.h"
#include "ui/window/PlaceChooser.h"
#include "ui/window/Rail.h"

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>

using namespace hrcache;

/// Where the keyboard is when the page changes.
class PageFocusTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void aPageWithATableBeginsInIt_data();
    void aPageWithATableBeginsInIt();
    void itStaysWhereItWasLeft();
    void whoIsInTheRailStaysThere();
    void whoTypesWhileTheRowsComeStaysThere();
    void aPageWithoutRowsBeginsInWhatCanBeDone();

private:
    static QTableView *tableOf(const PageBase *page)
    {
        return page->findChild<QTableView *>(page->id() + QStringLiteral("-table"));
    }

    /// The window, active, with the keyboard in the table of employees.
    static MainWindow &open(TestMonitor &test);
};

MainWindow &PageFocusTest::open(TestMonitor &test)
{
    MainWindow &window = test.open().window();
    window.activateWindow();
    const auto ready = [&] {
        const QTableView *table = window.currentPage() ? tableOf(window.currentPage()) : nullptr;
        return table && table->hasFocus();
    };
    if (!QTest::qWaitForWindowActive(&window) || !QTest::qWaitFor(ready, 10'000))
        qFatal("The keyboard does not begin in the table");
    return window;
}

void PageFocusTest::aPageWithATableBeginsInIt_data()
{
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<QString>("page");
    QTest::newRow("contracts") << Qt::Key_3 << QStringLiteral("contracts");
    QTest::newRow("cache") << Qt::Key_4 << QStringLiteral("cache");
}

void PageFocusTest::aPageWithATableBeginsInIt()
{
    QFETCH(Qt::Key, key);
    QFETCH(QString, page);
    TestMonitor test;
    MainWindow &window = open(test);
    QTest::keyClick(QApplication::focusWidget(), key, Qt::ControlModifier);
    QCOMPARE(window.currentPage()->id(), page);
    QTableView *table = tableOf(window.currentPage());
    QVERIFY(table);
    QTRY_COMPARE(QApplication::focusWidget(), table);
    // And again, once it is there.
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_2, Qt::ControlModifier);
    QTRY_COMPARE(QApplication::focusWidget(), tableOf(window.currentPage()));
    QTest::keyClick(QApplication::focusWidget(), key, Qt::ControlModifier);
    QTRY_COMPARE(QApplication::focusWidget(), table);
}

void PageFocusTest::itStaysWhereItWasLeft()
{
    TestMonitor test;
    MainWindow &window = open(test);
    for (const Qt::Key key : {Qt::Key_2, Qt::Key_3, Qt::Key_4}) {
        const Qt::Key other = key == Qt::Key_2 ? Qt::Key_3 : Qt::Key_2;
        QTest::keyClick(&window, key, Qt::ControlModifier);
        QTRY_COMPARE(QApplication::focusWidget(), tableOf(window.currentPage()));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_F, Qt::ControlModifier);
        QWidget *field = QApplication::focusWidget();
        QVERIFY(qobject_cast<QLineEdit *>(field));
        QTest::keyClick(field, other, Qt::ControlModifier);
        QTRY_VERIFY(QApplication::focusWidget() != field);
        QTest::keyClick(QApplication::focusWidget(), key, Qt::ControlModifier);
        QTRY_COMPARE(QApplication::focusWidget(), field);
        tableOf(window.currentPage())->setFocus();
    }
}

void PageFocusTest::whoIsInTheRailStaysThere()
{
    TestMonitor test;
    MainWindow &window = open(test);
    window.rail()->focusPage(QStringLiteral("employees"));
    QWidget *in = QApplication::focusWidget();
    QVERIFY(window.rail()->isAncestorOf(in));
    QTest::keyClick(in, Qt::Key_3, Qt::ControlModifier);
    QCOMPARE(window.currentPage()->id(), QStringLiteral("contracts"));
    QTRY_VERIFY(tableOf(window.currentPage())->isVisible());
    QVERIFY(window.rail()->isAncestorOf(QApplication::focusWidget()));
}

void PageFocusTest::whoTypesWhileTheRowsComeStaysThere()
{
    TestMonitor test;
    MainWindow &window = test.open().window();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QLineEdit *field = window.rail()->chooser()->userBox()->lineEdit();
    field->setFocus();
    QTRY_VERIFY(tableOf(window.currentPage())->model()->rowCount() > 0);
    QTRY_VERIFY(tableOf(window.currentPage())->isVisible());
    QCOMPARE(QApplication::focusWidget(), window.rail()->chooser()->userBox());
}

void PageFocusTest::aPageWithoutRowsBeginsInWhatCanBeDone()
{
    TestMonitor test;
    MainWindow &window = open(test);
    test.monitor->session().setCompany(QString::fromLatin1(sample::emptyCompany));
    const auto inTheButton = [] {
        const auto *button = qobject_cast<QPushButton *>(QApplication::focusWidget());
        return button && button->objectName() == QStringLiteral("state-action") && button->isVisible();
    };
    QTRY_VERIFY(inTheButton());
    QVERIFY(window.currentPage()->isAncestorOf(QApplication::focusWidget()));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_4, Qt::ControlModifier);
    QCOMPARE(window.currentPage()->id(), QStringLiteral("cache"));
    QTRY_VERIFY(window.currentPage()->isAncestorOf(QApplication::focusWidget()));
}

QTEST_MAIN(PageFocusTest)
#include "tst_pagefocus.moc"
