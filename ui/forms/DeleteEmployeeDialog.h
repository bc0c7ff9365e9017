#pragma once

#include "hr/HrService.h"
#include "ui/base/PageBase.h"
#include "ui/base/UiContext.h"

#include <QDialog>

class QLabel;
class QPushButton;

namespace hrcache {

class BadgeWatch;
class LoadingLine;
class MessageStrip;
class Request;
class SourceBadge;

/// Says what deleting an employee does, by name, and does it. The row is read from the database first.
/// Window-modal; deletes itself when it is closed.
class DeleteEmployeeDialog : public QDialog
{
    Q_OBJECT

public:
    DeleteEmployeeDialog(UiContext context, const EmployeeId &employee, QWidget *parent);

    void start();

    [[nodiscard]] bool isDeleting() const { return m_deleting; }

    /// The services are about to go.
    void dropServices();

    void reject() override;

signals:
    void deleted(const QString &employeeId, const QString &sentence);

private:
    void load();
    void arrived(const DocumentResult &result);
    void write(WriteOptions options);
    void refused(const Error &error);
    void lookNow();
    void finish(const QString &sentence);
    void say(const StripMessage &message);
    void fit();
    void refreshState();

    UiContext m_context;
    UserId m_user;
    CompanyId m_company;
    EmployeeId m_employee;
    QString m_name;
    QLabel *m_question;
    QLabel *m_meaning;
    SourceBadge *m_badge;
    BadgeWatch *m_badges;
    LoadingLine *m_line;
    MessageStrip *m_strip;
    QPushButton *m_delete;
    QPushButton *m_cancel;
    Request *m_read;
    Request *m_write;
    bool m_ready = false;
    bool m_deleting = false;
    bool m_unknown = false; ///< whether the last write was committed is not known
};

} // namespace hrcache
