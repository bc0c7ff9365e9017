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
