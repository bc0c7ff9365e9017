#pragma once

#include "hr/Contract.h"
#include "ui/employees/Vocabulary.h"

#include <QFrame>

class QLabel;
class QToolButton;

namespace hrcache {

class IconLabel;

/// One contract in the detail of an employee: the active one and those that end soon are marked with icon and
/// words. Focusable; Enter asks to edit it.
class ContractCard : public QFrame
{
    Q_OBJECT

public:
    /// Contracts that end within so many days are flagged.
    static constexpr int soonDays = 90;

    ContractCard(const Contract &contract, const Vocabulary &vocabulary, QDate today, bool mayEdit,
                 QWidget *parent = nullptr);

    [[nodiscard]] const Contract &contract() const { return m_contract; }

    /// "Active", "Ends in 42 days (3 Mar 2026)", "Ended", "Starts 1 Mar 2026", "Not active"
    [[nodiscard]] static QString stateText(const Contract &contract, QDate today);
    /// "Open-ended · Software engineer", for lists of employees.
    [[nodiscard]] static QString summary(const Contract &contract, const Vocabulary &vocabulary);
    /// The contract that runs on that day; none if there is none.
    [[nodiscard]] static const Contract *activeOf(const std::vector<Contract> &contracts, QDate today);

    /// Where the keyboard stops in it, in their order.
    [[nodiscard]] QList<QWidget *> stops();
    /// A sentence why it cannot be edited now; empty: it can.
    void setRefusal(const QString &why);

signals:
    void editRequested(const QString &contractId);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void requestEdit();
    void updateColors();

    Contract m_contract;
    IconLabel *m_flag = nullptr;
    QLabel *m_state = nullptr;
    bool m_active = false;
    bool m_endsSoon = false;
    bool m_mayEdit = false;
    QToolButton *m_edit = nullptr;
    QString m_refusal;
};

} // namespace hrcache
