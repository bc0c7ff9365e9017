#pragma once

#include "ui/contracts/ContractTableRows.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QHBoxLayout;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace hrcache {

class SplitButton;

/// Over the table: filter as you type, type, state, ending soon; what can be done with the selected contract;
/// Export.
class ContractFilterBar : public QWidget
{
    Q_OBJECT

public:
    explicit ContractFilterBar(QWidget *parent = nullptr);

    [[nodiscard]] ContractFilter filter() const;
    void clearFilter();
    void focusFilter();
    /// Codes with the texts they are shown with.
    void setTypes(const QList<std::pair<QString, QString>> &types);
    /// Whose contract is selected; empty: none is. `refusal`: a sentence why nothing can be written, or
    /// empty.
    void setSelection(const QString &employee, const QString &refusal);
    void setExportEnabled(bool enabled);
    /// While an export runs; `total` 0: none does.
    void setExportProgress(int written, int total);

    [[nodiscard]] QLineEdit *textField() const { return m_text; }

    [[nodiscard]] QComboBox *typeBox() const { return m_type; }

    [[nodiscard]] QComboBox *stateBox() const { return m_state; }

    [[nodiscard]] QCheckBox *endingSoonBox() const { return m_endingSoon; }

    [[nodiscard]] QPushButton *employeeButton() const { return m_employee; }

    [[nodiscard]] QPushButton *newButton() const { return m_new; }

    [[nodiscard]] SplitButton *exportButton() const { return m_export; }

signals:
    /// At once for a chooser, 150 ms after the last key for text.
    void filterChanged(const hrcache::ContractFilter &filter);
    void employeeRequested();
    void newRequested();
    void exportRequested();
    void exportCancelled();
    void copyRequested(bool asJson);
    /// Down in the filter: the focus is to go into the table.
    void leftDownwards();

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    /// Gives the filter a line of its own where the others leave it too little.
    void fitIntoWidth();
    void buildFilters();
    void buildExport();
    void connectParts();

    QLineEdit *m_text;
    QComboBox *m_type;
    QComboBox *m_state;
    QCheckBox *m_endingSoon;
    QPushButton *m_employee;
    QPushButton *m_new;
    SplitButton *m_export;
    QProgressBar *m_progress;
    QToolButton *m_cancelExport;
    QHBoxLayout *m_upper; ///< for the filter, where it has a line of its own
    QHBoxLayout *m_line;
};

} // namespace hrcache
