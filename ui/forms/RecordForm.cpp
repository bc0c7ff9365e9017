#include "ui/forms/RecordForm.h"

#include "ui/base/Icons.h"
#include "ui/base/MessageStrip.h"
#include "ui/base/Request.h"
#include "ui/base/Session.h"
#include "ui/base/SourceBadge.h"
#include "ui/forms/BadgeWatch.h"
#include "ui/forms/FormFrame.h"

#include <QGridLayout>
#include <QMessageBox>
#include <QPushButton>
#include <QScreen>
#include <QShortcut>
#include <QVBoxLayout>

namespace hrcache {

using Level = StripMessage::Level;

namespace {

constexpr int questionPicture = 32;

} // namespace

RecordForm::RecordForm(UiContext context, Purpose purpose, const EmployeeId &employee, QWidget *parent)
    : QDialog(parent)
    , m_context(context)
    , m_purpose(purpose)
    , m_user(context.session.user())
    , m_company(context.session.companyId())
    , m_employee(employee)
    , m_frame(new FormFrame(context.session.clock(), this))
    , m_badges(new BadgeWatch(context.session, this))
    , m_rowRequest(new Request(this))
    , m_listRequest(new Request(this))
    , m_writeRequest(new Request(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setSizeGripEnabled(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_frame);
    connect(m_frame->saveButton(), &QPushButton::clicked, this, &RecordForm::save);
    connect(m_frame->cancelButton(), &QPushButton::clicked, this, &RecordForm::reject);
    connect(new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_S), this), &QShortcut::activated, this,
            &RecordForm::save);
    const auto showLoading = [this] {
        m_frame->setLoading(m_rowRequest->isRunning() || m_writeRequest->isRunning());
        refreshState();
    };
    connect(m_rowRequest, &Request::runningChanged, this, showLoading);
    connect(m_writeRequest, &Request::runningChanged, this, showLoading);
    connect(this, &QDialog::finished, m_badges, &BadgeWatch::stop);
}

void RecordForm::setTitle(const QString &title, const QString &heading, const QString &below)
{
    setWindowTitle(title + QStringLiteral("[*]"));
    m_frame->setHeading(heading, below);
    m_frame->rowBadge()->setSubject(heading);
}

void RecordForm::addField(QGridLayout *group, RecordField *field, int row, int column, int columns)
{
    group->addWidget(field, row, column, 1, columns);
    m_fields.add(field);
    connect(field, &RecordField::edited, this, [this, field] { edited(field); });
    connect(field, &RecordField::left, this, &RecordForm::showProblems);
    connect(field, &RecordField::inUse, m_frame, [this, field] { m_frame->showWhole(field); });
}

void RecordForm::start()
{
    if (rowQuery())
        m_frame->expectRowBadge();
    const QSize room = screen()->availableSize() * 0.94;
    resize(m_frame->sizeHint().boundedTo(room));
    m_frame->setBodyEnabled(false);
    m_frame->orderTabs();
    refreshState();
    open();
    if (rowQuery()) {
        loadRow();
    } else {
        m_fields.load(defaults());
        becomeReady();
    }
    loadLists();
}

void RecordForm::loadRow()
{
    say({}, {});
    const HrQuery query = *rowQuery();
    m_rowRequest->run(
        [this, query](std::stop_token stop) {
            return session().service().read(m_user, query, {ReadMode::Forced, stop});
        },
        [this](DocumentResult result) { rowArrived(result, ReadMode::Forced); });
}

void RecordForm::rowArrived(const DocumentResult &result, ReadMode mode)
{
    if (result && (mode == ReadMode::Forced || result->from.fromCache())) {
        useRow(*result, mode == ReadMode::Forced);
        return;
    }
    const Error error =
        result ? Error::make(ErrorCode::Unreachable, tr("The database cannot be reached.")) : result.error();
    m_badges->show(m_frame->rowBadge(), SourceInfo::ofAll({}, session().clock()).afterFailure(error, false));
    if (mode == ReadMode::Forced && error.retryable) {
        const HrQuery query = *rowQuery();
        m_rowRequest->run(
            [this, query](std::stop_token stop) {
                return session().service().read(m_user, query, {ReadMode::CacheFirst, stop});
            },
            [this](DocumentResult cached) { rowArrived(cached, ReadMode::CacheFirst); });
        return;
    }
    say(Level::Problem, error.message, tr("Try again"), [this] { loadRow(); });
}

void RecordForm::useRow(const Sourced<HrDocument> &answer, bool fromDatabase)
{
    SourceInfo source = SourceInfo::of(answer.from, session().clock());
    auto row = rowOf(answer.data);
    takeDocument(answer.data);
    if (!isNew() && !row) {
        m_badges->show(m_frame->rowBadge(), source);
        say(Level::Problem, tr("This row is not in the database any more: somebody else took it away."));
        return;
    }
    if (!fromDatabase && !isNew()) {
        source.state = SourceInfo::State::Offline;
        say(Level::Warning,
            tr("The database cannot be reached: this is the copy of the cache. Saving it will compare it "
               "with "
               "the row, so that nothing is overwritten that you have not seen."),
            tr("Read the database"), [this] { loadRow(); });
    }
    if (!isNew() && isDirty() && row->updatedAt != m_row->updatedAt) {
        holdSource(source);
        resolve(answer.data);
        return;
    }
    m_badges->show(m_frame->rowBadge(), source);
    if (isNew()) {
        if (!m_ready)
            m_fields.load(defaults());
    } else if (!isDirty()) {
        adoptDocument(answer.data);
        m_row = std::move(row);
        m_fields.load(m_row->values);
    }
    becomeReady();
}

void RecordForm::becomeReady()
{
    const bool first = !m_ready;
    m_ready = true;
    fieldsLoaded();
    m_frame->setBodyEnabled(true);
    refreshState();
    loadLists();
    if (first && !m_fields.all().empty())
        m_frame->focusField(m_fields.all().front());
}

void RecordForm::loadLists()
{
    auto queries = listQueries();
    QByteArray what;
    for (const HrQuery &query : queries)
        what += query.country + '/' + query.employee.bytes() + ' ';
    if (what == m_listsOf || m_gone)
        return;
    m_listsOf = what;
    m_listRequest->run(
        [this, queries](std::stop_token stop) {
            return session().service().readAll(m_user, queries, {ReadMode::CacheFirst, stop});
        },
        [this](const std::vector<DocumentResult> &results) {
            std::vector<HrDocument> lists;
            std::vector<Provenance> parts;
            std::optional<Error> error;
            for (const DocumentResult &result : results) {
                lists.push_back(result ? result->data : HrDocument());
                if (result)
                    parts.push_back(result->from);
                else
                    error = result.error();
            }
            const SourceInfo source = SourceInfo::ofAll(std::move(parts), session().clock());
            m_badges->show(m_frame->listBadge(), error ? source.afterFailure(*error, false) : source);
            if (error) {
                m_listsOf.clear();
                if (m_frame->strip()->message().text.isEmpty()) {
                    say(Level::Warning, tr("The lists of codes could not be read: %1").arg(error->message),
                        tr("Try again"), [this] {
                            say({}, {});
                            loadLists();
                        });
                }
                return;
            }
            takeLists(lists);
            refreshState();
        });
}

void RecordForm::edited(RecordField *field)
{
    if (!m_ready)
        return;
    m_refusedFields.remove(field->column());
    fieldEdited(field);
    showProblems();
    refreshState();
}

void RecordForm::refreshState()
{
    const bool dirty = isDirty();
    setWindowModified(dirty);
    m_frame->saveButton()->setEnabled(m_ready && !m_saving && !m_gone && (isNew() || dirty || m_unknown));
    m_frame->cancelButton()->setEnabled(!m_saving);
    QString status;
    if (m_saving)
        status = tr("Saving…");
    else if (m_rowRequest->isRunning())
        status = tr("Reading the database…");
    else if (m_unknown)
        status = tr("Not known whether it was saved");
    else if (dirty)
        status = tr("Unsaved changes");
    m_frame->setStatus(status);
}

void RecordForm::say(Level level, const QString &text, const QString &actionText,
                     std::function<void()> action)
{
    StripMessage message;
    message.level = level;
    message.text = text;
    message.actionText = actionText;
    message.action = std::move(action);
    message.dismissible = false;
    m_complaining = false;
    m_frame->setMessage(message);
}

void RecordForm::reject()
{
    askToClose();
}

void RecordForm::askToClose(std::function<void()> afterwards)
{
    m_afterwards = std::move(afterwards);
    if (m_saving)
        return;
    if (!isDirty()) {
        const auto next = std::exchange(m_afterwards, {});
        QDialog::reject();
        if (next)
            next();
        return;
    }
    if (auto *open = findChild<QMessageBox *>(QStringLiteral("unsaved-dialog")); open && open->isVisible()) {
        open->raise();
        return;
    }
    auto *question = new QMessageBox(this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setObjectName(QStringLiteral("unsaved-dialog"));
    question->setIconPixmap(icons::get(QStringLiteral("save"))
                                .pixmap(QSize(questionPicture, questionPicture), devicePixelRatioF()));
    question->setWindowTitle(tr("Unsaved changes"));
    question->setText(tr("Save the changes to %1?").arg(subject()));
    question->setInformativeText(m_unknown ? tr("It is not known whether what was typed was saved.")
                                           : tr("What was typed is not in the database yet."));
    auto *saveIt = question->addButton(tr("&Save"), QMessageBox::AcceptRole);
    auto *discard = question->addButton(tr("&Discard"), QMessageBox::DestructiveRole);
    auto *keep = question->addButton(tr("&Keep editing"), QMessageBox::RejectRole);
    saveIt->setEnabled(!m_gone);
    question->setDefaultButton(m_gone ? keep : saveIt);
    question->setEscapeButton(keep);
    connect(question, &QMessageBox::finished, this, [this, question, saveIt, discard] {
        const auto *clicked = question->clickedButton();
        if (clicked == saveIt) {
            save();
        } else if (clicked == discard) {
            const auto next = std::exchange(m_afterwards, {});
            QDialog::reject();
            if (next)
                next();
        } else {
            m_afterwards = {};
        }
    });
    question->open();
}

void RecordForm::dropServices()
{
    // Whoever is gone cannot say any more what became of it; to send it again could do it twice.
    m_unknown = m_unknown || m_saving;
    m_afterwards = {};
    for (Request *request : {m_rowRequest, m_listRequest, m_writeRequest})
        request->cancel();
    m_gone = true;
    setSaving(false);
    if (m_unknown)
        say(Level::Warning,
            tr("The connection was closed or changed while this was being saved: it may have been saved, or "
               "not. What you typed is still here to be copied. Look at the row before you enter it again."));
    else
        say(Level::Problem,
            tr("The connection was changed to another one. What you typed is still here to be copied, "
               "but it cannot be saved from this form any more."));
    refreshState();
}

} // namespace hrcache
