#include "FormTesting.h"

#include "hr/HrService.h"
#include "support/Await.h"
#include "ui/base/SourceBadge.h"
#include "ui/base/Toast.h"
#include "ui/forms/ChoiceField.h"

#include <QComboBox>
#include <QLineEdit>
#include <QMessageBox>

namespace hrcache {

namespace {

const QString counting = QStringLiteral("counting");

PageFactory countingPage()
{
    return {counting, QStringLiteral("Counting"), QStringLiteral("list"), 1,
            [](UiContext context, QWidget *parent) { return new CountingPage(context, parent); }};
}

HrDocument readNow(Session &session, const HrQuery &query)
{
    auto task = session.service().read({}, query, {ReadMode::Forced, {}});
    const DocumentResult result = awaitResult(std::move(task));
    if (!result)
        qFatal("The read failed: %s", qPrintable(result.error().message));
    return result->data;
}

} // namespace

FormWindow::FormWindow(UiContext context)
    : m_window(std::make_unique<MainWindow>(context, std::vector<PageFactory>{countingPage()}))
    , m_forms(new FormsController(context, m_window.get()))
{
    m_window->show();
    m_window->activateWindow();
    // Else its activation may come after that of a form, and take the focus away from it.
    if (!QTest::qWaitForWindowActive(m_window.get()))
        qFatal("The window does not become active.");
}

FormWindow::~FormWindow() = default;

int FormWindow::told() const
{
    return static_cast<CountingPage *>(m_window->page(counting))->told;
}

QString FormWindow::toast() const
{
    return m_window->toast()->text();
}

bool FormWindow::waitReady()
{
    return QTest::qWaitFor([this] {
        // The lists may come before the row does.
        const auto *first = form() ? form()->findChild<RecordField *>() : nullptr;
        return first && first->isEnabled() && form()->isVisible() &&
               form()->frame()->listBadge()->isVisible() && form()->isActiveWindow() &&
               QApplication::focusWidget() && form()->isAncestorOf(QApplication::focusWidget());
    });
}

bool FormWindow::waitClosed()
{
    return QTest::qWaitFor([this] { return form() == nullptr; });
}

void FormWindow::type(const char *column, const QString &text)
{
    RecordField *target = field(column);
    // A popup or a dialog may have just gone; no window manager gives the focus back here.
    form()->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(form()));
    target->focusInput();
    QWidget *input = QApplication::focusWidget();
    QVERIFY2(input && target->isAncestorOf(input), column);
    QTest::keyClick(input, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(input, Qt::Key_Delete);
    // QTest::keyClicks() knows Latin letters only.
    for (const QChar c : text) {
        QKeyEvent press(QEvent::KeyPress, 0, Qt::NoModifier, QString(c));
        QApplication::sendEvent(input, &press);
    }
    // What completes a text while it is typed has the keyboard until it is left.
    QWidget *popup = QApplication::activePopupWidget();
    QTest::keyClick(popup ? popup : input, Qt::Key_Tab);
}

void FormWindow::choose(const char *column, const QString &code)
{
    auto *target = qobject_cast<ChoiceField *>(field(column));
    QVERIFY2(target, column);
    if (target->box()->isEditable()) {
        type(column, code);
        return;
    }
    target->focusInput();
    const int wanted = target->box()->findData(code);
    QVERIFY2(wanted >= 0, qPrintable(QStringLiteral("%1 has no %2").arg(QLatin1String(column), code)));
    QTest::keyClick(target->box(), Qt::Key_Home);
    for (int i = 0; i < wanted; ++i)
        QTest::keyClick(target->box(), Qt::Key_Down);
    QCOMPARE(target->box()->currentData().toString(), code);
    QTest::keyClick(target->box(), Qt::Key_Tab);
}

QString FormWindow::shown(const char *column)
{
    QWidget *input = field(column)->input();
    if (const auto *line = qobject_cast<QLineEdit *>(input))
        return line->text();
    if (const auto *box = qobject_cast<QComboBox *>(input))
        return box->currentText();
    return field(column)->displayed(field(column)->value());
}

void FormWindow::clickSave()
{
    QVERIFY(form()->frame()->saveButton()->isEnabled());
    QTest::mouseClick(form()->frame()->saveButton(), Qt::LeftButton);
}

void FormWindow::clickAction()
{
    for (auto *button : form()->frame()->strip()->findChildren<QPushButton *>()) {
        if (button->isVisible()) {
            QTest::mouseClick(button, Qt::LeftButton);
            return;
        }
    }
    QFAIL("The strip has no button");
}

QDialog *FormWindow::waitDialog(const char *objectName)
{
    QDialog *dialog = nullptr;
    const QString name = QString::fromLatin1(objectName);
    (void)QTest::qWaitFor([&] {
        const auto all = m_window->findChildren<QDialog *>(name);
        const auto shown =
            std::find_if(all.begin(), all.end(), [](QDialog *one) { return one->isVisible(); });
        dialog = shown == all.end() ? nullptr : *shown;
        return dialog != nullptr;
    });
    return dialog;
}

void clickButton(QWidget *dialog, const char *objectName)
{
    auto *button = dialog->findChild<QAbstractButton *>(QString::fromLatin1(objectName));
    QVERIFY2(button && button->isEnabled(), objectName);
    if (qobject_cast<QPushButton *>(button))
        QTest::mouseClick(button, Qt::LeftButton);
    else
        button->click();
}

void clickRole(QDialog *box, int role)
{
    auto *message = qobject_cast<QMessageBox *>(box);
    QVERIFY(message);
    for (QAbstractButton *button : message->buttons()) {
        if (message->buttonRole(button) == role) {
            QTest::mouseClick(button, Qt::LeftButton);
            return;
        }
    }
    QFAIL("There is no such button");
}

std::optional<Employee> employeeInDatabase(Session &session, const QString &id)
{
    const auto employee = EmployeeId::parse(id, QStringLiteral("employee_id"));
    return Employee::from(readNow(session, HrQuery::employeeById(session.companyId(), *employee)));
}

std::vector<Contract> contractsInDatabase(Session &session, const QString &employeeId)
{
    const auto employee = EmployeeId::parse(employeeId, QStringLiteral("employee_id"));
    return Contract::allFrom(readNow(session, HrQuery::contracts(session.companyId(), *employee)));
}

QString employeeIdBy(Session &session, const QString &identifier)
{
    const EmployeeList list(readNow(session, HrQuery::employees(session.companyId())));
    for (size_t i = 0; i < list.size(); ++i) {
        if (identifier.isEmpty() || list.at(i).identifier() == identifier)
            return list.at(i).id();
    }
    return {};
}

QStringList columnsOf(const HrWrite &write)
{
    QStringList columns;
    for (const FieldValue &field : write.fields)
        columns << QString::fromLatin1(field.column.data(), static_cast<qsizetype>(field.column.size()));
    columns.sort();
    return columns;
}

} // namespace hrcache
