#include "ui/base/Format.h"
#include "ui/base/MessageStrip.h"
#include "ui/base/Request.h"
#include "ui/base/Session.h"
#include "ui/base/SourceBadge.h"
#include "ui/forms/BadgeWatch.h"
#include "ui/forms/ConflictDialog.h"
#include "ui/forms/FieldText.h"
#include "ui/forms/FormFrame.h"
#include "ui/forms/RecordForm.h"
#include "ui/forms/WriteFailure.h"

#include <QApplication>

namespace hrcache {

using Level = StripMessage::Level;

QHash<QByteArray, QString> RecordForm::problems() const
{
    QHash<QByteArray, QString> problems;
    for (const RecordField *field : m_fields.all()) {
        // A value of the database that breaks a rule is not the concern of whoever changes another one.
        if (!isNew() && !field->isChanged())
            continue;
        if (const QString problem = field->ownProblem(); !problem.isEmpty())
            problems.insert(field->column(), problem);
    }
    for (const FieldError &error : validateFields(write(), knownFacts())) {
        const QByteArray column = error.field.toLatin1();
        if (!problems.contains(column) && m_fields.find(column))
            problems.insert(column, fieldtext::sentence(error.message));
    }
    for (auto refused = m_refusedFields.begin(); refused != m_refusedFields.end(); ++refused) {
        if (!problems.contains(refused.key()))
            problems.insert(refused.key(), refused.value());
    }
    return problems;
}

void RecordForm::showProblems()
{
    const auto wrong = problems();
    for (RecordField *field : m_fields.all())
        field->setProblem(field->wasLeft() ? wrong.value(field->column()) : QString());
    if (!m_complaining)
        return;
    if (wrong.isEmpty()) {
        say({}, {});
        return;
    }
    complain();
}

RecordField *RecordForm::complain()
{
    QStringList names;
    RecordField *first = nullptr;
    for (RecordField *field : m_fields.all()) {
        if (field->problem().isEmpty())
            continue;
        names << field->title();
        if (!first)
            first = field;
    }
    if (!first)
        return nullptr;
    say(Level::Problem,
        tr("Nothing was written. Another value is needed: %1").arg(names.join(QStringLiteral(", "))),
        tr("Show"), [this, first] { m_frame->focusField(first); });
    m_complaining = true;
    return first;
}

void RecordForm::save()
{
    if (m_saving || !m_ready || m_gone || m_writeRequest->isRunning() || m_rowRequest->isRunning())
        return;
    if (m_unknown) {
        lookNow();
        return;
    }
    if (!isNew() && !isDirty())
        return;
    for (RecordField *field : m_fields.all())
        field->setLeft(true);
    m_complaining = false;
    showProblems();
    RecordField *wrong = complain();
    if (!wrong) {
        send({});
        return;
    }
    m_afterwards = {};
    m_frame->focusField(wrong);
}

void RecordForm::send(WriteOptions options)
{
    if (m_saving || m_gone)
        return;
    say({}, {});
    setSaving(true);
    HrWrite sent = write();
    if (m_row)
        sent.expectedUpdatedAt = m_row->updatedAt;
    m_writeRequest->run(
        [this, sent, options](std::stop_token) { return session().service().write(m_user, sent, options); },
        [this](const Result<WriteReceipt> &result) {
            setSaving(false);
            if (!result) {
                refused(result.error());
                return;
            }
            QString sentence = isNew() ? tr("Added %1").arg(subject()) : tr("Saved %1").arg(subject());
            if (!result->invalidation.acknowledged) {
                sentence = tr("%1. Readers may see the old values for a while: %2")
                               .arg(sentence, result->invalidation.problem);
            }
            finish(result->employee, sentence);
        });
}

void RecordForm::setSaving(bool saving)
{
    if (m_saving == saving)
        return;
    QWidget *focus = focusWidget();
    m_saving = saving;
    m_frame->setBodyEnabled(!saving);
    if (!saving && focus && focus->isEnabled())
        focus->setFocus(Qt::OtherFocusReason);
    refreshState();
}

void RecordForm::finish(const EmployeeId &employee, const QString &sentence)
{
    const auto afterwards = std::exchange(m_afterwards, {});
    QDialog::accept();
    emit saved(employee.toString(), sentence);
    if (afterwards)
        afterwards();
}

void RecordForm::refused(const Error &error)
{
    m_afterwards = {};
    switch (error.code) {
    case ErrorCode::ValidationFailed:
        if (!error.fields.empty()) {
            showRefusedFields(error);
            return;
        }
        break;
    case ErrorCode::Conflict:
        if (!isNew()) {
            readAgain([this](const HrDocument &document) { changedElsewhere(document); });
            return;
        }
        break;
    case ErrorCode::CommitUnknown:
        m_unknown = true;
        refreshState();
        break;
    default:
        break;
    }
    FailureActions actions;
    actions.tryAgain = [this] { save(); };
    actions.writeAnyway = [this] { send({.evenIfNotInvalidated = true}); };
    actions.writeAnywayText = tr("Write anyway");
    actions.unwritten = tr("Nothing was written; what you typed is still here.");
    actions.look = [this] { lookNow(); };
    const StripMessage message = failureMessage(error, actions);
    say(message.level, message.text, message.actionText, message.action);
}

void RecordForm::showRefusedFields(const Error &error)
{
    QStringList others;
    for (const FieldError &field : error.fields) {
        const QByteArray column = field.field.toLatin1();
        if (m_fields.find(column))
            m_refusedFields.insert(column, fieldtext::sentence(field.message));
        else
            others << QStringLiteral("%1: %2").arg(field.field, field.message);
    }
    for (RecordField *field : m_fields.all())
        field->setLeft(true);
    showProblems();
    RecordField *wrong = complain();
    if (!others.isEmpty())
        say(Level::Problem, tr("Nothing was written. %1").arg(others.join(u' ')));
    if (wrong)
        m_frame->focusField(wrong);
}

void RecordForm::readAgain(std::function<void(const HrDocument &)> then)
{
    if (m_gone)
        return;
    const HrQuery query = isNew() ? lookQuery() : *rowQuery();
    m_rowRequest->run(
        [this, query](std::stop_token stop) {
            return session().service().read(m_user, query, {ReadMode::Forced, stop});
        },
        [this, then = std::move(then)](const DocumentResult &result) {
            if (result) {
                compareSource(*result);
                then(result->data);
                return;
            }
            const QString meaning =
                m_unknown
                    ? tr("It is still not known whether this was saved.")
                    : tr("Nothing was written: somebody else changed this row, and their version cannot "
                         "be read now.");
            say(Level::Problem, QStringLiteral("%1 %2").arg(meaning, result.error().message), tr("Try again"),
                [this, then] { readAgain(then); });
        });
}

void RecordForm::compareSource(const Sourced<HrDocument> &answer)
{
    if (!rowQuery())
        return;
    const SourceInfo source = SourceInfo::of(answer.from, session().clock());
    const auto there = rowOf(answer.data);
    if (isNew() || (there && there->updatedAt == m_row->updatedAt))
        m_badges->show(m_frame->rowBadge(), source);
    else
        holdSource(source);
}

void RecordForm::holdSource(const SourceInfo &newer)
{
    m_badges->hold(m_frame->rowBadge(), newer, tr("changed in the database since"));
}

void RecordForm::lookNow()
{
    if (!m_rowRequest->isRunning() && !m_saving)
        readAgain([this](const HrDocument &document) { look(document); });
}

bool RecordForm::isWritten(const Row &there) const
{
    const RowValues changes = m_fields.changes();
    for (auto change = changes.begin(); change != changes.end(); ++change) {
        if (!RecordFields::same(change.value(), there.values.value(change.key())))
            return false;
    }
    return true;
}

void RecordForm::look(const HrDocument &document)
{
    m_unknown = false;
    refreshState();
    const auto notSaved = [this] {
        say(Level::Warning,
            tr("It was not saved: the database does not have it. What you typed is still here."),
            tr("Try again"), [this] { save(); });
    };
    if (isNew()) {
        const EmployeeId found = findNew(document);
        if (found.isEmpty())
            notSaved();
        else
            finish(found, tr("Added %1: it was saved before the connection was lost").arg(subject()));
        return;
    }
    const auto there = rowOf(document);
    if (there && there->updatedAt == m_row->updatedAt)
        notSaved();
    else if (there && isWritten(*there))
        finish(m_employee, tr("Saved %1: it was saved before the connection was lost").arg(subject()));
    else
        changedElsewhere(document);
}

void RecordForm::changedElsewhere(const HrDocument &document)
{
    const auto theirs = rowOf(document);
    if (!theirs) {
        say(Level::Problem, tr("Nothing was written: somebody else took this row away since it was loaded."));
        return;
    }
    if (theirs->updatedAt == m_row->updatedAt) {
        say(Level::Warning, tr("Nothing was written: somebody else was writing at the same moment."),
            tr("Try again"), [this] { save(); });
        return;
    }
    resolve(document);
}

void RecordForm::resolve(const HrDocument &document)
{
    const Row theirs = *rowOf(document);
    std::vector<FieldConflict> conflicts;
    for (const RecordField *field : m_fields.all()) {
        const QByteArray column = field->column();
        const auto was = m_row->values.value(column);
        const auto other = theirs.values.value(column);
        const auto mine = field->isChanged() ? field->value() : was;
        if (RecordFields::same(mine, other))
            continue;
        conflicts.push_back({column, field->title(), field->displayed(was), field->displayed(mine),
                             field->displayed(other), field->isChanged(), !RecordFields::same(was, other)});
    }
    const RowValues mine = m_fields.values();
    const auto adopt = [this, document, theirs, mine](const std::vector<QByteArray> &kept) {
        adoptDocument(document);
        m_badges->take(m_frame->rowBadge());
        m_row = theirs;
        m_refusedFields.clear();
        m_fields.load(theirs.values);
        for (const QByteArray &column : kept)
            m_fields.find(column)->setValue(mine.value(column));
        fieldsLoaded();
        showProblems();
        refreshState();
        if (isDirty())
            save();
        else
            say(Level::Information, tr("This is their version now. There is nothing left to save."));
    };
    if (conflicts.empty()) {
        adopt({});
        say(Level::Information, tr("Somebody else made the same changes. There is nothing left to save."));
        return;
    }
    auto *dialog = new ConflictDialog(std::move(conflicts), subjectOf(theirs),
                                      format::dateTime(QString::fromLatin1(theirs.updatedAt)), this);
    say(Level::Warning, tr("Somebody else changed this row since you opened it. Nothing was written."),
        tr("Compare"), [this] { save(); });
    connect(dialog, &ConflictDialog::decided, this, adopt);
    dialog->open();
}

} // namespace hrcache
