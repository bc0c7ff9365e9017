#pragma once

#include "ui/base/TablePage.h"
#include "ui/employees/EmployeeDetail.h"
#include "ui/employees/EmployeesModel.h"
#include "ui/employees/Vocabulary.h"

class QSplitter;

namespace hrcache {

class ContractPeek;
class EarlyList;
enum class KeyChange;
class EmployeeFilterBar;
class KeyWatch;

/// The employees of the company: table, filters, and the detail of the one that is selected. Forms are not
/// its business: it says what is asked for, and written() is to be called afterwards.
class EmployeesPage : public TablePage
{
    Q_OBJECT

public:
    explicit EmployeesPage(UiContext context, QWidget *parent = nullptr);
    ~EmployeesPage() override;

    void refresh() override;
    void readThrough() override;
    void cancel() override;
    [[nodiscard]] KeysInView keysInView() const override;
    [[nodiscard]] bool can(PageCommand command) const override;
    void perform(PageCommand command) override;
    void saveState() override;

    /// An employee was written (created, changed, deleted, or a contract of his): reads again and selects
    /// him.
    void written(const QString &employeeId);

    /// Selects an employee, or does when the list has come; a filter that hides him is cleared.
    void showEmployee(const QString &employeeId);

    [[nodiscard]] bool areWordsLoaded() const override;

    [[nodiscard]] EmployeesModel *model() const { return m_model; }

    [[nodiscard]] EmployeeFilterBar *filterBar() const { return m_bar; }

    [[nodiscard]] EmployeeDetail *detail() const { return m_detail; }

signals:
    void newRequested();
    void editRequested(const QString &employeeId);
    void deleteRequested(const QString &employeeId);
    void newContractRequested(const QString &employeeId);
    void editContractRequested(const QString &employeeId, const QString &contractId);

protected:
    void read(ReadMode mode, quint64 serial) override;
    void readAnew() override;
    void loadWords(ReadMode mode) override;
    void setReferences(const References &references) override;
    void sayIncomplete(const QString &why) override;
    void servicesLeaving() override;
    void activated() override;
    void deactivated() override;
    void forgetPlace() override;
    [[nodiscard]] Words words() const override;
    [[nodiscard]] QString countText() const override;
    void showEmpty() override;
    void showMenu(const QPoint &at) override;
    void updateState() override;
    void updateActions() override;
    void updateLoading() override;

private:
    void build();
    void connectParts();
    void showAnswer(std::vector<EmployeeList> pages, const Provenance &from);
    /// Why there is nobody to be selected; empty: there is.
    [[nodiscard]] QString whyNobody() const;
    void updateClusters();
    [[nodiscard]] EmployeeDetail::Headline headlineOf(const QModelIndex &at) const;
    void keyChanged(const QByteArray &key, KeyChange change);
    void ttlChanged(const QByteArray &key, std::optional<std::chrono::milliseconds> left);
    KeyWatch &watch();

    std::shared_ptr<EarlyList> m_early;
    EmployeeFilterBar *m_bar;
    QSplitter *m_splitter;
    EmployeeDetail *m_detail;
    EmployeesModel *m_model;
    Request *m_clustersRequest;
    std::unique_ptr<KeyWatch> m_watch;
    std::unique_ptr<ContractPeek> m_peek;
    Vocabulary m_words;
};

} // namespace hrcache
