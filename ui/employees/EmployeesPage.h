#pragma once

#include "base/Result.h"
#include "hr/HrService.h"
#include "ui/base/DataTable.h"
#include "ui/base/PageBase.h"
#include "ui/employees/EmployeeDetail.h"
#include "ui/employees/EmployeesModel.h"
#include "ui/employees/Vocabulary.h"

class QSplitter;

namespace hrcache {

class ContractPeek;
class CsvExport;
class EarlyList;
enum class KeyChange;
class EmployeeFilterBar;
class KeyWatch;
class Request;
class StateView;

/// The employees of the company: table, filters, and the detail of the one that is selected. Forms are not
/// its business: it says what is asked for, and written() is to be called afterwards.
class EmployeesPage : public PageBase
{
    Q_OBJECT

public:
    explicit EmployeesPage(UiContext context, QWidget *parent = nullptr);
    ~EmployeesPage() override;

    void refresh() override;
    void readThrough() override;
    void reloadEverything() override;
    void cancel() override;
    [[nodiscard]] KeysInView keysInView() const override;
    [[nodiscard]] bool can(PageCommand command) const override;
    void perform(PageCommand command) override;
    bool escape() override;
    void saveState() override;
    void dataWrittenElsewhere() override;

    /// An employee was written (created, changed, deleted, or a contract of his): reads again and selects
    /// him.
    void written(const QString &employeeId);

    /// Selects an employee, or does when the list has come; a filter that hides him is cleared.
    void showEmployee(const QString &employeeId);

    /// Writes the rows that are shown, in the shown columns.
    void exportTo(const QString &file);

    /// Whether references and clusters are there, or could not be read.
    [[nodiscard]] bool areWordsLoaded() const;

    [[nodiscard]] EmployeesModel *model() const { return m_model; }

    [[nodiscard]] DataTable *table() const { return m_table; }

    [[nodiscard]] EmployeeFilterBar *filterBar() const { return m_bar; }

    [[nodiscard]] EmployeeDetail *detail() const { return m_detail; }

    [[nodiscard]] StateView *stateView() const { return m_state; }

signals:
    void newRequested();
    void editRequested(const QString &employeeId);
    void deleteRequested(const QString &employeeId);
    void newContractRequested(const QString &employeeId);
    void editContractRequested(const QString &employeeId, const QString &contractId);

protected:
    void placeChanged() override;
    void servicesLeaving() override;
    void activated() override;
    void deactivated() override;

private:
    void build();
    void connectParts();
    void load(ReadMode mode);
    /// After a write.
    void readAnew();
    /// Why there is but the first page of a list.
    void sayIncomplete(const QString &why);
    void loadWords(ReadMode mode);
    void showAnswer(std::vector<EmployeeList> pages, const Provenance &from);
    void showFailure(const Error &error);
    void updateState();
    void updateStatus();
    /// Why there is nobody to be selected; empty: there is.
    [[nodiscard]] QString whyNobody() const;
    void updateClusters();
    void updateActions();
    void updateLoading();
    void selectWanted();
    [[nodiscard]] EmployeeDetail::Headline headlineOf(const QModelIndex &at) const;
    /// Rows are about to come and go: whether the selected one is to be seen afterwards.
    void noteRowInView();
    void keepRowInView();
    void keyChanged(const QByteArray &key, KeyChange change);
    void ttlChanged(const QByteArray &key, std::optional<std::chrono::milliseconds> left);
    void chooseExportFile();
    void showMenu(const QPoint &at);
    void copy(DataTable::Format format);
    void rememberSelection();
    KeyWatch &watch();

    std::shared_ptr<EarlyList> m_early;
    EmployeeFilterBar *m_bar;
    QSplitter *m_splitter;
    DataTable *m_table;
    StateView *m_state = nullptr;
    EmployeeDetail *m_detail;
    EmployeesModel *m_model;
    Request *m_listRequest;
    Request *m_referencesRequest;
    Request *m_clustersRequest;
    std::unique_ptr<KeyWatch> m_watch;
    std::unique_ptr<ContractPeek> m_peek;
    QPointer<CsvExport> m_export;
    Vocabulary m_words;
    ReadMode m_mode = ReadMode::CacheFirst;
    quint64 m_loadSerial = 0;
    QString m_companyId; ///< whose rows are on screen
    QString m_wantedId;  ///< to be selected when the list has him
    std::optional<Error> m_error;
    bool m_hasList = false;
    bool m_wasCancelled = false;
    bool m_outdated = false;
    bool m_rowInView = false; ///< the selected row is to be seen while others come and go
};

} // namespace hrcache
