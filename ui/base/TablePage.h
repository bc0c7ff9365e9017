#pragma once

#include "base/Result.h"
#include "hr/HrService.h"
#include "ui/base/DataTable.h"
#include "ui/base/PageBase.h"

#include <optional>

namespace hrcache {

class ArrangedModel;
class CsvExport;
class FilterBar;
struct References;
class Request;
class StateView;

/// A page that is about one list of a company: a table under filters, what is said where it has no rows,
/// which of them is selected (remembered for each company), copy and export. What the list is made of, and
/// what stands beside it, is the page's.
class TablePage : public PageBase
{
    Q_OBJECT

public:
    ~TablePage() override;

    void refresh() override;
    void readThrough() override;
    void reloadEverything() override;
    void cancel() override;
    [[nodiscard]] bool can(PageCommand command) const override;
    [[nodiscard]] QString whyNot(PageCommand command) const override;
    void perform(PageCommand command) override;
    bool escape() override;
    void saveState() override;
    void dataWrittenElsewhere() override;

    /// Writes the rows that are shown, in the shown columns.
    void exportTo(const QString &file);

    /// Whether the words for codes are there, or could not be read.
    [[nodiscard]] virtual bool areWordsLoaded() const;

    [[nodiscard]] DataTable *table() const { return m_table; }

    [[nodiscard]] StateView *stateView() const { return m_state; }

protected:
    TablePage(UiContext context, QString id, QWidget *parent);

    /// Called once, when the bar and the model are made: makes the table, with `name` for assistive
    /// technology, and connects what every list has. The page places bar and state view.
    void makeTable(FilterBar *bar, ArrangedModel *model, const QString &name,
                   const QList<DataTable::Column> &columns, int sortColumn);

    /// Begins to read the list, unless that is under way.
    void load(ReadMode mode);
    /// Asks for the list with listRequest(); afterwards takeAnswer() or showFailure().
    virtual void read(ReadMode mode, quint64 serial) = 0;
    /// After a write: what is under way may have been read before it.
    virtual void readAnew();
    virtual void loadWords(ReadMode mode);
    virtual void setReferences(const References &references) = 0;

    [[nodiscard]] Request *listRequest() const { return m_listRequest; }

    /// Whether the read that began with `serial` is still the one that is wanted.
    [[nodiscard]] bool isWanted(quint64 serial) const { return m_loadSerial == serial; }

    /// The list is there. True: it is the first one of this place.
    bool takeAnswer();
    void showFailure(const Error &error);

    /// Why a list is not there as a whole, of which there may be rows.
    virtual void sayIncomplete(const QString &why) { Q_UNUSED(why) }

    /// Whether the list was there, as a whole.
    [[nodiscard]] bool hasList() const { return m_hasList; }

    /// It is to be read when the page comes into view.
    void setOutdated() { m_outdated = true; }

    void placeChanged() override;
    void servicesLeaving() override;
    void activated() override;
    void deactivated() override;
    /// Everything but the rows that is of the place before.
    virtual void forgetPlace() = 0;

    /// The row with this id is to be selected, when the list has it and no other is.
    void want(const QString &id) { m_wantedId = id; }

    void selectWanted();
    /// Rows are about to come and go: whether the selected one is to be seen afterwards.
    void noteRowInView();

    struct Words
    {
        QString loading;     ///< "Loading employees…"
        QString noMatch;     ///< "No employee matches “x”"
        QString exportTitle; ///< "Export employees"
        QString exportName;  ///< of the file: "employees"
    };

    [[nodiscard]] virtual Words words() const = 0;
    /// "1,120 of 100,000 employees"
    [[nodiscard]] virtual QString countText() const = 0;
    /// The list is there and has no rows.
    virtual void showEmpty() = 0;
    virtual void showMenu(const QPoint &at) = 0;

    /// What was asked for last is shown.
    virtual void rowsArranged();
    virtual void updateState();
    virtual void updateActions();
    virtual void updateLoading();

private:
    void connectTable();
    /// For the lack of rows: nobody, no company, no access. False: there is somebody and a company.
    bool showPlaceNotice();
    void updateStatus();
    void keepRowInView();
    void rememberSelection();
    void enterTable();
    void chooseExportFile();
    void exportEnded(const QString &file, int rows, bool done, const QString &problem);

    FilterBar *m_bar = nullptr;
    ArrangedModel *m_model = nullptr;
    DataTable *m_table = nullptr;
    StateView *m_state = nullptr;
    Request *m_listRequest;
    Request *m_wordsRequest;
    QPointer<CsvExport> m_export;
    ReadMode m_mode = ReadMode::CacheFirst;
    quint64 m_loadSerial = 0;
    QString m_companyId; ///< whose rows are on screen
    QString m_wantedId;
    std::optional<Error> m_error;
    bool m_hasList = false;
    bool m_wasCancelled = false;
    bool m_outdated = false;
    bool m_rowInView = false; ///< the selected row is to be seen while others come and go
};

} // namespace hrcache
