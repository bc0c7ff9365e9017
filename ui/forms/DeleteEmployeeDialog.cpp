#include "ui/forms/DeleteEmployeeDialog.h"

#include "hr/Employee.h"
#include "ui/base/AccessibleText.h"
#include "ui/base/Icons.h"
#include "ui/base/LoadingLine.h"
#include "ui/base/MessageStrip.h"
#include "ui/base/Request.h"
#include "ui/base/Session.h"
#include "ui/base/SourceBadge.h"
#include "ui/forms/BadgeWatch.h"
#include "ui/forms/WriteFailure.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace hrcache {

namespace {

constexpr int margin = 16;
constexpr int preferredWidth = 520;
constexpr int pictogram = 32;

} // namespace

DeleteEmployeeDialog::DeleteEmployeeDialog(UiContext context, const EmployeeId &employee, QWidget *parent)
    : QDialog(parent)
    , m_context(context)
    , m_user(context.session.user())
    , m_company(context.session.companyId())
    , m_employee(employee)
    , m_question(new QLabel(this))
    , m_meaning(new QLabel(this))
    , m_badge(new SourceBadge(context.session.clock(), this))
    , m_badges(new BadgeWatch(context.session, this))
    , m_line(new LoadingLine(this))
    , m_strip(new MessageStrip(this))
    , m_delete(new QPushButton(icons::get(QStringLiteral("trash-2")), tr("&Delete"), this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
    , m_read(new Request(this))
    , m_write(new Request(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(QStringLiteral("delete-dialog"));
    setWindowTitle(tr("Delete employee"));
    QFont bold = m_question->font();
    bold.setBold(true);
    m_question->setFont(bold);
    m_question->setObjectName(QStringLiteral("delete-question"));
    m_meaning->setObjectName(QStringLiteral("delete-meaning"));
    for (QLabel *text : {m_question, m_meaning}) {
        text->setWordWrap(true);
        text->setTextFormat(Qt::PlainText);
    }
    auto *icon = new QLabel(this);
    icon->setPixmap(
        icons::get(QStringLiteral("trash-2")).pixmap(QSize(pictogram, pictogram), devicePixelRatioF()));

    auto *texts = new QVBoxLayout;
    texts->setSpacing(8);
    texts->addWidget(m_question);
    texts->addWidget(m_meaning);
    texts->addWidget(m_badge, 0, Qt::AlignLeading);
    auto *body = new QHBoxLayout;
    body->setContentsMargins(margin, margin, margin, 8);
    body->setSpacing(margin);
    body->addWidget(icon, 0, Qt::AlignTop);
    body->addLayout(texts, 1);
    auto *buttons = new QDialogButtonBox(this);
    buttons->addButton(m_delete, QDialogButtonBox::AcceptRole);
    buttons->addButton(m_cancel, QDialogButtonBox::RejectRole);
    m_delete->setObjectName(QStringLiteral("delete-confirm"));
    m_cancel->setObjectName(QStringLiteral("delete-cancel"));
    m_delete->setAutoDefault(false);
    m_cancel->setDefault(true);
    auto *footer = new QHBoxLayout;
    footer->setContentsMargins(margin, 8, margin, margin);
    footer->addWidget(buttons);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_line);
    layout->addWidget(m_strip);
    layout->addLayout(body);
    layout->addStretch(1);
    layout->addLayout(footer);
    m_badge->setSubject(tr("Employee"));

    connect(m_delete, &QPushButton::clicked, this, [this] {
        if (m_unknown)
            lookNow();
        else
            write({});
    });
    connect(m_cancel, &QPushButton::clicked, this, &DeleteEmployeeDialog::reject);
    connect(this, &QDialog::finished, m_badges, &BadgeWatch::stop);
    for (Request *request : {m_read, m_write})
        connect(request, &Request::runningChanged, this, &DeleteEmployeeDialog::refreshState);
}

void DeleteEmployeeDialog::start()
{
    setMinimumWidth(preferredWidth);
    fit();
    setLabelText(m_question, tr("Reading the employee…"));
    refreshState();
    open();
    m_cancel->setFocus();
    load();
}

void DeleteEmployeeDialog::fit()
{
    // Texts that wrap need more height than the layout asks for by itself.
    layout()->activate();
    const int needed = layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width())
                                                     : layout()->totalSizeHint().height();
    setMinimumHeight(needed);
    resize(width(), needed);
}

void DeleteEmployeeDialog::say(const StripMessage &message)
{
    m_strip->setMessage(message);
    fit();
}

void DeleteEmployeeDialog::load()
{
    say({});
    m_read->run(
        [this](std::stop_token stop) {
            return m_context.session.service().read(m_user, HrQuery::employeeById(m_company, m_employee),
                                                    {ReadMode::Forced, stop});
        },
        [this](const DocumentResult &result) { arrived(result); });
}

void DeleteEmployeeDialog::arrived(const DocumentResult &result)
{
    if (!result) {
        StripMessage message;
        message.level = StripMessage::Level::Problem;
        message.text = result.error().message;
        message.actionText = tr("Try again");
        message.action = [this] { load(); };
        message.dismissible = false;
        setLabelText(m_question, tr("The employee could not be read."));
        say(message);
        return;
    }
    m_badges->show(m_badge, SourceInfo::of(result->from, m_context.session.clock()));
    const auto employee = Employee::from(result->data);
    if (!employee || !employee->isActive) {
        const QString text = employee ? tr("This employee is inactive already: somebody else was faster.")
                                      : tr("This employee is not in the database any more.");
        setLabelText(m_question, text);
        setLabelText(m_meaning, QString());
        m_ready = false;
        refreshState();
        fit();
        return;
    }
    m_name = QStringLiteral("%1 %2").arg(employee->firstName, employee->lastName);
    setLabelText(m_question, tr("Delete %1 (%2)?").arg(m_name, employee->identifier));
    setLabelText(m_meaning,
                 tr("%1 stays in the database as inactive and vanishes from the list of employees. "
                    "Contracts and payroll results stay.")
                     .arg(m_name));
    m_ready = true;
    refreshState();
    fit();
}

void DeleteEmployeeDialog::write(WriteOptions options)
{
    if (m_deleting || !m_ready)
        return;
    say({});
    m_deleting = true;
    HrWrite write;
    write.kind = HrWrite::Kind::DeleteEmployee;
    write.company = m_company;
    write.employee = m_employee;
    m_write->run([this, write, options](
                     std::stop_token) { return m_context.session.service().write(m_user, write, options); },
                 [this](const Result<WriteReceipt> &result) {
                     m_deleting = false;
                     refreshState();
                     if (!result) {
                         refused(result.error());
                         return;
                     }
                     QString sentence = tr("Deleted %1").arg(m_name);
                     if (!result->invalidation.acknowledged) {
                         sentence = tr("%1. Readers may see the old values for a while: %2")
                                        .arg(sentence, result->invalidation.problem);
                     }
                     finish(sentence);
                 });
}

void DeleteEmployeeDialog::refused(const Error &error)
{
    m_unknown = error.code == ErrorCode::CommitUnknown;
    FailureActions actions;
    actions.tryAgain = [this] { write({}); };
    actions.writeAnyway = [this] { write({.evenIfNotInvalidated = true}); };
    actions.writeAnywayText = tr("Delete anyway");
    actions.unwritten = tr("Nothing was deleted.");
    actions.look = [this] { lookNow(); };
    say(failureMessage(error, actions));
    // It left Delete when that was off.
    m_cancel->setFocus(Qt::TabFocusReason);
}

void DeleteEmployeeDialog::lookNow()
{
    m_read->run(
        [this](std::stop_token stop) {
            return m_context.session.service().read(m_user, HrQuery::employeeById(m_company, m_employee),
                                                    {ReadMode::Forced, stop});
        },
        [this](const DocumentResult &result) {
            StripMessage message;
            message.level = StripMessage::Level::Warning;
            message.dismissible = false;
            message.actionText = tr("Try again");
            if (!result) {
                message.text = tr("It is still not known whether %1 was deleted. %2")
                                   .arg(m_name, result.error().message);
                message.action = [this] { lookNow(); };
                say(message);
                return;
            }
            m_unknown = false;
            const auto employee = Employee::from(result->data);
            if (!employee || !employee->isActive) {
                finish(tr("Deleted %1: it was saved before the connection was lost").arg(m_name));
                return;
            }
            m_badges->show(m_badge, SourceInfo::of(result->from, m_context.session.clock()));
            message.text = tr("Nothing was deleted: %1 is still active.").arg(m_name);
            message.action = [this] { write({}); };
            say(message);
        });
}

void DeleteEmployeeDialog::finish(const QString &sentence)
{
    QDialog::accept();
    emit deleted(m_employee.toString(), sentence);
}

void DeleteEmployeeDialog::refreshState()
{
    m_line->setLoading(m_read->isRunning() || m_write->isRunning());
    m_delete->setEnabled(m_ready && !m_deleting && !m_read->isRunning());
    m_cancel->setEnabled(!m_deleting);
}

void DeleteEmployeeDialog::reject()
{
    if (!m_deleting)
        QDialog::reject();
}

void DeleteEmployeeDialog::dropServices()
{
    const bool unknown = m_deleting || m_unknown;
    m_read->cancel();
    m_write->cancel();
    m_deleting = m_ready = false;
    if (!unknown) {
        QDialog::reject();
        return;
    }
    refreshState();
    StripMessage message;
    message.level = StripMessage::Level::Warning;
    message.dismissible = false;
    message.text =
        tr("The connection was closed or changed meanwhile: %1 may have been deleted, or not. Look "
           "at the list.")
            .arg(m_name);
    say(message);
    m_cancel->setFocus(Qt::OtherFocusReason);
}

} // namespace hrcache
