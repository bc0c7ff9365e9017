#pragma once

#include "ui/employees/EmployeeRows.h"

#include <QWidget>

class QComboBox;
class QHBoxLayout;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace hrcache {

class SplitButton;

/// Over the table: filter as you type, cluster, state, New and Export.
class EmployeeFilterBar : public QWidget
{
    Q_OBJECT

public:
    explicit EmployeeFilterBar(QWidget *parent = nullptr);

    [[nodiscard]] EmployeeFilter filter() const;
    void clearFilter();
    void focusFilter();
    /// Codes with the texts they are shown with.
    void setClusters(const QList<std::pair<QString, QString>> &clusters);
    /// A sentence why nothing can be written; empty: New is offered.
    void setWriteRefusal(const QString &why);
    void setExportEnabled(bool enabled);
    /// While an export runs; `total` 0: none does.
    void setExportProgress(int written, int total);

    [[nodiscard]] QLineEdit *textField() const { return m_text; }

    [[nodiscard]] QComboBox *clusterBox() const { return m_cluster; }

    [[nodiscard]] QComboBox *stateBox() const { return m_state; }

    [[nodiscard]] QPushButton *newButton() const { return m_new; }

    [[nodiscard]] SplitButton *exportButton() const { return m_export; }

    [[nodiscard]] QProgressBar *exportProgress() const { return m_progress; }

signals:
    /// At once for a chooser, 150 ms after the last key for text.
    void filterChanged(const hrcache::EmployeeFilter &filter);
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
    QLineEdit *m_text;
    QComboBox *m_cluster;
    QComboBox *m_state;
    QPushButton *m_new;
    SplitButton *m_export;
    QProgressBar *m_progress;
    QToolButton *m_cancelExport;
    QHBoxLayout *m_upper; ///< for the filter, where it has a line of its own
    QHBoxLayout *m_line;
};

} // namespace hrcache
