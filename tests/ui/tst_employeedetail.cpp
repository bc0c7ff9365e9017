#include "ui/EmployeesTesting.h"

#include "ui/base/SplitButton.h"
#include "ui/employees/FieldGroup.h"

#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>

using namespace hrcache;

class EmployeeDetailTest : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void theFocusStaysAtTheContractOverARefresh();
    void theKeyboardGoesFromTheListIntoTheDetail();
    void contractsAreNotEditedWhileTheDatabaseIsAway();
    void aLongWordIsShownWholeInANarrowPane();

private:
    /// The cards of the first employee who has a contract.
    static QList<ContractCard *> cards(Shown &shown);
};

QList<ContractCard *> EmployeeDetailTest::cards(Shown &shown)
{
    const EmployeeDetail *detail = shown.page.detail();
    for (int row = 0; row < shown.rows; ++row) {
        const QByteArray id = shown.page.model()->idAt(row);
        shown.page.showEmployee(QString::fromUtf8(id));
        const auto isShown = [&] {
            const auto keys = detail->keys();
            return std::any_of(keys.begin(), keys.end(),
                               [&](const QByteArray &key) { return key.endsWith("employee:" + id); });
        };
        if (!QTest::qWaitFor(isShown, 5000))
            break;
        if (!detail->cards().isEmpty())
            break;
    }
    return detail->cards();
}

void EmployeeDetailTest::theFocusStaysAtTheContractOverARefresh()
{
    Shown shown;
    shown.load();
    shown.page.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&shown.page));
    const QList<ContractCard *> before = cards(shown);
    QVERIFY(!before.isEmpty());
    const QPointer<ContractCard> card = before.last();
    card->setFocus();
    QTRY_VERIFY(card->hasFocus());
    const QString id = card->contract().id;
    shown.page.refresh();
    QTRY_VERIFY(!card);
    QTRY_VERIFY(!shown.page.isLoading());
    const auto focused = [] { return qobject_cast<ContractCard *>(QApplication::focusWidget()); };
    QTRY_VERIFY(focused());
    QCOMPARE(focused()->contract().id, id);
}

void EmployeeDetailTest::theKeyboardGoesFromTheListIntoTheDetail()
{
    Shown shown;
    // What stands behind the page, such as a status bar, is there before the detail is.
    QPushButton behind(&shown.page);
    behind.show();
    shown.load();
    shown.page.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&shown.page));
    const QList<ContractCard *> all = cards(shown);
    QVERIFY(!all.isEmpty());
    shown.page.filterBar()->exportButton()->setFocus();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), shown.page.table());
    QList<QWidget *> stops;
    while (stops.size() < 30 && !stops.contains(&behind)) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        stops << QApplication::focusWidget();
    }
    QVERIFY(shown.page.detail()->isAncestorOf(stops.first()));
    for (ContractCard *card : all) {
        QVERIFY(stops.contains(card));
        QVERIFY(stops.contains(card->findChild<QToolButton *>()));
    }
    QCOMPARE(stops.last(), &behind);
}

void EmployeeDetailTest::contractsAreNotEditedWhileTheDatabaseIsAway()
{
    Shown shown;
    shown.load();
    QVERIFY(!cards(shown).isEmpty());
    ContractCard *card = shown.page.detail()->cards().first();
    const auto *pencil = card->findChild<QToolButton *>();
    QVERIFY(pencil->isEnabled());
    QSignalSpy asked(&shown.page, &EmployeesPage::editContractRequested);
    shown.session.sayDatabase(LinkHealth::State::Lost);
    QVERIFY(!pencil->isEnabled());
    QVERIFY(pencil->toolTip().contains(QStringLiteral("cannot be reached")));
    QTest::keyClick(card, Qt::Key_Return);
    QCOMPARE(asked.size(), 0);
    shown.session.sayDatabase(LinkHealth::State::Good);
    QVERIFY(pencil->isEnabled());
    QTest::keyClick(card, Qt::Key_Return);
    QCOMPARE(asked.size(), 1);
}

void EmployeeDetailTest::aLongWordIsShownWholeInANarrowPane()
{
    FieldGroup group(QStringLiteral("Contact"));
    const int field = group.addField(QStringLiteral("E-mail"));
    group.setValue(field, QStringLiteral("maximilian.oberschwarzenbach@example.ch"));
    group.resize(260, 120);
    group.show();
    const auto labels = group.findChildren<QLabel *>();
    const auto *value = labels.last();
    QTRY_VERIFY(value->geometry().right() <= group.width());
    QVERIFY(value->width() >= value->minimumSizeHint().width());
}

QTEST_MAIN(EmployeeDetailTest)
#include "tst_employeedetail.moc"
