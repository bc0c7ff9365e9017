#include "ui/EmployeesTesting.h"

#include "ui/base/SplitButton.h"
#include "ui/employees/FieldGroup.h"

#include <QLabel>
#include <QLineEdit>
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

    void nothingOfTheOneBeforeIsShownWhileAnotherLoads();
    void aHitIsPaintedWithoutABlankBefore();
    void whatTheCacheHasDoesNotWaitForTheDatabase();
    void whatWasWaitedForIsSaidWhenItFails();
    void whoeverPassesByIsNotRead();
    void withoutRowsItDoesNotAskToSelectOne();
    void theFocusStaysAtTheContractOverARefresh();
    void theKeyboardGoesFromTheListIntoTheDetail();
    void contractsAreNotEditedWhileTheDatabaseIsAway();
    void aLongWordIsShownWholeInANarrowPane();

private:
    /// Words on screen and for screen readers.
    static QStringList texts(const QWidget *pane);
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

QStringList EmployeeDetailTest::texts(const QWidget *pane)
{
    QStringList all;
    for (const QLabel *label : pane->findChildren<QLabel *>()) {
        if (label->isVisible())
            all << label->text() << label->accessibleName();
    }
    return all;
}

void EmployeeDetailTest::nothingOfTheOneBeforeIsShownWhileAnotherLoads()
{
    Shown shown;
    shown.load();
    QVERIFY(!cards(shown).isEmpty());
    EmployeeDetail *detail = shown.page.detail();
    QTRY_VERIFY(!detail->isLoading());
    const int before = shown.page.model()->rowOf(detail->employeeId());
    const QString born = detail->fieldText(QStringLiteral("birth_date"));
    const QString mail = detail->fieldText(QStringLiteral("email"));
    QVERIFY(!born.isEmpty());

    shown.session.database().reads.hold();
    const int next = before == 0 ? 1 : 0;
    shown.page.table()->select(next);
    const QModelIndex row = shown.page.model()->index(next, 0);
    const auto cell = [&](EmployeeColumn column) {
        return row.siblingAtColumn(static_cast<int>(column)).data().toString();
    };
    QVERIFY(detail->isAwaiting());
    QCOMPARE(detail->stateView()->shown(), StateView::Shown::Content);
    const QStringList now = texts(detail);
    QVERIFY(
        now.contains(cell(EmployeeColumn::FirstName) + QLatin1Char(' ') + cell(EmployeeColumn::LastName)));
    QVERIFY(now.contains(cell(EmployeeColumn::Identifier) + QStringLiteral(" · Loading…")));
    QVERIFY(now.contains(QStringLiteral("Birth date: loading")));
    QVERIFY2(now.filter(born).isEmpty(), qPrintable(now.join(QLatin1Char('|'))));
    QVERIFY(mail.isEmpty() || now.filter(mail).isEmpty());
    QVERIFY(detail->cards().isEmpty());
    QCOMPARE(detail->fieldText(QStringLiteral("birth_date")), QString());
    QCOMPARE(detail->contractsBlock()->note(), QStringLiteral("Loading…"));
    QCOMPARE(detail->payrollBlock()->note(), QStringLiteral("Loading…"));
    QCOMPARE(detail->personBlock()->source().state, SourceInfo::State::None);
    QVERIFY(detail->keys().empty());
    // What waits longer than a moment is painted.
    QTRY_VERIFY(detail->updatesEnabled());
    // The buttons are about whom the pane names.
    QSignalSpy edited(detail, &EmployeeDetail::editRequested);
    for (QPushButton *button : detail->findChildren<QPushButton *>()) {
        if (button->text().startsWith(QStringLiteral("Ed")))
            button->click();
    }
    QCOMPARE(edited.size(), 1);
    QCOMPARE(edited.first().first().toString(), QString::fromUtf8(shown.page.model()->idAt(next)));

    shown.session.database().reads.open();
    QTRY_VERIFY(!detail->isAwaiting());
    QVERIFY(!detail->fieldText(QStringLiteral("birth_date")).isEmpty());
    QVERIFY(texts(detail).filter(QStringLiteral("oading")).isEmpty());
    QVERIFY(detail->updatesEnabled());
}

void EmployeeDetailTest::aHitIsPaintedWithoutABlankBefore()
{
    /// Counts how often the pane is painted while it has nothing but a headline.
    class Painter : public QObject
    {
    public:
        explicit Painter(EmployeeDetail *detail)
            : m_detail(detail)
        {
            for (QLabel *label : detail->personBlock()->findChildren<QLabel *>())
                label->installEventFilter(this);
        }

        bool eventFilter(QObject *, QEvent *event) override
        {
            if (event->type() == QEvent::Paint) {
                if (m_detail->isAwaiting())
                    ++blanks;
                else
                    ++paints;
            }
            return false;
        }

        int blanks = 0;
        int paints = 0;

    private:
        EmployeeDetail *m_detail;
    };

    Shown shown;
    shown.load();
    EmployeeDetail *detail = shown.page.detail();
    QTRY_VERIFY(!detail->employeeId().isEmpty() || shown.page.model()->rowCount() > 0);
    for (const int row : {0, 1, 0}) {
        shown.page.table()->select(row);
        QTRY_VERIFY(!detail->employeeId().isEmpty() && !detail->isAwaiting());
    }
    Painter painter(detail);
    // The answer is awaited without the event loop painting in between: in this turn nothing is painted.
    shown.page.table()->select(1);
    QVERIFY(detail->isAwaiting());
    QVERIFY(!detail->updatesEnabled());
    detail->repaint();
    QCOMPARE(painter.blanks, 0);
    detail->readAnew();
    QTRY_VERIFY(!detail->isAwaiting());
    QVERIFY(detail->updatesEnabled());
    QTRY_VERIFY(painter.paints > 0);
}

void EmployeeDetailTest::whatTheCacheHasDoesNotWaitForTheDatabase()
{
    Shown shown;
    shown.load();
    EmployeeDetail *detail = shown.page.detail();
    for (const int row : {0, 1}) {
        shown.page.table()->select(row);
        QTRY_VERIFY(!detail->employeeId().isEmpty() && !detail->isAwaiting() && !detail->isLoading());
        awaitResult(shown.session.cache().idle());
    }
    shown.session.database().reads.hold();
    shown.page.table()->select(0);
    QTRY_VERIFY(!detail->isAwaiting());
    QCOMPARE(detail->personBlock()->source().state, SourceInfo::State::Cache);
    QVERIFY(!detail->fieldText(QStringLiteral("birth_date")).isEmpty());
    QVERIFY(detail->isLoading());
    QCOMPARE(detail->payrollBlock()->note(), QStringLiteral("Loading…"));
    // What is asked for now is read now, whatever payroll waits for.
    QTRY_COMPARE(shown.session.database().reads.waiting(), size_t(1));
    detail->reload(ReadMode::CacheFirst);
    QTRY_COMPARE(shown.session.database().reads.waiting(), size_t(2));
    detail->cancel();
    QVERIFY(!detail->isLoading());
    QVERIFY(detail->payrollBlock()->note().contains(QStringLiteral("cancelled")));
    detail->reload(ReadMode::CacheFirst);
    shown.session.database().reads.open();
    QTRY_VERIFY(!detail->isLoading());
    QVERIFY(!detail->payrollBlock()->note().contains(QStringLiteral("cancelled")));
    QVERIFY(detail->payrollBlock()->note() != QStringLiteral("Loading…"));
    QCOMPARE(detail->payrollBlock()->source().state, SourceInfo::State::Database);
}

void EmployeeDetailTest::whatWasWaitedForIsSaidWhenItFails()
{
    Shown shown;
    shown.load();
    EmployeeDetail *detail = shown.page.detail();
    shown.page.table()->select(0);
    QTRY_VERIFY(!detail->employeeId().isEmpty() && !detail->isAwaiting());
    shown.session.database().reads.failWith(databaseAway);
    shown.page.table()->select(1);
    QTRY_COMPARE(detail->stateView()->shown(), StateView::Shown::Error);
    QVERIFY(detail->updatesEnabled());
    shown.session.database().reads.failWith({});
    shown.session.database().reads.hold();
    detail->stateView()->actionButton()->click();
    QCOMPARE(detail->stateView()->shown(), StateView::Shown::Content);
    QVERIFY(!texts(detail).filter(QStringLiteral("Loading…")).isEmpty());
    detail->cancel();
    QCOMPARE(detail->stateView()->title(), QStringLiteral("Loading was cancelled"));
    shown.session.database().reads.open();
}

void EmployeeDetailTest::whoeverPassesByIsNotRead()
{
    Shown shown;
    shown.load();
    EmployeeDetail *detail = shown.page.detail();
    shown.page.table()->select(0);
    QTRY_VERIFY(!detail->employeeId().isEmpty() && !detail->isAwaiting());
    shown.session.database().reads.hold();
    const int before = shown.session.database().reads.calls();
    // All in one turn of the event loop.
    for (int row = 1; row < shown.rows; ++row)
        shown.page.table()->select(row);
    QTRY_VERIFY(shown.session.database().reads.calls() > before);
    // What is cached, and the payroll results.
    QTRY_COMPARE(shown.session.database().reads.calls(), before + 2);
    shown.session.database().reads.open();
    QTRY_VERIFY(!detail->isAwaiting());
    QCOMPARE(detail->employeeId(), QString::fromUtf8(shown.page.model()->idAt(shown.rows - 1)));
}

void EmployeeDetailTest::withoutRowsItDoesNotAskToSelectOne()
{
    const QString select = QStringLiteral("Select one in the list");
    Shown shown;
    const StateView *state = shown.page.detail()->stateView();
    QVERIFY(!state->sentence().contains(select)); // nothing is there yet
    shown.load();
    shown.page.filterBar()->textField()->setText(QStringLiteral("qqq"));
    QTRY_COMPARE(shown.page.model()->rowCount(), 0);
    QTRY_VERIFY(state->sentence().contains(QStringLiteral("filter")));
    QVERIFY(!state->sentence().contains(select));
    shown.page.filterBar()->clearFilter();
    QTRY_VERIFY(shown.page.model()->rowCount() > 0);
    QTRY_VERIFY(state->sentence().contains(select) || !shown.page.detail()->employeeId().isEmpty());

    Shown empty(sample::emptyCompany);
    empty.page.setActive(true);
    QTRY_COMPARE(empty.page.stateView()->shown(), StateView::Shown::Empty);
    QVERIFY(!empty.page.detail()->stateView()->sentence().contains(select));
    QVERIFY(empty.page.detail()->stateView()->sentence().contains(QStringLiteral("entered")));
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
