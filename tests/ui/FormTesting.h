#pragma once

#include "hr/Contract.h"
#include "hr/Employee.h"
#include "ui/MainWindow.h"
#include "ui/base/MessageStrip.h"
#include "ui/base/PageBase.h"
#include "ui/forms/FormFrame.h"
#include "ui/forms/FormsController.h"
#include "ui/forms/RecordField.h"
#include "ui/forms/RecordForm.h"
#include "ui/support/FakeSession.h"

#include <QApplication>
#include <QPushButton>
#include <QTest>

#include <memory>

namespace hrcache {

/// A page that only counts how often it was told that something was written.
class CountingPage final : public PageBase
{
    Q_OBJECT

public:
    explicit CountingPage(UiContext context, QWidget *parent = nullptr)
        : PageBase(context, QStringLiteral("counting"), parent)
    {
    }

    void refresh() override {}

    void readThrough() override {}

    void dataWrittenElsewhere() override { ++told; }

    int told = 0;
};

/// The window with the forms, on any session.
class FormWindow
{
public:
    explicit FormWindow(UiContext context);
    ~FormWindow();
    Q_DISABLE_COPY_MOVE(FormWindow)

    [[nodiscard]] MainWindow &window() { return *m_window; }

    [[nodiscard]] FormsController &forms() { return *m_forms; }

    [[nodiscard]] RecordForm *form() { return m_forms->form(); }

    [[nodiscard]] int told() const;
    [[nodiscard]] QString toast() const;

    /// Waits until the open form has its row and its lists.
    bool waitReady();
    /// Waits until no form is open any more.
    bool waitClosed();

    [[nodiscard]] RecordField *field(const char *column) { return form()->field(column); }

    /// Replaces what is in a field by typing, and leaves it with Tab.
    void type(const char *column, const QString &text);
    /// Chooses a code with the keyboard.
    void choose(const char *column, const QString &code);
    [[nodiscard]] QString shown(const char *column);
    void clickSave();

    [[nodiscard]] QString message() { return form()->frame()->strip()->message().text; }

    /// The button of the strip in the form.
    void clickAction();
    /// Waits for a dialog on top of the form, or the window.
    QDialog *waitDialog(const char *objectName);

private:
    std::unique_ptr<MainWindow> m_window;
    FormsController *m_forms;
};

/// Clicks the button of that name in a dialog.
void clickButton(QWidget *dialog, const char *objectName);
/// Clicks the button of a message box with that role.
void clickRole(QDialog *box, int role);

/// What the database has, past any cache.
[[nodiscard]] std::optional<Employee> employeeInDatabase(Session &session, const QString &id);
[[nodiscard]] std::vector<Contract> contractsInDatabase(Session &session, const QString &employeeId);
[[nodiscard]] QString employeeIdBy(Session &session, const QString &identifier);

/// The columns of a write, sorted.
[[nodiscard]] QStringList columnsOf(const HrWrite &write);

} // namespace hrcache
