#include "ui/forms/FormsController.h"

#include "ui/MainWindow.h"
#include "ui/base/Session.h"
#include "ui/base/Toast.h"
#include "ui/forms/ContractForm.h"
#include "ui/forms/DeleteEmployeeDialog.h"
#include "ui/forms/EmployeeForm.h"

#include <QCloseEvent>

namespace hrcache {

namespace {

EmployeeId employeeOf(const QString &id)
{
    return EmployeeId::parse(id, QStringLiteral("employee_id")).value_or(EmployeeId());
}

} // namespace

FormsController::FormsController(UiContext context, MainWindow *window)
    : QObject(window)
    , m_context(context)
    , m_window(window)
{
    window->installEventFilter(this);
    connect(&context.session, &Session::aboutToBeReplaced, this, [this] {
        if (m_form)
            m_form->dropServices();
        if (m_delete)
            m_delete->dropServices();
    });
}

RecordForm *FormsController::form() const
{
    return m_form;
}

DeleteEmployeeDialog *FormsController::deleteDialog() const
{
    return m_delete;
}

bool FormsController::isBusy()
{
    QWidget *open = m_form ? static_cast<QWidget *>(m_form) : m_delete;
    if (!open || !open->isVisible())
        return false;
    open->raise();
    open->activateWindow();
    return true;
}

void FormsController::show(RecordForm *form)
{
    m_form = form;
    connect(form, &RecordForm::saved, this, &FormsController::written);
    form->start();
}

void FormsController::newEmployee()
{
    if (!isBusy())
        show(new EmployeeForm(m_context, {}, m_window));
}

void FormsController::editEmployee(const QString &employeeId)
{
    const EmployeeId employee = employeeOf(employeeId);
    if (!employee.isEmpty() && !isBusy())
        show(new EmployeeForm(m_context, employee, m_window));
}

void FormsController::newContract(const QString &employeeId)
{
    const EmployeeId employee = employeeOf(employeeId);
    if (!employee.isEmpty() && !isBusy())
        show(new ContractForm(m_context, employee, {}, m_window));
}

void FormsController::editContract(const QString &employeeId, const QString &contractId)
{
    const EmployeeId employee = employeeOf(employeeId);
    const auto contract = ContractId::parse(contractId, QStringLiteral("contract_id"));
    if (!employee.isEmpty() && contract && !contract->isEmpty() && !isBusy())
        show(new ContractForm(m_context, employee, *contract, m_window));
}

void FormsController::deleteEmployee(const QString &employeeId)
{
    const EmployeeId employee = employeeOf(employeeId);
    if (employee.isEmpty() || isBusy())
        return;
    m_delete = new DeleteEmployeeDialog(m_context, employee, m_window);
    connect(m_delete, &DeleteEmployeeDialog::deleted, this, &FormsController::written);
    m_delete->start();
}

void FormsController::written(const QString &employeeId, const QString &sentence)
{
    m_window->toast()->showText(sentence);
    const QStringList ids = m_window->pageIds();
    for (const QString &id : ids) {
        if (PageBase *page = m_window->page(id))
            page->dataWrittenElsewhere();
    }
    emit saved(employeeId);
}

bool FormsController::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_window || event->type() != QEvent::Close)
        return QObject::eventFilter(watched, event);
    const bool unsaved = m_form && m_form->isVisible() && (m_form->isDirty() || m_form->isSaving());
    const bool deleting = m_delete && m_delete->isVisible() && m_delete->isDeleting();
    if (!unsaved && !deleting)
        return QObject::eventFilter(watched, event);
    event->ignore();
    if (unsaved)
        m_form->askToClose([window = QPointer<MainWindow>(m_window)] {
            if (window)
                window->close();
        });
    return true;
}

} // namespace hrcache
