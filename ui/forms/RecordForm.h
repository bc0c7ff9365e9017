#pragma once

#include "base/Ids.h"
#include "hr/HrQuery.h"
#include "hr/HrService.h"
#include "ui/base/PageBase.h"
#include "ui/base/UiContext.h"
#include "ui/forms/RecordFields.h"
#include "ui/forms/RowValues.h"

#include <QDialog>

#include <functional>
#include <optional>

class QGridLayout;

namespace hrcache {

class BadgeWatch;
class FormFrame;
class Request;

/// A form for one row, new or of the database: loads it, judges what is typed by the rules of the core, and
/// writes what was changed. Stays open with everything that was typed until it is saved or discarded.
/// Window-modal; deletes itself when it is closed.
///
/// The row is read from the database, past the cache. If that cannot be reached, the copy of the cache is
/// shown with its age: saving compares updated_at anyway.
class RecordForm : public QDialog
{
    Q_OBJECT

public:
    /// Shows the form and begins to load.
    void start();

    [[nodiscard]] bool isDirty() const { return m_ready && m_fields.isChanged(); }

    [[nodiscard]] bool isSaving() const { return m_saving; }

    /// Closes the form, after asking if there is something to lose; then calls `afterwards`, which is
    /// forgotten if the answer is to keep editing or if saving fails.
    void askToClose(std::function<void()> afterwards = {});

    /// The services are about to go: nothing can be read or written any more.
    void dropServices();

    [[nodiscard]] RecordField *field(const char *column) const { return m_fields.find(column); }

    [[nodiscard]] FormFrame *frame() const { return m_frame; }

    void save();
    void reject() override;

signals:
    /// It is in the database; `sentence` says what, for a toast.
    void saved(const QString &employeeId, const QString &sentence);

protected:
    enum class Purpose { New, Edit };

    /// The row that is edited, as the database or the cache has it.
    struct Row
    {
        RowValues values;
        QByteArray updatedAt;
    };

    RecordForm(UiContext context, Purpose purpose, const EmployeeId &employee, QWidget *parent);

    [[nodiscard]] bool isNew() const { return m_purpose == Purpose::New; }

    [[nodiscard]] const CompanyId &company() const { return m_company; }

    /// Empty for a new employee.
    [[nodiscard]] const EmployeeId &employee() const { return m_employee; }

    [[nodiscard]] Session &session() const { return m_context.session; }

    [[nodiscard]] const RecordFields &fields() const { return m_fields; }

    /// Places a field in a group. The order of the calls is that of the keyboard.
    template<typename Field>
    Field *place(QGridLayout *group, Field *field, int row, int column, int columns = 1)
    {
        addField(group, field, row, column, columns);
        return field;
    }

    void setTitle(const QString &title, const QString &heading, const QString &below);
    /// The codes may be those of another country now.
    void loadLists();

    /// A change of one of the fields, with everything that depends on it.
    virtual void fieldEdited(RecordField *) {}

    /// All fields were loaded, at first or anew.
    virtual void fieldsLoaded() {}

    /// What must be read before anything can be typed; none for a new employee.
    [[nodiscard]] virtual std::optional<HrQuery> rowQuery() const = 0;

    /// The answer to rowQuery(), for what is more than the row.
    virtual void takeDocument(const HrDocument &) {}

    /// The row that is edited, out of an answer to rowQuery(); none: it is not there.
    [[nodiscard]] virtual std::optional<Row> rowOf(const HrDocument &document) const = 0;

    /// The row of that document is to be the base of the form: take what is not a field.
    virtual void adoptDocument(const HrDocument &) {}

    [[nodiscard]] virtual RowValues defaults() const = 0;
    [[nodiscard]] virtual std::vector<HrQuery> listQueries() const = 0;
    /// The answers to listQueries(), in their order; what could not be read is empty.
    virtual void takeLists(const std::vector<HrDocument> &lists) = 0;
    /// The write that the form stands for: for a row of the database only what was changed.
    [[nodiscard]] virtual HrWrite write() const = 0;
    /// What is known of the row beside the form, to judge fields that depend on each other.
    [[nodiscard]] virtual WriteFacts knownFacts() const = 0;
    /// What is written to, for people: "Anna Muster".
    [[nodiscard]] virtual QString subject() const = 0;

    /// The same as a row of the database has it, whatever was typed.
    [[nodiscard]] virtual QString subjectOf(const Row &) const { return subject(); }

    /// Where to look for a new row of which it is not known whether it was written.
    [[nodiscard]] virtual HrQuery lookQuery() const = 0;
    /// The employee of that row if it is there, else an empty id.
    [[nodiscard]] virtual EmployeeId findNew(const HrDocument &document) const = 0;

    [[nodiscard]] const std::optional<Row> &row() const { return m_row; }

private:
    void addField(QGridLayout *group, RecordField *field, int row, int column, int columns);
    void loadRow();
    void rowArrived(const DocumentResult &result, ReadMode mode);
    void useRow(const Sourced<HrDocument> &answer, bool fromDatabase);
    void becomeReady();
    void edited(RecordField *field);
    void refreshState();

    [[nodiscard]] QHash<QByteArray, QString> problems() const;
    void showProblems();
    /// Tells in the strip which fields are wrong; the first of them, or null.
    RecordField *complain();

    void send(WriteOptions options);
    void setSaving(bool saving);
    void finish(const EmployeeId &employee, const QString &sentence);
    void refused(const Error &error);
    void showRefusedFields(const Error &error);
    void readAgain(std::function<void(const HrDocument &)> then);
    /// The row was read while there is one in the form: whether the form's is still the same.
    void compareSource(const Sourced<HrDocument> &answer);
    /// Of a row that the form has not taken over.
    void holdSource(const SourceInfo &newer);
    void lookNow();
    void look(const HrDocument &document);
    void changedElsewhere(const HrDocument &document);
    void resolve(const HrDocument &theirs);
    [[nodiscard]] bool isWritten(const Row &there) const;
    void say(StripMessage::Level level, const QString &text, const QString &actionText = {},
             std::function<void()> action = {});

    UiContext m_context;
    Purpose m_purpose;
    UserId m_user;
    CompanyId m_company;
    EmployeeId m_employee;
    FormFrame *m_frame;
    BadgeWatch *m_badges;
    RecordFields m_fields;
    std::optional<Row> m_row;
    Request *m_rowRequest;
    Request *m_listRequest;
    Request *m_writeRequest;
    QByteArray m_listsOf;
    /// What the service said of a value, until it is another one.
    QHash<QByteArray, QString> m_refusedFields;
    std::function<void()> m_afterwards;
    bool m_ready = false;
    bool m_saving = false;
    bool m_gone = false;
    bool m_unknown = false; ///< whether the last write was committed is not known
    bool m_complaining = false;
};

} // namespace hrcache
