#pragma once

#include "ui/base/FilterBar.h"
#include "ui/employees/EmployeeRows.h"

namespace hrcache {

/// Over the employees: filter as you type, cluster, state, New and Export.
class EmployeeFilterBar : public FilterBar
{
    Q_OBJECT

public:
    explicit EmployeeFilterBar(QWidget *parent = nullptr);

    [[nodiscard]] EmployeeFilter filter() const;
    void setClusters(const Choices &clusters);
    /// A sentence why nothing can be written; empty: New is offered.
    void setWriteRefusal(const QString &why);

    [[nodiscard]] QComboBox *clusterBox() const { return m_cluster; }

    [[nodiscard]] QComboBox *stateBox() const { return m_state; }

signals:
    /// At every keystroke and choice.
    void filterChanged(const hrcache::EmployeeFilter &filter);

protected:
    void announceFilter() override;

private:
    QComboBox *m_cluster;
    QComboBox *m_state;
};

} // namespace hrcache
