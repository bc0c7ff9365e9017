#pragma once

#include "ui/base/UiContext.h"

#include <QObject>
#include <QPointer>

#include <functional>

namespace hrcache {

class DeleteEmployeeDialog;
class MainWindow;
class RecordForm;

/// Opens the forms of the window, one at a time, and tells the pages and the toast when one was saved.
/// Closing the window while something is unsaved asks first. Created by whoever creates the window and
/// connects the pages' wishes to the slots.
class FormsController : public QObject
{
    Q_OBJECT

public:
    /// `context` must outlive this object; the window is its parent.
    FormsController(UiContext context, MainWindow *window);

    /// The open form, or null.
    [[nodiscard]] RecordForm *form() const;
    [[nodiscard]] DeleteEmployeeDialog *deleteDialog() const;

public slots:
    void newEmployee();
    void editEmployee(const QString &employeeId);
    void deleteEmployee(const QString &employeeId);
    void newContract(const QString &employeeId);
    void editContract(const QString &employeeId, const QString &contractId);

signals:
    /// Something of this employee was written.
    void saved(const QString &employeeId);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    /// Whether another form is open; then it is brought to the front.
    bool isBusy();
    void show(RecordForm *form);
    void written(const QString &employeeId, const QString &sentence);

    UiContext m_context;
    MainWindow *m_window;
    QPointer<RecordForm> m_form;
    QPointer<DeleteEmployeeDialog> m_delete;
};

} // namespace hrcache
