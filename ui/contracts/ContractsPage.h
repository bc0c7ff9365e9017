#pragma once

#include "ui/base/TablePage.h"
#include "ui/contracts/ContractsModel.h"

namespace hrcache {

class ContractFilterBar;
class ContractWatch;
enum class KeyChange;

/// All contracts of the company with their employees: table and filters. Forms and other pages are not its
/// business: it says what is asked for, and dataWrittenElsewhere() is to be called afterwards.
class ContractsPage : public TablePage
{
    Q_OBJECT

public:
    explicit ContractsPage(UiContext context, QWidget *parent = nullptr);
    ~ContractsPage() override;

    void cancel() override;
    [[nodiscard]] KeysInView keysInView() const override;
    [[nodiscard]] bool hasKeysInView() const override;
    [[nodiscard]] bool can(PageCommand command) const override;
    void perform(PageCommand command) override;
    void dataWrittenElsewhere() override;

    [[nodiscard]] ContractsModel *model() const { return m_model; }

    [[nodiscard]] ContractFilterBar *filterBar() const { return m_bar; }

    [[nodiscard]] ContractWatch *watch() const { return m_watch; }

signals:
    void editRequested(const QString &employeeId, const QString &contractId);
    void newRequested(const QString &employeeId);
    void employeeRequested(const QString &employeeId);

protected:
    void read(ReadMode mode, quint64 serial) override;
    void setReferences(const References &references) override;
    void servicesLeaving() override;
    void activated() override;
    void deactivated() override;
    void forgetPlace() override;
    [[nodiscard]] Words words() const override;
    [[nodiscard]] QString countText() const override;
    void showEmpty() override;
    void showMenu(const QPoint &at) override;
    void rowsArranged() override;
    void updateActions() override;

private:
    void build();
    void connectParts();
    void showFirstPart(const CompanyContracts &soFar);
    void showAnswer(std::shared_ptr<const CompanyContracts> contracts);
    void updateWatchedRows();
    void keyChanged(const QByteArray &key, KeyChange change);
    void ttlChanged(uint32_t person, std::optional<std::chrono::milliseconds> left);
    /// The row that is current and selected; -1: none.
    [[nodiscard]] int chosenRow() const;
    [[nodiscard]] QString chosenEmployee() const;

    ContractFilterBar *m_bar;
    ContractsModel *m_model;
    ContractWatch *m_watch;
    QTimer m_scrollPause;
    QTimer m_reread; ///< to the end of the turn in which something was written
    std::shared_ptr<const CompanyContracts> m_contracts;
    QHash<uint32_t, SteadyTime> m_expiries; ///< of entries that somebody gave another TTL since, by person
    QString m_progress;                     ///< how far a long read is
};

} // namespace hrcache
