#pragma once

#include "base/Result.h"
#include "hr/HrService.h"
#include "ui/base/DataTable.h"
#include "ui/base/PageBase.h"
#include "ui/contracts/ContractsModel.h"

namespace hrcache {

class ContractFilterBar;
class ContractWatch;
class CsvExport;
enum class KeyChange;
class Request;
class StateView;

/// All contracts of the company with their employees: table and filters. Forms and other pages are not its
/// business: it says what is asked for, and written() is to be called afterwards.
class ContractsPage : public PageBase
{
    Q_OBJECT

public:
    explicit ContractsPage(UiContext context, QWidget *parent = nullptr);
    ~ContractsPage() override;

    void refresh() override;
    void readThrough() override;
    void reloadEverything() override;
    void cancel() override;
    [[nodiscard]] KeysInView keysInView() const override;
    [[nodiscard]] bool hasKeysInView() const override;
    [[nodiscard]] bool can(PageCommand command) const override;
    void perform(PageCommand command) override;
    bool escape() override;
    void saveState() override;
    void dataWrittenElsewhere() override;

    /// Writes the rows that are shown, in the shown columns.
    void exportTo(const QString &file);

    /// Whether the labels of types are there, or could not be read.
    [[nodiscard]] bool areWordsLoaded() const;

    [[nodiscard]] ContractsModel *model() const { return m_model; }

    [[nodiscard]] DataTable *table() const { return m_table; }

    [[nodiscard]] ContractFilterBar *filterBar() const { return m_bar; }

    [[nodiscard]] StateView *stateView() const { return m_state; }

    [[nodiscard]] ContractWatch *watch() const { return m_watch; }

signals:
    void editRequested(const QString &employeeId, const QString &contractId);
    void newRequested(const QString &employeeId);
    void employeeRequested(const QString &employeeId);

protected:
    void placeChanged() override;
    void servicesLeaving() override;
    void activated() override;
    void deactivated() override;

private:
    void build();
    void connectParts();
    void load(ReadMode mode);
    void loadWords(ReadMode mode);
    void readAgain();
    void showFirstPart(const CompanyContracts &soFar);
    void showAnswer(std::shared_ptr<const CompanyContracts> contracts);
    void showFailure(const Error &error);
    void updateState();
    /// For the lack of rows: nobody, no company, no access. False: there is somebody and a company.
    bool showPlaceNotice();
    void updateStatus();
    void updateActions();
    void updateWatchedRows();
    void selectWanted();
    /// Rows are about to come and go: whether the selected one is to be seen afterwards.
    void noteRowInView();
    void keepRowInView();
    void keyChanged(const QByteArray &key, KeyChange change);
    void ttlChanged(uint32_t person, std::optional<std::chrono::milliseconds> left);
    void chooseExportFile();
    void showMenu(const QPoint &at);
    void copy(DataTable::Format format);
    void rememberSelection();
    /// The row that is current and selected; -1: none.
    [[nodiscard]] int chosenRow() const;
    [[nodiscard]] QString chosenEmployee() const;

    ContractFilterBar *m_bar;
    DataTable *m_table;
    StateView *m_state = nullptr;
    ContractsModel *m_model;
    Request *m_listRequest;
    Request *m_wordsRequest;
    ContractWatch *m_watch;
    QPointer<CsvExport> m_export;
    QTimer m_scrollPause;
    QTimer m_reread; ///< to the end of the turn in which something was written
    std::shared_ptr<const CompanyContracts> m_contracts;
    QHash<uint32_t, SteadyTime> m_expiries; ///< of entries that somebody gave another TTL since, by person
    ReadMode m_mode = ReadMode::CacheFirst;
    quint64 m_loadSerial = 0;
    QString m_companyId; ///< whose rows are on screen
    QString m_wantedId;  ///< to be selected when the list has it
    QString m_progress;  ///< how far a long read is
    std::optional<Error> m_error;
    bool m_hasList = false;
    bool m_wasCancelled = false;
    bool m_outdated = false;
    bool m_rowInView = false; ///< the selected row is to be seen while others come and go
};

} // namespace hrcache
