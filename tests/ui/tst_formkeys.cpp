#include "FormTesting.h"

#include "sqlite/SampleData.h"
#include "ui/base/SourceBadge.h"
#include "ui/forms/ConflictDialog.h"
#include "ui/forms/DeleteEmployeeDialog.h"
#include "ui/support/UiTestMain.h"

#include <QAccessible>
#include <QComboBox>
#include <QKeySequence>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>

using namespace hrcache;

namespace {

enum class Which { NewEmployee, EditEmployee, NewContract, EditContract };

const QList<Which> allForms{Which::NewEmployee, Which::EditEmployee, Which::NewContract, Which::EditContract};

} // namespace

/// What people do who have no mouse, or do not see the screen.
class TestFormKeys : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { prepareUiTest(); }

    void init();
    void cleanup();

    void tabWalksThroughEveryFieldInOrder();
    void tabFollowsTheOrderOfReading();
    void aFieldWithTheKeyboardIsSeenWhole_data();
    void aFieldWithTheKeyboardIsSeenWhole();
    void everyMnemonicIsItsOwn();
    void mnemonicsLeadToTheField();
    void everyControlHasItsName();
    void anEmployeeIsEnteredWithTheKeyboardAlone();

private:
    void open(Which which);

    std::unique_ptr<FakeSession> m_session;
    std::unique_ptr<FormWindow> m_window;
    QString m_employee;
};

void TestFormKeys::init()
{
    m_session = std::make_unique<FakeSession>();
    m_session->enter(sample::adminUser, sample::smallCompany);
    m_window = std::make_unique<FormWindow>(m_session->context());
    m_employee = employeeIdBy(*m_session, {});
}

void TestFormKeys::cleanup()
{
    m_window.reset();
    m_session.reset();
}

void TestFormKeys::open(Which which)
{
    if (m_window->form()) {
        m_window->form()->reject();
        QVERIFY(m_window->waitClosed());
    }
    switch (which) {
    case Which::NewEmployee:
        m_window->forms().newEmployee();
        break;
    case Which::EditEmployee:
        m_window->forms().editEmployee(m_employee);
        break;
    case Which::NewContract:
        m_window->forms().newContract(m_employee);
        break;
    case Which::EditContract:
        m_window->forms().editContract(m_employee, contractsInDatabase(*m_session, m_employee).front().id);
        break;
    }
    QVERIFY(m_window->waitReady());
}

void TestFormKeys::tabWalksThroughEveryFieldInOrder()
{
    for (const Which which : allForms) {
        open(which);
        QStringList walked;
        QSet<QWidget *> seen;
        QWidget *focus = QApplication::focusWidget();
        QVERIFY(focus);
        while (!seen.contains(focus)) {
            seen.insert(focus);
            for (QWidget *at = focus; at; at = at->parentWidget()) {
                if (auto *field = qobject_cast<RecordField *>(at)) {
                    const QString name = QString::fromLatin1(field->column());
                    if (!walked.contains(name))
                        walked << name;
                }
            }
            QTest::keyClick(focus, Qt::Key_Tab);
            focus = QApplication::focusWidget();
            QVERIFY(focus);
        }
        QStringList expected;
        for (const auto *field : m_window->form()->findChildren<RecordField *>())
            expected << QString::fromLatin1(field->column());
        QCOMPARE(walked.size(), expected.size());
        QCOMPARE(walked.first(), expected.first());
        walked.sort();
        expected.sort();
        QCOMPARE(walked, expected);
        QVERIFY(seen.contains(m_window->form()->frame()->cancelButton()));
        QVERIFY(seen.contains(m_window->form()->frame()->rowBadge()) || which == Which::NewEmployee);
        QVERIFY(seen.contains(m_window->form()->frame()->listBadge()));
    }
}

void TestFormKeys::tabFollowsTheOrderOfReading()
{
    for (const Which which : allForms) {
        open(which);
        FormFrame *frame = m_window->form()->frame();
        StripMessage message;
        message.text = QStringLiteral("Something happened");
        message.actionText = QStringLiteral("Do something");
        message.dismissible = false;
        frame->setMessage(message);
        // Save is enabled only then.
        m_window->type(which == Which::NewEmployee || which == Which::EditEmployee ? "city" : "job_title",
                       QStringLiteral("Something else"));
        RecordField *first = m_window->form()->findChild<RecordField *>();
        first->focusInput();
        const auto nameOf = [frame](QWidget *widget) -> QString {
            for (QWidget *at = widget; at && at != frame; at = at->parentWidget()) {
                if (qobject_cast<RecordField *>(at))
                    return QStringLiteral("field");
                if (at == frame->strip())
                    return QStringLiteral("banner");
            }
            return widget->objectName();
        };
        QStringList walked;
        QWidget *const start = QApplication::focusWidget();
        QWidget *focus = start;
        do {
            const QString name = nameOf(focus);
            if (walked.isEmpty() || walked.last() != name)
                walked << name;
            QTest::keyClick(focus, Qt::Key_Tab);
            focus = QApplication::focusWidget();
        } while (focus != start && walked.size() < 20);
        QStringList expected{QStringLiteral("field"),       QStringLiteral("form-save"),
                             QStringLiteral("form-cancel"), QStringLiteral("row-badge"),
                             QStringLiteral("list-badge"),  QStringLiteral("banner")};
        if (which == Which::NewEmployee)
            expected.removeAll(QStringLiteral("row-badge"));
        QCOMPARE(walked.join(u' '), expected.join(u' '));
        delete m_window->form();
    }
}

void TestFormKeys::aFieldWithTheKeyboardIsSeenWhole_data()
{
    QTest::addColumn<bool>("back");
    QTest::addRow("forwards") << false;
    QTest::addRow("backwards") << true;
}

void TestFormKeys::aFieldWithTheKeyboardIsSeenWhole()
{
    QFETCH(const bool, back);
    open(Which::NewEmployee);
    RecordForm *form = m_window->form();
    auto *scroll = form->findChild<QScrollArea *>();
    const auto wholly = [scroll](const RecordField *field) {
        const QRect place(field->mapTo(scroll->viewport(), QPoint(0, 0)), field->size());
        return scroll->viewport()->rect().contains(place);
    };
    form->resize(form->width(), form->height() - scroll->viewport()->height() + 190);
    QTRY_VERIFY(scroll->viewport()->height() <= 190);
    form->field("birth_date")->setLeft(true);
    form->save(); // what is missing is said beneath the fields
    QTest::qWait(20);
    const auto fields = form->findChildren<RecordField *>();
    fields.first()->focusInput();
    for (qsizetype i = 0; i < 2 * fields.size(); ++i) {
        QWidget *focus = QApplication::focusWidget();
        for (const RecordField *field : fields) {
            if (field->isAncestorOf(focus))
                QTRY_VERIFY2_WITH_TIMEOUT(wholly(field), qPrintable(field->objectName()), 500);
        }
        QTest::keyClick(focus, back ? Qt::Key_Backtab : Qt::Key_Tab);
    }
    for (const auto &[letter, column] : {std::pair(Qt::Key_Y, "city"), std::pair(Qt::Key_I, "identifier"),
                                         std::pair(Qt::Key_X, "tax_status"), std::pair(Qt::Key_A, "address"),
                                         std::pair(Qt::Key_H, "hire_date")}) {
        QTest::keyClick(form, letter, Qt::AltModifier);
        const RecordField *field = form->field(column);
        QVERIFY2(field->isAncestorOf(QApplication::focusWidget()), column);
        QTRY_VERIFY2_WITH_TIMEOUT(wholly(field), column, 500);
    }
    delete form;
}

void TestFormKeys::everyMnemonicIsItsOwn()
{
    for (const Which which : allForms) {
        open(which);
        QHash<QString, QString> owners;
        const auto claim = [&](const QString &text) {
            const QString key = QKeySequence::mnemonic(text).toString();
            if (key.isEmpty())
                return;
            QVERIFY2(!owners.contains(key),
                     qPrintable(QStringLiteral("%1: %2 and %3").arg(key, owners.value(key), text)));
            owners.insert(key, text);
        };
        for (const auto *label : m_window->form()->findChildren<QLabel *>()) {
            if (label->buddy())
                claim(label->text());
        }
        for (const auto *button : m_window->form()->findChildren<QAbstractButton *>())
            claim(button->text());
        QVERIFY(owners.size() > 10);
    }
}

void TestFormKeys::mnemonicsLeadToTheField()
{
    open(Which::EditEmployee);
    QTest::keyClick(m_window->form(), Qt::Key_Y, Qt::AltModifier);
    QVERIFY(m_window->field("city")->isAncestorOf(QApplication::focusWidget()));
    QTest::keyClick(m_window->form(), Qt::Key_X, Qt::AltModifier);
    QVERIFY(m_window->field("tax_status")->isAncestorOf(QApplication::focusWidget()));
}

void TestFormKeys::everyControlHasItsName()
{
    for (const Which which : allForms) {
        open(which);
        m_window->form()->save();
        QTest::qWait(0);
        if (!m_window->form())
            continue;
        for (QWidget *widget : m_window->form()->findChildren<QWidget *>()) {
            if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus))
                continue;
            QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(widget);
            QVERIFY(accessible);
            QVERIFY2(!accessible->text(QAccessible::Name).isEmpty(),
                     qPrintable(QStringLiteral("%1 %2").arg(QLatin1String(widget->metaObject()->className()),
                                                            widget->objectName())));
        }
        for (const auto *field : m_window->form()->findChildren<RecordField *>()) {
            QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(field->input());
            QString name = accessible->text(QAccessible::Name);
            if (qobject_cast<QComboBox *>(field->input())) {
                // Its name is what is chosen; what it is comes from its label.
                const auto labels = accessible->relations(QAccessible::Label);
                QCOMPARE(labels.size(), 1);
                name = labels.first().first->text(QAccessible::Name);
            }
            QVERIFY2(name.startsWith(field->title()), qPrintable(name));
            QCOMPARE(name.endsWith(QStringLiteral("required")),
                     field->rule().required && field->rule().type != FieldRule::Type::Boolean);
            if (!field->problem().isEmpty())
                QCOMPARE(accessible->text(QAccessible::Description), field->problem());
        }
    }
}

void TestFormKeys::anEmployeeIsEnteredWithTheKeyboardAlone()
{
    open(Which::NewEmployee);
    const auto press = [](Qt::Key key) { QTest::keyClick(QApplication::focusWidget(), key); };
    const auto write = [](const char *text) {
        QTest::keyClicks(QApplication::focusWidget(), QString::fromLatin1(text));
    };
    write("KEY-1");
    press(Qt::Key_Tab);
    write("Anna");
    press(Qt::Key_Tab);
    write("Muster");
    press(Qt::Key_Tab);
    write("1.2.1990");
    QTest::keyClick(m_window->form(), Qt::Key_U, Qt::AltModifier);
    press(Qt::Key_Down);
    press(Qt::Key_Tab);
    write("1.3.2024");
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_S, Qt::ControlModifier);
    QVERIFY(m_window->waitClosed());
    const auto made = employeeInDatabase(*m_session, employeeIdBy(*m_session, QStringLiteral("KEY-1")));
    QVERIFY(made);
    QCOMPARE(made->lastName, QStringLiteral("Muster"));
    QCOMPARE(made->birthDate, QDate(1990, 2, 1));
    QCOMPARE(made->hireDate, QDate(2024, 3, 1));
}

QTEST_MAIN(TestFormKeys)
#include "tst_formkeys.moc"
