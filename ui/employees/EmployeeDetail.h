#pragma once

#include "hr/Company.h"
#include "hr/Employee.h"
#include "hr/HrService.h"
#include "ui/base/UiContext.h"
#include "ui/employees/ContractCard.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QScrollArea>
#include <QTimer>

class QLabel;
class QPushButton;
class QTableWidget;
class QVBoxLayout;

namespace hrcache {

class DetailBlock;
class FieldGroup;
class KeyWatch;
class Request;
class StateView;
enum class KeyChange;

/// Everything of one employee: the fields in groups, the contracts, the payroll results, each block with the
/// badge of where it came from. Payroll results are never cached, so they are read apart: what the cache has
/// is not to wait for the database.
class EmployeeDetail : public QWidget
{
    Q_OBJECT

public:
    explicit EmployeeDetail(UiContext context, QWidget *parent = nullptr);
    ~EmployeeDetail() override;

    /// What is known of an employee before he is read.
    struct Headline
    {
        QString name;
        QString identifier;
    };

    /// Shows another employee; an empty id: nobody. Nothing of the one before stays: until he is read, the
    /// pane says who he is and that the rest is loading. Whoever moves through the table quickly is read
    /// where he stays.
    void showEmployee(const QString &employeeId, const Headline &headline = {});

    [[nodiscard]] const QString &employeeId() const { return m_id; }

    /// Reads him again; what is on screen stays meanwhile.
    void reload(ReadMode mode);
    /// The same after a write: what is under way may have been read before it.
    void readAnew();
    void cancel();
    /// Nobody, and nothing that points into the services.
    void reset();

    [[nodiscard]] bool isLoading() const;

    /// Whether what is on screen is but the headline of somebody who is not read yet.
    [[nodiscard]] bool isAwaiting() const { return !m_id.isEmpty() && m_shownId != m_id; }

    /// Why nobody can be selected; empty: somebody can be.
    void setNobody(const QString &why);
    void setVocabulary(const Vocabulary &vocabulary);
    /// Follows changes of its keys only while it is in view.
    void setActive(bool active);

    /// Keys of the blocks on screen.
    [[nodiscard]] std::vector<QByteArray> keys() const;

    /// The blocks; null before the first employee is shown.
    [[nodiscard]] DetailBlock *personBlock() const { return m_person; }

    [[nodiscard]] DetailBlock *contractsBlock() const { return m_contracts; }

    [[nodiscard]] DetailBlock *payrollBlock() const { return m_payroll; }

    [[nodiscard]] StateView *stateView() const { return m_state; }

    [[nodiscard]] QList<ContractCard *> cards() const;

    /// Where the keyboard comes from into this pane.
    void comeAfter(QWidget *stop) { m_stopBefore = stop; }

    /// As shown, for tests and copies: the value of a field by its column ("birth_date").
    [[nodiscard]] QString fieldText(const QString &column) const;

signals:
    void loadingChanged(bool loading);
    void editRequested(const QString &employeeId);
    void deleteRequested(const QString &employeeId);
    void newContractRequested(const QString &employeeId);
    void editContractRequested(const QString &employeeId, const QString &contractId);
    /// The contracts of an employee were read; `text` is the active one in words, or empty.
    void activeContractKnown(const QByteArray &employeeId, const QString &text);

private:
    struct Field
    {
        QString column;
        FieldGroup *group;
        int row;
    };

    void build();
    void buildFields(QVBoxLayout *layout);
    void buildPayroll();
    void addField(FieldGroup *group, const QString &column, const QString &name);
    void setField(const QString &column, const QString &value);
    void load(ReadMode mode);
    /// Nobody's rows.
    void forget();
    void showHeadline();
    void showNobody();
    void paintAgain();
    void cancelReads();
    void show(const QString &id, const std::vector<DocumentResult> &results);
    void takePayroll(const DocumentResult &result);
    void showPerson();
    void showContracts();
    /// The order of the keyboard.
    void orderStops();
    void showPayroll(const std::vector<PayrollResult> &results);
    bool showFailure(DetailBlock *block, const DocumentResult &result, bool hadRows);
    void keyChanged(const QByteArray &key, KeyChange change);
    void ttlChanged(const QByteArray &key, std::optional<std::chrono::milliseconds> left);
    void updateActions();
    /// Its blocks are an offline copy while the database is away.
    void noteDatabase();
    /// The database is back.
    void readWhatFailed();
    KeyWatch &watch();

    UiContext m_context;
    QString m_id;
    Headline m_headline; ///< of m_id
    QString m_whyNobody;
    QPointer<QWidget> m_stopBefore;
    QString m_shownId; ///< whose rows are on screen
    std::optional<Employee> m_employee;
    std::vector<Contract> m_contractRows;
    bool m_contractsKnown = false;
    Vocabulary m_vocabulary;
    Request *m_request;
    Request *m_payrollRequest;
    std::optional<DocumentResult> m_earlyPayroll; ///< of somebody who is not shown yet
    ReadMode m_mode = ReadMode::CacheFirst;
    QTimer m_delay;
    QElapsedTimer m_sinceMove;
    QTimer m_paintHold; ///< while it runs, the pane is not painted
    std::unique_ptr<KeyWatch> m_watch;
    bool m_active = false;
    StateView *m_state;
    QScrollArea *m_scroll;
    // None before the first employee is shown.
    QLabel *m_name = nullptr;
    QLabel *m_subtitle = nullptr;
    QPushButton *m_edit = nullptr;
    QPushButton *m_delete = nullptr;
    DetailBlock *m_person = nullptr;
    DetailBlock *m_contracts = nullptr;
    DetailBlock *m_payroll = nullptr;
    std::vector<DetailBlock *> m_blocks; ///< all three
    QTableWidget *m_payrollTable = nullptr;
    std::vector<Field> m_fields;
};

} // namespace hrcache
