#pragma once

#include "ui/overview/Chart.h"
#include "ui/overview/Panel.h"

class QStackedWidget;
class QTableView;
class QToolButton;

namespace hrcache {

class TextTableModel;

/// A chart with its title, and the same content as a table at the press of a button.
class ChartPanel : public Panel
{
    Q_OBJECT

public:
    ChartPanel(const QString &title, Chart::Kind kind, QWidget *parent = nullptr);

    void setData(const ChartData &shown);
    void showTable(bool shown);

    [[nodiscard]] bool isTableShown() const;

    [[nodiscard]] Chart *chart() const { return m_chart; }

    [[nodiscard]] QTableView *table() const { return m_table; }

    [[nodiscard]] QToolButton *tableButton() const { return m_button; }

private:
    void fillTable();

    Chart *m_chart;
    QTableView *m_table;
    TextTableModel *m_rows;
    QStackedWidget *m_stack;
    QToolButton *m_button;
};

} // namespace hrcache
